import { groupBy } from '../../domain/group-by.js';
import type { SlaTimes } from '../../domain/sla/sla-time.js';
import type { WhatIfReport } from '../../domain/what-if.js';
import type { Sql } from '../../platform/store/store.js';
import { knownSnapshots } from '../../settings/snapshot-times.js';
import type { Settings } from '../../settings/snapshot.js';
import { decideAgain, openingOf, type DecideOpening, type TicketHistory } from './decide-again.js';
import { countOpenedIn, loadOpenedIn, type OpenedIn, type Place } from './load-page.js';
import { Tally } from './tally.js';
import { outcomeOf } from './ticket-outcome.js';

export interface WhatIfDeps {
  /** Runs `work` in a read-only transaction that sees one moment. */
  readonly read: <T>(work: (sql: Sql) => Promise<T>) => Promise<T>;
  /** The calendars of stored snapshots; asked for outside of any transaction. */
  readonly slaTimes: (tenant: string, hashes: Iterable<string>) => Promise<SlaTimes>;
  /** Decides openings by the settings that are tried. */
  readonly decide: DecideOpening;
  /** Told after each page how many of all tickets were looked at. */
  readonly onProgress: (done: number, all: number) => void;
  /** True when nobody waits for the answer any more. */
  readonly isOver: () => boolean;
}

export interface WhatIfQuestion extends OpenedIn {
  readonly period: string;
  readonly asOfMs: number;
  /** Hash of the settings in force. */
  readonly inForce: string;
  readonly tried: Settings;
  readonly broughtForward: readonly string[];
}

export type WhatIfRun =
  | { readonly kind: 'report'; readonly report: WhatIfReport }
  | { readonly kind: 'stopped'; readonly done: number; readonly all: number };

/** Everything counts by the settings that are tried; what they do not have any more, by those of its day. */
function triedTimes(tried: Settings): (tenant: string, stored: SlaTimes) => SlaTimes {
  const known = knownSnapshots();
  known.learn([tried]);
  const names = new Set(tried.calendars.map(({ name }) => name));
  return (tenant, stored) => {
    const time = known.of(tenant)(tried.hash);
    return (hash) => ({
      ...time,
      calendar: (name) => (name === null || names.has(name) ? time.calendar(name) : stored(hash).calendar(name)),
    });
  };
}

interface Towns {
  readonly question: WhatIfQuestion;
  readonly deps: WhatIfDeps;
  readonly tally: Tally;
  readonly timesTried: ReturnType<typeof triedTimes>;
}

async function compareOf(tenant: string, histories: readonly TicketHistory[], towns: Towns): Promise<void> {
  const { question, deps, tally, timesTried } = towns;
  const hashes = histories.flatMap(({ facts }) => facts.map(({ settingsHash }) => settingsHash));
  const stored = await deps.slaTimes(tenant, hashes);
  for (const history of histories) {
    const again = decideAgain(history, deps.decide);
    if (!again.ok) {
      tally.addUndecided(history, again.code);
      continue;
    }
    tally.add({
      ticket: history,
      isUnderOtherSettings: openingOf(history).dated.settingsHash !== question.inForce,
      before: outcomeOf(history, stored, question.asOfMs),
      // A municipality whose ticket could be decided is in the settings that are tried, and so is its calendar.
      after: outcomeOf(again.history, timesTried(tenant, stored), question.asOfMs),
    });
  }
}

/**
 * Runs the tickets of a month again under other settings: what people did stays, what the settings decide is decided
 * anew. Reads page by page, each in a transaction of its own in which a ticket is read whole, and keeps counts only.
 */
export async function runWhatIf(question: WhatIfQuestion, deps: WhatIfDeps): Promise<WhatIfRun> {
  const all = await deps.read((sql) => countOpenedIn(sql, question));
  const tally = new Tally();
  const timesTried = triedTimes(question.tried);
  let done = 0;
  for (let after: Place | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
    if (deps.isOver()) {
      return { kind: 'stopped', done, all };
    }
    const place = after;
    const page = await deps.read((sql) => loadOpenedIn(sql, question, place));
    for (const ticket of page.tooLong) {
      tally.addUndecided(ticket, 'TICKET_TOO_LONG');
    }
    for (const [tenant, histories] of groupBy(page.histories, (history) => history.tenant)) {
      await compareOf(tenant, histories, { question, deps, tally, timesTried });
    }
    done += page.histories.length + page.tooLong.length;
    deps.onProgress(done, all);
    after = page.next;
  }
  const { period, from, until, asOfMs, inForce, tried, broughtForward } = question;
  const report = {
    ...{ period, from: from.toISOString(), until: until.toISOString(), asOf: new Date(asOfMs).toISOString() },
    ...{ settings: { inForce, tried: tried.hash }, broughtForward },
    ...tally.totals(),
  };
  return { kind: 'report', report };
}
