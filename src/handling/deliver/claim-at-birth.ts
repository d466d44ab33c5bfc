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

interface OpenRoad {
  readonly target: string;
  readonly createdAtMs: number;
  readonly nowMs: number;
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
  for (let tries = 1; missing.length > 0; tries += 1) {
    const [row] = await sql.query<{ isCurrent: boolean; locked: string[] }>(LOCK, [missing, activation]);
    if (row?.isCurrent !== true) {
      return [];
    }
    locked.push(...row.locked);
    missing = missing.filter((target) => !row.locked.includes(target));
    if (tries === TRIES) {
      break;
    }
    await delay(missing.length === 0 ? 0 : TRY_AGAIN_MS);
  }
  return locked;
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

function claimOf(newborns: readonly NewbornDelivery[], road: OpenRoad): Claim {
  const { createdAtMs, nowMs: firstAttemptAtMs } = road;
  const more = { attempts: 1, failures: 0, firstAttemptAtMs, createdAtMs, mustLook: false, remoteId: null };
  return { deliveries: newborns.map((newborn) => ({ ...newborn, ...more })), admission: OPEN_ROAD };
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
  deps: Pick<DeliverDeps, 'settings' | 'leaseMs'>,
  newborns: readonly NewbornDelivery[],
): Promise<BornClaim | undefined> {
  const settings = deps.settings();
  const roads = roadsOf(settings, newborns);
  if (roads.length === 0) {
    return undefined;
  }
  const claimedAtMs = performance.now();
  const targets = roads.map(({ target }) => target);
  const locked = await lockTargets(sql, targets, settings.activation ?? null);
  const open = await sql.query<OpenRoad>(OPEN_ROADS, [locked]);
  const openRoads = new Map(open.map((road) => [road.target, road]));
  const asked = roads.filter(({ target }) => openRoads.has(target)).flatMap((road) => road.newborns);
  const behind = await sql.query<{ id: Id }>(BEHIND, [
    asked.map(({ id }) => id),
    asked.map(({ ticketId }) => ticketId),
    asked.map(({ target }) => target),
  ]);
  const behindIds = new Set(behind.map(({ id }) => id));
  const attempts = roads.flatMap((road): Attempt[] => {
    const openRoad = openRoads.get(road.target);
    const chosen = openRoad === undefined ? [] : fitting(road, behindIds, openRoad.underWay);
    if (openRoad === undefined || chosen.length === 0) {
      return [];
    }
    const { target, runtime } = road;
    return sliced(chosen, runtime.maxBatch).map((slice) => ({
      ...{ target, settings, runtime, claimedAtMs, claim: claimOf(slice, openRoad), pace: { rates: [] } },
    }));
  });
  const nowMs = open[0]?.nowMs ?? 0;
  return attempts.length === 0
    ? undefined
    : {
        ids: new Set(attempts.flatMap(({ claim }) => claim.deliveries.map(({ id }) => id))),
        claimedAt: new Date(nowMs),
        leaseUntil: new Date(nowMs + deps.leaseMs),
        attempts,
      };
}
