import type { Id } from '../../domain/ids.js';
import type { ClockView } from '../../domain/sla/fold-clocks.js';
import { daysUsed, statutoryClocks, statutorySentence, type StatutoryClock } from '../../domain/sla/statutory.js';
import type { AnyClockName, ClockState } from '../../domain/sla/vocabulary.js';
import { DAY_MS } from '../../domain/time.js';
import { insertInto } from '../../platform/store/insert-rows.js';
import type { Sql } from '../../platform/store/store.js';
import { nextMoment, type ClockContext } from '../sla/next-moments.js';
import { statutoryMoments } from '../sla/statutory-moments.js';
import { clockSentence } from '../../domain/sla/clock-sentence.js';
import type { Draft } from './draft.js';
import type { Rules } from './rules.js';

/** A promise that was kept or broken in this batch. */
export interface ClockOutcome {
  readonly tenant: string;
  readonly target: string;
  readonly state: string;
  readonly name: string;
  /** From start to end; zero for a breach. */
  readonly seconds: number;
}

/** What a row says of a clock. */
type Shown = Omit<ClockView, 'name' | 'warnAt' | 'terms' | 'spans'> & {
  readonly name: AnyClockName;
  readonly policy: string;
  readonly policyVersion: string;
  readonly rule: string;
};

interface ClockRow {
  readonly ticketId: Id;
  readonly tenant: string;
  readonly target: string;
  readonly view: Shown;
  readonly nextAtMs: number | null;
  readonly warnAtMs: number | null;
  readonly sentence: string;
}

function instant(ms: number | null): Date | null {
  return ms === null ? null : new Date(Math.round(ms));
}

const upsertClocks = insertInto<ClockRow, Date>(
  'clock',
  {
    ticket_id: ['uuid', ({ ticketId }) => ticketId],
    name: ['text', ({ view }) => view.name],
    round: ['int', ({ view }) => view.round],
    tenant: ['text', ({ tenant }) => tenant],
    target: ['text', ({ target }) => target],
    state: ['text', ({ view }) => view.state],
    reason: ['text', ({ view }) => view.reason],
    started_at: ['timestamptz', ({ view }) => instant(view.startedAtMs)],
    due_at: ['timestamptz', ({ view }) => instant(view.dueAtMs)],
    promised_at: ['timestamptz', ({ view }) => instant(view.promisedAtMs)],
    window_at: ['timestamptz', ({ view }) => instant(view.windowAtMs)],
    limited_by: ['text', ({ view }) => view.limit],
    warn_at: ['timestamptz', ({ warnAtMs }) => instant(warnAtMs)],
    ended_at: ['timestamptz', ({ view }) => instant(view.endedAtMs)],
    target_ms: ['bigint', ({ view }) => view.targetMs],
    spent_ms: ['bigint', ({ view }) => Math.round(view.spentMs)],
    next_at: ['timestamptz', ({ nextAtMs }) => instant(nextAtMs)],
    as_of: ['timestamptz', (_, now) => now],
    policy: ['text', ({ view }) => view.policy],
    policy_version: ['text', ({ view }) => view.policyVersion],
    rule: ['text', ({ view }) => view.rule],
    settings_hash: ['text', ({ view }) => view.settingsHash],
    explanation: ['text', ({ sentence }) => sentence],
  },
  `on conflict (ticket_id, name, round) do update set target = excluded.target, state = excluded.state,
     reason = excluded.reason, started_at = excluded.started_at, due_at = excluded.due_at,
     promised_at = excluded.promised_at, window_at = excluded.window_at, limited_by = excluded.limited_by,
     warn_at = excluded.warn_at, ended_at = excluded.ended_at, target_ms = excluded.target_ms,
     spent_ms = excluded.spent_ms, next_at = excluded.next_at, as_of = excluded.as_of, policy = excluded.policy,
     policy_version = excluded.policy_version, rule = excluded.rule, settings_hash = excluded.settings_hash,
     explanation = excluded.explanation`,
);

const BEFORE = 'select ticket_id as "ticketId", name, round, state from clock where ticket_id = any($1::uuid[])';
const UNDO = `
  delete from clock where (ticket_id, name, round) in (select * from unnest($1::uuid[], $2::text[], $3::int[]))`;

function statutoryRow(clock: StatutoryClock, about: ClockContext, nowMs: number): Omit<ClockRow, 'ticketId'> {
  const { name, round, state, startedAtMs, endedAtMs, dueAtMs, settingsHash } = clock;
  const staffed = about.times(about.rules.hash).staffed(about.target);
  const moments = statutoryMoments(clock, about.facts, staffed);
  const warning = moments.find(({ fact }) => fact.type === 'sla.warned')?.atMs;
  return {
    ...{ tenant: about.tenant, target: about.target, sentence: statutorySentence(clock) },
    ...{ nextAtMs: moments[0]?.atMs ?? null, warnAtMs: warning ?? startedAtMs },
    view: {
      ...{ name, round, state, startedAtMs, endedAtMs, dueAtMs, settingsHash, promisedAtMs: dueAtMs, windowAtMs: null },
      ...{ reason: state === 'stopped' ? 'withdrawn' : null, limit: 'promise' },
      ...{ targetMs: clock.days * DAY_MS, spentMs: daysUsed(clock, nowMs) * DAY_MS },
      ...{ policy: clock.basis, policyVersion: clock.registeredOn, rule: clock.procedure },
    },
  };
}

/** When a crisis ends by itself and the clock goes on: nothing happens to the ticket then, so its row has to be woken. */
function goesOnAt({ state, reason, spans }: ClockView, nowMs: number): number | null {
  const span = state === 'paused' && reason === 'crisis' ? spans.find(({ toMs }) => toMs > nowMs) : undefined;
  return span === undefined || !Number.isFinite(span.toMs) ? null : span.toMs;
}

function promisedRow(view: ClockView, about: ClockContext, nowMs: number): Omit<ClockRow, 'ticketId'> {
  const { tenant, target, times } = about;
  const { policy, policyVersion, rule } = view.terms;
  const shown = { ...view, policy, policyVersion, rule };
  const { nextAtMs, warnAtMs } = nextMoment(view, about);
  const wakeUps = [nextAtMs, goesOnAt(view, nowMs)].filter((atMs) => atMs !== null);
  return {
    ...{ tenant, target, view: shown, warnAtMs, sentence: clockSentence(view, times) },
    nextAtMs: wakeUps.length === 0 ? null : Math.min(...wakeUps),
  };
}

function rowsOf(draft: Draft, rules: Rules, nowMs: number): ClockRow[] {
  const rows: ClockRow[] = [];
  for (const [ticketId, tenant] of draft.histories.touched) {
    const target = draft.ticket(ticketId)?.state.target ?? '';
    const facts = draft.history(ticketId);
    const about = { facts, times: draft.times(tenant), target, rules, tenant };
    rows.push(
      ...draft.clocks(ticketId, nowMs).map((view) => ({ ticketId, ...promisedRow(view, about, nowMs) })),
      ...statutoryClocks(facts, nowMs).map((clock) => ({ ticketId, ...statutoryRow(clock, about, nowMs) })),
    );
  }
  return rows;
}

interface ClockBefore {
  readonly ticketId: Id;
  readonly name: AnyClockName;
  readonly round: number;
  readonly state: ClockState;
}

function keyOf({ ticketId, name, round }: Pick<ClockBefore, 'ticketId' | 'name' | 'round'>): string {
  return `${ticketId} ${name} ${round}`;
}

function keyOfRow({ ticketId, view: { name, round } }: ClockRow): string {
  return keyOf({ ticketId, name, round });
}

/** The clocks as they stood. Of tickets that opened in this batch none are there, and none are asked for. */
async function clocksBefore(sql: Sql, draft: Draft): Promise<readonly ClockBefore[]> {
  const opened = new Set(draft.facts.filter(({ seq }) => seq === 1).map(({ ticketId }) => ticketId));
  const ids = [...draft.histories.touched.keys()].filter((id) => !opened.has(id));
  return ids.length === 0 ? [] : sql.query<ClockBefore>(BEFORE, [ids]);
}

/** A correction can undo a round: an answer that got lost was none, so that nobody waited for the next one. */
async function deleteUndone(sql: Sql, before: readonly ClockBefore[], rows: readonly ClockRow[]): Promise<void> {
  const kept = new Set(rows.map(keyOfRow));
  const undone = before.filter((clock) => !kept.has(keyOf(clock)));
  if (undone.length > 0) {
    await sql.query(UNDO, [
      undone.map(({ ticketId }) => ticketId),
      undone.map(({ name }) => name),
      undone.map(({ round }) => round),
    ]);
  }
}

/** The verdicts that are new. A promise that is kept too late was broken, whether or not somebody looked in between. */
function verdicts(state: ClockState, before: ClockState | undefined): readonly ClockState[] {
  if (state === before || (state !== 'met' && state !== 'met-late' && state !== 'breached')) {
    return [];
  }
  return state === 'met-late' && before !== 'breached' ? ['breached', 'met-late'] : [state];
}

function outcomesOf(rows: readonly ClockRow[], before: readonly ClockBefore[]): ClockOutcome[] {
  const states = new Map(before.map((clock) => [keyOf(clock), clock.state]));
  return rows.flatMap((row) => {
    const { tenant, target, view } = row;
    const { name, startedAtMs, endedAtMs } = view;
    return verdicts(view.state, states.get(keyOfRow(row))).map((state) => {
      const seconds = state === 'breached' || endedAtMs === null ? 0 : (endedAtMs - startedAtMs) / 1000;
      return { tenant, target, state, name, seconds };
    });
  });
}

/** A moment for which a ticket was woken has come, also where our clock is behind that of the database. */
function instantOf({ settled }: Draft, nowMs: number): number {
  const woken = settled.filter(({ event }) => event.content.from === 'timer');
  return Math.max(nowMs, ...woken.map(({ event }) => event.occurredAtMs));
}

/**
 * Writes how the clocks of the batch's tickets stand: the fold of their facts at this moment.
 *
 * @returns promises that were kept or broken now
 */
export async function writeClocks(sql: Sql, draft: Draft, rules: Rules, nowMs: number): Promise<ClockOutcome[]> {
  const asOfMs = instantOf(draft, nowMs);
  const rows = rowsOf(draft, rules, asOfMs);
  if (rows.length === 0) {
    return [];
  }
  const before = await clocksBefore(sql, draft);
  await deleteUndone(sql, before, rows);
  await upsertClocks(sql, rows, new Date(asOfMs));
  return outcomesOf(rows, before);
}
