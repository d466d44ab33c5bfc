import type { Sql } from '../../platform/store/store.js';

/** Failures in a row that open the breaker. */
const OPEN_AFTER = 5;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 10 * 60_000;

export type Admission =
  | { readonly kind: 'open-road'; readonly failures: number }
  /** The breaker is open and its pause is over: this worker alone may try one delivery. */
  | { readonly kind: 'probe'; readonly failures: number }
  | { readonly kind: 'refused' };

interface BreakerRow {
  readonly state: 'closed' | 'open';
  readonly failures: number;
}

const TAKE_PROBE = `
  update breaker set probe_owner = $2, probe_until = now() + make_interval(secs => $3::float8 / 1000)
  where target = $1 and state = 'open' and open_until <= now() and (probe_until is null or probe_until < now())
  returning failures`;

/** Asks the shared breaker of a target. The probe is taken by compare-and-set, so one worker has it. */
export async function admit(sql: Sql, target: string, owner: string, leaseMs: number): Promise<Admission> {
  const [row] = await sql.query<BreakerRow & { held: boolean }>(
    'select state, failures, coalesce(held_until > now(), false) as held from breaker where target = $1',
    [target],
  );
  if (row?.held === true) {
    return { kind: 'refused' };
  }
  if (row === undefined || row.state === 'closed') {
    return { kind: 'open-road', failures: row?.failures ?? 0 };
  }
  const [probe] = await sql.query<{ failures: number }>(TAKE_PROBE, [target, owner, leaseMs]);
  return probe === undefined ? { kind: 'refused' } : { kind: 'probe', failures: probe.failures };
}

const HOLD = `
  insert into breaker as b (target, state, held_until, held_code) values ($1, 'closed', to_timestamp($2::float8 / 1000), $3)
  on conflict (target) do update set held_until = excluded.held_until, held_code = excluded.held_code
  where b.held_until is null or b.held_until < excluded.held_until`;

export interface Hold {
  readonly target: string;
  readonly untilMs: number;
  readonly code: string;
}

/** Nothing is sent to a target before this instant, by any worker: its rate is used up, or its platform asks to wait. */
export async function holdTarget(sql: Sql, { target, untilMs, code }: Hold): Promise<void> {
  await sql.query(HOLD, [target, untilMs, code]);
}

/** How long the breaker stays open the n-th time in a row, counted from 0. */
export function pauseMs(openings: number, random: number): number {
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(openings, 20), LONGEST_PAUSE_MS);
  return Math.round(pause * (0.75 + random / 2));
}

const SUCCEED = `
  update breaker set state = 'closed', failures = 0, openings = 0, open_until = null, probe_owner = null,
    probe_until = null, code = null, changed_at = now()
  where target = $1 and (state = 'open' or failures > 0)`;

const FAIL = `
  insert into breaker as b (target, state, failures, code) values ($1, 'closed', $2, $3)
  on conflict (target) do update set failures = b.failures + excluded.failures, code = excluded.code
  returning failures, openings, state`;

const OPEN = `
  update breaker set state = 'open', openings = openings + 1, probe_owner = null, probe_until = null, changed_at = now(),
    open_until = now() + make_interval(secs => $2::float8 / 1000)
  where target = $1`;

export interface TargetResult {
  readonly target: string;
  /** Attempts that the target took, also when it refused them for what they say. */
  readonly successes: number;
  readonly failures: number;
  /** The target said that nothing can be taken: open at once. */
  readonly mustPause: boolean;
  readonly code: string | null;
  readonly wasTroubled: boolean;
}

/** Writes what attempts tell about a target's health, in the transaction that settles them. */
export async function recordHealth(
  sql: Sql,
  result: TargetResult,
  random: number,
): Promise<'opened' | 'closed' | 'same'> {
  if (result.failures === 0) {
    // Healthy targets, nearly all of the time, cost no write.
    if (result.wasTroubled && result.successes > 0) {
      await sql.query(SUCCEED, [result.target]);
      return 'closed';
    }
    return 'same';
  }
  if (result.successes > 0 && !result.mustPause) {
    return 'same';
  }
  const [row] = await sql.query<BreakerRow & { openings: number }>(FAIL, [result.target, result.failures, result.code]);
  if (row !== undefined && (row.state === 'open' || row.failures >= OPEN_AFTER || result.mustPause)) {
    await sql.query(OPEN, [result.target, pauseMs(row.openings, random)]);
    return 'opened';
  }
  return 'same';
}
