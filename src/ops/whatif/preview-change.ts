import type { DatedFact } from '../../domain/sla/dated-fact.js';
import { foldClocks, type FoldedTicket } from '../../domain/sla/fold-clocks.js';
import type { SlaTimes } from '../../domain/sla/sla-time.js';
import type { PinnedTerms } from '../../domain/ticket.js';
import type { ChangePreview, OpenTicketsUnder } from '../../domain/what-if.js';
import type { Sql } from '../../platform/store/store.js';
import { knownSnapshots } from '../../settings/snapshot-times.js';
import type { Settings } from '../../settings/snapshot.js';
import { openingOf, type DecideOpening, type TicketHistory } from './decide-again.js';
import { countsWithExamples, type Count } from './examples.js';
import { loadOpen, type Place } from './load-page.js';

export interface PreviewDeps {
  readonly slaTimes: (tenant: string, hashes: Iterable<string>) => Promise<SlaTimes>;
  /** Decides openings by the settings that come. */
  readonly decide: DecideOpening;
  readonly nowMs: number;
}

const MODES = ['pin', 'migrate', 'recompute'] as const;
type Mode = (typeof MODES)[number];

interface Standing {
  readonly isBreached: boolean;
  /** The next deadline; null when nobody can tell. */
  readonly dueAtMs: number | null;
}

interface ModeTally {
  readonly breached: Count;
  readonly newly: Count;
  earlier: number;
  later: number;
}

interface TownTally {
  readonly modes: Readonly<Record<Mode, ModeTally>>;
  readonly undecided: Map<string, Count>;
  openTickets: number;
}

/** A fact that comes after every other one. */
const LAST_KEY = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

function standingOf({ clocks }: FoldedTicket): Standing {
  const open = clocks.filter(({ endedAtMs }) => endedAtMs === null);
  const due = open.flatMap(({ dueAtMs }) => (dueAtMs === null ? [] : [dueAtMs]));
  return {
    isBreached: open.some(({ state }) => state === 'breached'),
    dueAtMs: due.length === 0 ? null : Math.min(...due),
  };
}

/** The terms that an open ticket gets: those that hold on the day of the change. */
function termsNow(history: TicketHistory, priority: FoldedTicket['state']['priority'], deps: PreviewDeps) {
  const { topic, channel, level, kind, language } = openingOf(history).opened;
  const at = { occurredAtMs: deps.nowMs, receivedAtMs: deps.nowMs };
  return deps.decide(history.tenant, { topic, channel, level, kind, language, priority, ...at });
}

function termsFact(mode: 'migrate' | 'recompute', terms: PinnedTerms, at: { nowMs: number; hash: string }): DatedFact {
  return {
    fact: { type: 'sla.terms', mode, terms, changeId: 'preview' },
    ...{ seq: Number.MAX_SAFE_INTEGER, key: LAST_KEY, settingsHash: at.hash },
    ...{ occurredAtMs: at.nowMs, receivedAtMs: at.nowMs },
  };
}

function countMode(tally: ModeTally, history: TicketHistory, pinned: Standing, standing: Standing): void {
  if (standing.isBreached) {
    tally.breached.add(history);
  }
  if (standing.isBreached && !pinned.isBreached) {
    tally.newly.add(history);
  }
  if (standing.dueAtMs !== null && pinned.dueAtMs !== null) {
    tally.earlier += standing.dueAtMs < pinned.dueAtMs ? 1 : 0;
    tally.later += standing.dueAtMs > pinned.dueAtMs ? 1 : 0;
  }
}

interface Preview {
  readonly town: TownTally;
  readonly count: () => Count;
  readonly times: SlaTimes;
  readonly to: Settings;
  readonly deps: PreviewDeps;
}

function addTicket(history: TicketHistory, { town, count, times, to, deps }: Preview): void {
  const { facts, handoffs } = history;
  const fold = (more: readonly DatedFact[]): FoldedTicket =>
    foldClocks({ facts: [...facts, ...more], handoffs, asOfMs: deps.nowMs, times });
  const asItIs = fold([]);
  const decision = termsNow(history, asItIs.state.priority, deps);
  town.openTickets += 1;
  const pinned = standingOf(asItIs);
  countMode(town.modes.pin, history, pinned, pinned);
  if (!decision.ok) {
    addUndecided(town, count, history, decision.code);
    return;
  }
  for (const mode of ['migrate', 'recompute'] as const) {
    const fact = termsFact(mode, decision.terms, { nowMs: deps.nowMs, hash: to.hash });
    countMode(town.modes[mode], history, pinned, standingOf(fold([fact])));
  }
}

function addUndecided(
  { undecided }: TownTally,
  count: () => Count,
  ticket: { id: string; number: number },
  code: string,
): void {
  const known = undecided.get(code) ?? count();
  undecided.set(code, known);
  known.add(ticket);
}

function underMode({ breached, newly, earlier, later }: ModeTally): OpenTicketsUnder {
  return { breached: breached.counted(), newlyBreached: newly.counted(), earlier, later };
}

function emptyTown(count: () => Count): TownTally {
  const mode = (): ModeTally => ({ breached: count(), newly: count(), earlier: 0, later: 0 });
  return { modes: { pin: mode(), migrate: mode(), recompute: mode() }, undecided: new Map(), openTickets: 0 };
}

async function previewOfTown(sql: Sql, tenant: string, to: Settings, deps: PreviewDeps): Promise<ChangePreview> {
  const count = countsWithExamples();
  const town = emptyTown(count);
  const known = knownSnapshots();
  known.learn([to]);
  const coming = known.of(tenant);
  for (let after: Place | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
    const page = await loadOpen(sql, tenant, after);
    const hashes = page.histories.flatMap(({ facts }) => facts.map(({ settingsHash }) => settingsHash));
    const stored = await deps.slaTimes(tenant, hashes);
    const times: SlaTimes = (hash) => (hash === to.hash ? coming(hash) : stored(hash));
    for (const ticket of page.tooLong) {
      town.openTickets += 1;
      addUndecided(town, count, ticket, 'TICKET_TOO_LONG');
    }
    for (const history of page.histories) {
      addTicket(history, { town, count, times, to, deps });
    }
    after = page.next;
  }
  const { pin, migrate, recompute } = town.modes;
  return {
    ...{ tenant, openTickets: town.openTickets },
    ...{ pin: underMode(pin), migrate: underMode(migrate), recompute: underMode(recompute) },
    undecided: [...town.undecided].map(([code, one]) => ({ code, ...one.counted() })),
  };
}

/**
 * How the open tickets of each municipality would stand at this moment if other settings came into force: when they
 * keep their terms, go on under new ones, or are counted anew. Only reads. For `config apply`, before it asks.
 *
 * @param sql as a role that sees every municipality; on the embedded store not inside a transaction, because calendars
 *   are asked for elsewhere
 * @param from the settings in force: a municipality that only `to` has, has no open tickets
 */
export async function previewOfChange(
  sql: Sql,
  from: Settings,
  to: Settings,
  deps: PreviewDeps,
): Promise<readonly ChangePreview[]> {
  const previews: ChangePreview[] = [];
  for (const { tenant } of from.municipalities) {
    previews.push(await previewOfTown(sql, tenant, to, deps));
  }
  return previews;
}
