import type { Id } from '../../domain/ids.js';
import { pauseAt, type ClockView } from '../../domain/sla/fold-clocks.js';
import type { AnyClockName, ClockState } from '../../domain/sla/vocabulary.js';
import type { Sql } from '../../platform/store/store.js';

/** A clock as its row stood before the batch. */
export interface ClockBefore {
  readonly ticketId: Id;
  readonly name: AnyClockName;
  readonly round: number;
  readonly state: ClockState;
  readonly asOfMs: number;
  /** What `promiseIn` and `timesIn` say of it. */
  readonly promise: string;
  readonly times: string;
}

const SEPARATOR = '|';

/** Columns as one text: a value for each would cost this process more than the rows that need not be written. */
function joined(columns: readonly string[]): string {
  return `concat(${columns.join(`, '${SEPARATOR}', `)})`;
}

function inMs(column: string): string {
  return `(extract(epoch from ${column}) * 1000)::bigint`;
}

const PROMISE = ['target', 'state', 'reason', 'limited_by', 'target_ms', 'policy', 'policy_version', 'rule'];
const TIMES = ['started_at', 'ended_at', 'due_at', 'promised_at', 'window_at'];
const BEFORE = `
  select ticket_id as "ticketId", name, round, state, (extract(epoch from as_of) * 1000)::float8 as "asOfMs",
         ${joined([...PROMISE, 'settings_hash'])} as promise,
         ${joined([...TIMES.map(inMs), 'case when ended_at is not null then spent_ms end'])} as times
  from clock where ticket_id = any($1::uuid[])`;

/** The clocks of tickets as they stood; none of tickets that have none yet. */
export async function clocksBefore(sql: Sql, ticketIds: readonly Id[]): Promise<readonly ClockBefore[]> {
  return ticketIds.length === 0 ? [] : sql.query<ClockBefore>(BEFORE, [ticketIds]);
}

export function clockKey({ ticketId, name, round }: Pick<ClockBefore, 'ticketId' | 'name' | 'round'>): string {
  return `${ticketId} ${name} ${round}`;
}

/** Under which promise a clock runs and how it stands. */
function promiseIn({ state, reason, limit, targetMs, terms, settingsHash }: ClockView, target: string): string {
  const { policy, policyVersion, rule } = terms;
  return [target, state, reason, limit, targetMs, policy, policyVersion, rule, settingsHash].join(SEPARATOR);
}

/** Its instants. The time that it used goes on until it ended, so it counts from then. */
function timesIn(view: ClockView): string {
  const { startedAtMs, endedAtMs, dueAtMs, promisedAtMs, windowAtMs, spentMs } = view;
  return [startedAtMs, endedAtMs, dueAtMs, promisedAtMs, windowAtMs, endedAtMs === null ? null : spentMs]
    .map((ms) => (ms === null ? ms : Math.round(ms)))
    .join(SEPARATOR);
}

/** The ticket is still under way to a party: at whatever instant one looks, the time of that party begins then. */
function isUnderWay({ name, startedAtMs, endedAtMs }: ClockView, nowMs: number): boolean {
  return name.startsWith('party-') && startedAtMs === nowMs && endedAtMs === null;
}

function hasSameTimes(before: ClockBefore, view: ClockView): boolean {
  return (
    // One that stands still has no deadline by which a late start of its pause would be seen.
    (view.endedAtMs !== null || view.promisedAtMs !== null) &&
    timesIn(view) === before.times &&
    // Told late, a pause can lie around the moment of the row without moving the deadline.
    (view.state !== 'running' || pauseAt(view.spans, before.asOfMs) === null)
  );
}

/**
 * Whether a row still says what the facts make of the clock, so that it need not be written: most messages on an open
 * ticket change no clock.
 *
 * @param nowMs the instant of the view, UTC milliseconds
 */
export function stillHolds(before: ClockBefore, view: ClockView, target: string, nowMs: number): boolean {
  return promiseIn(view, target) === before.promise && (isUnderWay(view, nowMs) || hasSameTimes(before, view));
}
