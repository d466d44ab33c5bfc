import { counterRouter, type CounterAccount } from '../counter/index.js';
import { newId } from '../domain/ids.js';
import { packRequest } from '../domain/raw-request.js';
import type { GroupCommit } from '../intake/index.js';
import type { Database } from '../platform/store/store.js';
import type { ActiveSettings } from './active-settings.js';
import { openAddressKey } from './open-database.js';
import type { PipelineParts } from './pipeline.js';
import type { ServeOptions } from './roles.js';

const CHANNEL = 'counter';

function textIn(settings: Readonly<Record<string, unknown>>, name: string): string {
  const value = settings[name];
  return typeof value === 'string' ? value : '';
}

/** The counter of an account under the active settings; they were checked by the adapter's schema. */
function counterAccount(active: ActiveSettings, account: string): CounterAccount | undefined {
  const configured = active.compiled.accountOf(CHANNEL, account);
  const municipality = active.compiled.municipalityOf(CHANNEL, account)?.municipality;
  if (configured === undefined || municipality === undefined) {
    return undefined;
  }
  const settings = active.resolve(configured.settings);
  const origins = settings['origins'];
  return {
    ...{ account, tenant: municipality.tenant, municipality: municipality.name },
    origins: Array.isArray(origins) ? origins.map(String) : [],
    privacyUrl: textIn(settings, 'privacyUrl'),
    accessibilityUrl: textIn(settings, 'accessibilityUrl'),
    hasMail: textIn(settings, 'smtpHost') !== '' && textIn(settings, 'mailFrom') !== '',
  };
}

export interface CounterDoorParts extends Pick<ServeOptions, 'environment' | 'hasCounterDemo'> {
  readonly database: Database;
  readonly parts: PipelineParts;
  readonly groupCommit: GroupCommit;
}

/** The digital counter: what citizens post there is committed and split like the posts of platforms. */
export function counterDoor(door: CounterDoorParts, closing: AbortSignal): ReturnType<typeof counterRouter> {
  const { parts, database, groupCommit, environment, hasCounterDemo = false } = door;
  const { log, recorders, sealer, now } = parts;
  return counterRouter({
    ...{ store: database.api, nowMs: now, closing, hasDemoPage: hasCounterDemo },
    ...{ key: openAddressKey(environment), addressHeader: environment.addressHeader },
    accountOf: (account) => counterAccount(parts.settings.current(), account),
    takeIn: async (account, rawBody) => {
      const startedAt = performance.now();
      const receivedAtMs = now();
      const body = sealer.seal(packRequest({ headers: {}, rawBody }));
      const isKept = await groupCommit.add({ id: newId(receivedAtMs), receiver: CHANNEL, account, receivedAtMs, body });
      if (isKept) {
        recorders.onAccepted(CHANNEL, performance.now() - startedAt);
      }
      return isKept;
    },
    onRefused: (reason) => {
      recorders.onRefused(CHANNEL, reason);
    },
    onTrouble: (error) => {
      log.error({ error }, 'the limits of the counter could not be asked; its visitors were asked to come back');
    },
  });
}
