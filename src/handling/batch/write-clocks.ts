import type { Id } from '../../domain/ids.js';
import type { ClockState } from '../../domain/sla/vocabulary.js';
import { insertInto } from '../../platform/store/insert-rows.js';
import type { Sql } from '../../platform/store/store.js';
import { promisedRow, statutoryRows, type ClockRow } from './clock-rows.js';
import { clockKey, clocksBefore, stillHolds, type ClockBefore } from './clocks-before.js';
import type { Draft } from './draft.js';
import { extendWindows } from './growing-tickets.js';
import type { Rules } from './rules.js';
import { openedIn } from './write-tickets.js';

/** A promise that was kept or broken in this batch. */
export interface ClockOutcome {
  readonly tenant: string;
  readonly target: string;
  readonly state: string;
  readonly name: string;
  /** From start to end; zero for a breach. */
  readonly seconds: number;
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
    policy: ['text', ({ basis }) => basis.policy],
    policy_version: ['text', ({ basis }) => basis.policyVersion],
    rule: ['text', ({ basis }) => basis.rule],
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

const UNDO = `
  delete from clock where (ticket_id, name, round) in (select * from unnest($1::uuid[], $2::text[], $3::int[]))`;

/** The clocks of a batch's tickets: what has to be written, and the keys of all that there are. */
interface Folded {
  readonly rows: readonly ClockRow[];
  readonly keys: ReadonlySet<string>;
}

function foldTouched(draft: Draft, rules: Rules, known: ReadonlyMap<string, ClockBefore>, nowMs: number): Folded {
  const rows: ClockRow[] = [];
  const keys = new Set<string>();
  for (const [ticketId, tenant] of draft.histories.touched) {
    const target = draft.ticket(ticketId)?.state.target ?? '';
    const about = { facts: draft.history(ticketId), times: draft.times(tenant), target, rules, tenant };
    const isWoken = draft.histories.isWoken(ticketId);
    for (const view of draft.clocks(ticketId, nowMs)) {
      const key = clockKey({ ticketId, name: view.name, round: view.round });
      keys.add(key);
      const before = known.get(key);
      if (isWoken || before === undefined || !stillHolds(before, view, target, nowMs)) {
        rows.push(promisedRow(ticketId, view, about, nowMs));
      }
    }
    for (const row of statutoryRows(ticketId, about, nowMs)) {
      keys.add(keyOfRow(row));
      rows.push(row);
    }
  }
  return { rows, keys };
}

function keyOfRow({ ticketId, view: { name, round } }: ClockRow): string {
  return clockKey({ ticketId, name, round });
}

/** Of tickets that opened in this batch no clocks are there, and none are asked for. */
function openBefore(draft: Draft): Id[] {
  const opened = openedIn(draft);
  return [...draft.histories.touched.keys()].filter((id) => !opened.has(id));
}

/** A correction can undo a round: an answer that got lost was none, so that nobody waited for the next one. */
async function deleteUndone(sql: Sql, before: ReadonlyMap<string, ClockBefore>, kept: ReadonlySet<string>) {
  const undone = [...before].filter(([key]) => !kept.has(key)).map(([, clock]) => clock);
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

function outcomesOf(rows: readonly ClockRow[], before: ReadonlyMap<string, ClockBefore>): ClockOutcome[] {
  return rows.flatMap((row) => {
    const { tenant, target, view } = row;
    const { name, startedAtMs, endedAtMs } = view;
    return verdicts(view.state, before.get(keyOfRow(row))?.state).map((state) => {
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
 * Writes how the clocks of the batch's tickets stand: the fold of their facts at this moment. Rows that say so already
 * are left alone.
 *
 * @returns promises that were kept or broken now
 */
export async function writeClocks(sql: Sql, draft: Draft, rules: Rules, nowMs: number): Promise<ClockOutcome[]> {
  await extendWindows(sql, draft.histories.windows);
  if (draft.histories.touched.size === 0) {
    return [];
  }
  const asOfMs = instantOf(draft, nowMs);
  const rowsBefore = await clocksBefore(sql, openBefore(draft));
  const before = new Map(rowsBefore.map((clock) => [clockKey(clock), clock]));
  const { rows, keys } = foldTouched(draft, rules, before, asOfMs);
  await deleteUndone(sql, before, keys);
  await upsertClocks(sql, rows, new Date(asOfMs));
  return outcomesOf(rows, before);
}
