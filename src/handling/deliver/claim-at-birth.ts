import { setTimeout as delay } from 'node:timers/promises';
import { groupBy } from '../../domain/group-by.js';
import type { Id } from '../../domain/ids.js';
import type { Sql } from '../../platform/store/store.js';
import type { Claim, ClaimedDelivery } from './claim.js';
import type { Attempt, DeliverDeps, DeliverSettings } from './serve-target.js';
import { isInForce } from './settings-in-force.js';
import type { TargetRuntime } from './target-runtime.js';

/** A delivery that is about to be written, in the transaction that claims it. */
export type NewbornDelivery = Pick<
  ClaimedDelivery,
  'id' | 'tenant' | 'ticketId' | 'seq' | 'part' | 'parts' | 'isFinal' | 'target' | 'kind' | 'messageId'
>;

/** What is written as claimed, and attempted once that is committed. */
export interface BornClaim {
  readonly ids: ReadonlySet<Id>;
  readonly claimedAt: Date;
  readonly leaseUntil: Date;
  readonly attempts: readonly Attempt[];
}

interface Road {
  readonly target: string;
  readonly runtime: TargetRuntime;
  readonly newborns: readonly NewbornDelivery[];
}

/** By whose settings and when, of all that one batch claims. */
interface ClaimedAt {
  readonly settings: DeliverSettings;
  /** Before the database counts from, by a clock that nobody sets. */
  readonly claimedAtMs: number;
  /** By the clock of the database, UTC milliseconds. */
  readonly createdAtMs: number;
  readonly nowMs: number;
}

/**
 * The lock of `claimDeliveries`. It is tried and not waited for in the database: who has it may wait for rows of this
 * transaction.
 */
const LOCK = `
  select ${isInForce('$2')} as "isCurrent",
    array(select t.target from unnest($1::text[]) as t(target)
          where pg_try_advisory_xact_lock(hashtext('deliver ' || t.target))) as locked`;

/** Another batch has it until its commit, a claim for as long as it chooses. */
const TRIES = 20;
const TRY_AGAIN_MS = 5;

/** Targets at which nothing waits and nothing is wrong; a statement of its own, that sees what was claimed before the lock. */
const OPEN_ROADS = `
  select t.target, extract(epoch from now())::float8 * 1000 as "createdAtMs",
    extract(epoch from clock_timestamp())::float8 * 1000 as "nowMs",
    (select count(*) from delivery d where d.target = t.target and d.state = 'in-flight')::int as "underWay"
  from unnest($1::text[]) as t(target)
  where not exists (
    select 1 from breaker b where b.target = t.target and (b.state = 'open' or b.failures > 0 or b.held_until > now()))
  and (
    select true from delivery d where d.target = t.target and d.state in ('due', 'unknown')
      and d.next_attempt_at <= clock_timestamp() limit 1) is null`;

interface OpenRoad extends Pick<ClaimedAt, 'createdAtMs' | 'nowMs'> {
  readonly target: string;
  readonly underWay: number;
}

/** Of a ticket that has an older one open there. Subqueries with a limit stay looks into an index, as in `choose.ts`. */
const BEHIND = `
  select t.id from unnest($1::uuid[], $2::uuid[], $3::text[]) as t(id, ticket_id, target)
  where (
    select true from delivery o where o.ticket_id = t.ticket_id and o.target = t.target
      and o.state in ('due', 'in-flight', 'unknown', 'parked', 'quarantined') limit 1)`;

const OPEN_ROAD: Claim['admission'] = { kind: 'open-road', failures: 0 };

/** Locks what can be locked in a moment, for settings that are in force. */
async function lockTargets(sql: Sql, targets: readonly string[], activation: string | null): Promise<string[]> {
  const locked: string[] = [];
  let missing = targets;
  for (let tries = 1; ; tries += 1) {
    const [row] = await sql.query<{ isCurrent: boolean; locked: string[] }>(LOCK, [missing, activation]);
    if (row?.isCurrent !== true) {
      return [];
    }
    locked.push(...row.locked);
    missing = missing.filter((target) => !row.locked.includes(target));
    if (missing.length === 0 || tries === TRIES) {
      return locked;
    }
    await delay(TRY_AGAIN_MS);
  }
}

/** Of each ticket the first: the next ones wait for it. */
function firstOfEach(newborns: readonly NewbornDelivery[]): readonly NewbornDelivery[] {
  const first = new Map<Id, NewbornDelivery>();
  for (const newborn of newborns) {
    const known = first.get(newborn.ticketId);
    if (known === undefined || newborn.seq < known.seq || (newborn.seq === known.seq && newborn.part < known.part)) {
      first.set(newborn.ticketId, newborn);
    }
  }
  return [...first.values()];
}

/** Targets whose platform limits no rate: with one, what is left of it has to be known first. */
function roadsOf(settings: DeliverSettings, newborns: readonly NewbornDelivery[]): Road[] {
  return [...groupBy(newborns, ({ target }) => target)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([target, all]) => {
      const runtime = settings.target(target);
      const isUnlimited = runtime !== undefined && (runtime.rates?.() ?? []).length === 0;
      return isUnlimited ? [{ target, runtime, newborns: firstOfEach(all) }] : [];
    });
}

/** Those of a target; none where not all of them find room, so that the fair claim shares it among municipalities. */
function fitting({ runtime, newborns }: Road, behind: ReadonlySet<Id>, underWay: number): readonly NewbornDelivery[] {
  const free = newborns.filter(({ id }) => !behind.has(id));
  return free.length <= runtime.maxInFlight - underWay ? free : [];
}

function sliced<T>(values: readonly T[], length: number): (readonly T[])[] {
  const slices: (readonly T[])[] = [];
  for (let from = 0; from < values.length; from += length) {
    slices.push(values.slice(from, from + length));
  }
  return slices;
}

/** The attempts of one target, all claimed at one moment. */
function attemptsOf(newborns: readonly NewbornDelivery[], { target, runtime }: Road, at: ClaimedAt): Attempt[] {
  const { settings, claimedAtMs, createdAtMs, nowMs: firstAttemptAtMs } = at;
  const more = { attempts: 1, failures: 0, firstAttemptAtMs, createdAtMs, mustLook: false, remoteId: null };
  return sliced(newborns, runtime.maxBatch).map((slice) => {
    const claim: Claim = { deliveries: slice.map((newborn) => ({ ...newborn, ...more })), admission: OPEN_ROAD };
    return { target, settings, runtime, claimedAtMs, claim, pace: { rates: [] } };
  });
}

function bornClaim(attempts: readonly Attempt[], nowMs: number, leaseMs: number): BornClaim | undefined {
  return attempts.length === 0
    ? undefined
    : {
        ids: new Set(attempts.flatMap(({ claim }) => claim.deliveries.map(({ id }) => id))),
        claimedAt: new Date(nowMs),
        leaseUntil: new Date(nowMs + leaseMs),
        attempts,
      };
}

async function behindOthers(sql: Sql, newborns: readonly NewbornDelivery[]): Promise<ReadonlySet<Id>> {
  const behind = await sql.query<{ id: Id }>(BEHIND, [
    newborns.map(({ id }) => id),
    newborns.map(({ ticketId }) => ticketId),
    newborns.map(({ target }) => target),
  ]);
  return new Set(behind.map(({ id }) => id));
}

/**
 * Claims deliveries as they are written, to a target at which nothing waits, nothing is wrong, and all of them find room. They
 * take the place in the order of their ticket and under the limits of the target that the claim after would have given them,
 * without being looked for, read and written once more.
 *
 * @returns undefined when nothing is claimed
 */
export async function claimAtBirth(
  sql: Sql,
  { settings: current, leaseMs }: Pick<DeliverDeps, 'settings' | 'leaseMs'>,
  newborns: readonly NewbornDelivery[],
): Promise<BornClaim | undefined> {
  const settings = current();
  const roads = new Map(roadsOf(settings, newborns).map((road) => [road.target, road]));
  const claimedAtMs = performance.now();
  const locked = roads.size === 0 ? [] : await lockTargets(sql, [...roads.keys()], settings.activation ?? null);
  const open = locked.length === 0 ? [] : await sql.query<OpenRoad>(OPEN_ROADS, [locked]);
  const [first] = open;
  if (first === undefined) {
    return undefined;
  }
  const { createdAtMs, nowMs } = first;
  const behind = await behindOthers(
    sql,
    open.flatMap(({ target }) => roads.get(target)?.newborns ?? []),
  );
  const attempts = open.flatMap(({ target, underWay }) => {
    const road = roads.get(target);
    const chosen = road === undefined ? [] : fitting(road, behind, underWay);
    return road === undefined ? [] : attemptsOf(chosen, road, { settings, claimedAtMs, createdAtMs, nowMs });
  });
  return bornClaim(attempts, nowMs, leaseMs);
}
