import { asTenant, type WhatIfOutcome, type WhatIfRequest } from '../api/index.js';
import { billingPeriod } from '../billing/index.js';
import { localDateOf } from '../domain/time.js';
import type { ChangePreview } from '../domain/what-if.js';
import { broughtForward } from '../ops/whatif/bring-forward.js';
import { previewOfChange } from '../ops/whatif/preview-change.js';
import { runWhatIf, type WhatIfDeps, type WhatIfRun } from '../ops/whatif/what-if.js';
import type { Database, Sql } from '../platform/store/store.js';
import type { AdapterCatalogue } from '../settings/adapter-catalogue.js';
import { sealSettings } from '../settings/canonical.js';
import { changedSettings, settingsOfOne } from '../settings/change-settings.js';
import { readCheckers, type Checkers } from '../settings/checkers.js';
import type { Settings } from '../settings/snapshot.js';
import { openingRules } from './opening-rules.js';
import { slaTimesFrom } from './sla-times.js';

/** A caller over HTTP waits no longer than this. */
const MAX_WAIT_MS = 45_000;

export interface Trial {
  readonly period: string;
  /** Whose tickets; null for all that `sees` allows. */
  readonly tenant: string | null;
  /** The tenant whose rows are seen; `*` for all. */
  readonly sees: string;
  /** The settings in force as the caller knows them, and the hash of the whole. */
  readonly inForce: Settings;
  readonly inForceHash: string;
  readonly tried: Settings;
  readonly asOfMs: number;
}

/** Tries settings on a month. Reads as role api, so that row security holds for what the caller sees. */
export function tryOnMonth(
  database: Database,
  trial: Trial,
  watch: Pick<WhatIfDeps, 'onProgress' | 'isOver'>,
): Promise<WhatIfRun> {
  const { period, tenant, sees, inForce, inForceHash, tried, asOfMs } = trial;
  const { fromMs, untilMs, firstDate } = billingPeriod(period);
  const { settings, versions } = broughtForward(inForce, tried, firstDate);
  const question = {
    ...{ period, from: new Date(fromMs), until: new Date(untilMs), tenant, asOfMs },
    ...{ inForce: inForceHash, tried: settings, broughtForward: versions },
  };
  return runWhatIf(question, {
    read: (work) => asTenant(database.api, 'api.read', sees, work),
    slaTimes: slaTimesFrom(database.handling),
    decide: openingRules(settings),
    ...watch,
  });
}

export interface WhatIfParts {
  readonly database: Database;
  readonly catalogue: AdapterCatalogue;
  /** The settings in force. */
  readonly settings: () => Settings;
  readonly now: () => number;
}

const ALL = '*';

/** What a caller may know of the settings. */
export function knownTo(sees: string, settings: Settings): Settings {
  return sees === ALL ? settings : sealSettings(settingsOfOne(settings, sees));
}

/** Work that takes the whole process for a while: who comes while it runs is told so. */
export function oneAtATime<Request, Outcome>(
  run: (request: Request) => Promise<Outcome>,
): (request: Request) => Promise<Outcome | { readonly kind: 'busy' }> {
  let isRunning = false;
  return async (request) => {
    if (isRunning) {
      return { kind: 'busy' };
    }
    isRunning = true;
    try {
      return await run(request);
    } finally {
      isRunning = false;
    }
  };
}

/** The what-if of the HTTP API: one at a time, for as long as a caller waits. */
export function whatIfOverHttp(parts: WhatIfParts): (request: WhatIfRequest) => Promise<WhatIfOutcome> {
  // Compiling the schemas is most of the work of a check: once, when somebody asks.
  let checkers: Checkers | undefined;
  async function run(request: WhatIfRequest): Promise<WhatIfOutcome> {
    checkers ??= await readCheckers(parts.catalogue);
    const { period, tenant, sees, slaPolicies, calendars, municipalities } = request;
    const whole = parts.settings();
    const asOfMs = parts.now();
    const inForce = knownTo(sees, whole);
    const options = { adapters: parts.catalogue, today: localDateOf(asOfMs, 'Europe/Brussels'), checkers };
    const result = await changedSettings(inForce, { slaPolicies, calendars, municipalities }, options);
    if (!result.ok) {
      return { kind: 'invalid', errors: result.errors };
    }
    const trial = { period, tenant, sees, inForce, inForceHash: whole.hash, tried: result.settings, asOfMs };
    const outcome = await tryOnMonth(parts.database, trial, {
      onProgress: () => undefined,
      isOver: () => parts.now() - asOfMs > MAX_WAIT_MS,
    });
    return outcome.kind === 'report' ? outcome : { kind: 'too-large', done: outcome.done, all: outcome.all };
  }
  return oneAtATime(run);
}

/** How the open tickets of each municipality would stand if `to` came into force now. For `config apply`. */
export function previewChange(
  sql: Sql,
  from: Settings,
  to: Settings,
  nowMs: number,
): Promise<readonly ChangePreview[]> {
  return previewOfChange(sql, from, to, { slaTimes: slaTimesFrom(sql), decide: openingRules(to), nowMs });
}
