import type { Id } from '../../domain/ids.js';
import type { SendingApp, SendingRate } from '../../domain/sending-rate.js';
import type { DeliveryKind } from '../../domain/vocabulary.js';
import type { Sql, Store } from '../../platform/store/store.js';
import { admit, holdTarget, type Admission } from './breaker.js';
import { chooseAnswers, chooseDeliveries, type Chosen } from './choose.js';
import { accountUse, waitForApp } from './pace-rows.js';
import { admitted, heldUntilMs, pauseBetweenMs, ratesLeft, roomFor, waysWithRoom } from './pace.js';
import { isInForce } from './settings-in-force.js';

export interface ClaimedDelivery {
  readonly id: Id;
  readonly tenant: string;
  readonly ticketId: Id;
  readonly seq: number;
  readonly part: number;
  readonly parts: number;
  readonly isFinal: boolean;
  readonly target: string;
  readonly kind: DeliveryKind;
  readonly messageId: string | null;
  readonly attempts: number;
  readonly failures: number;
  readonly firstAttemptAtMs: number;
  readonly createdAtMs: number;
  /** The attempt before has an unknown outcome: look before sending. */
  readonly mustLook: boolean;
  /** The platform told that it arrived. */
  readonly remoteId: string | null;
}

export interface ClaimRequest {
  readonly target: string;
  readonly maxInFlight: number;
  readonly maxBatch: number;
  /** Longer than any attempt can take; after it the outcome counts as unknown. */
  readonly leaseMs: number;
  /** Who claims; owner of the breaker's probe. */
  readonly owner: string;
  /** Fair shares; a tenant that is not named has 1. */
  readonly weights: ReadonlyMap<string, number>;
  /** Of an account: the rates of its platform. Without any it takes as much as may be under way. */
  readonly rates?: readonly SendingRate[];
  /** Of the settings with which it will be sent: older ones than those in force claim nothing. */
  readonly activation?: string | undefined;
  /** And the app through which it sends, where the platform counts that. */
  readonly app?: SendingApp | undefined;
}

export interface Claim {
  readonly deliveries: readonly ClaimedDelivery[];
  readonly admission: Admission;
}

/**
 * Targets with something due now, by a loose index scan: the cost goes with targets, not with rows. One that must wait is
 * left out: it would take the place of another that may go on.
 */
const DUE_TARGETS = `
  with recursive targets as (
    (select target from delivery where state in ('due', 'unknown') order by target limit 1)
    union all
    select (select d.target from delivery d where d.state in ('due', 'unknown') and d.target > t.target
            order by d.target limit 1)
    from targets t where t.target is not null
  )
  select t.target from targets t
  where t.target is not null and exists (
    select 1 from delivery d where d.target = t.target and d.state in ('due', 'unknown') and d.next_attempt_at <= now())
  and not exists (
    select 1 from breaker b where b.target = t.target
      and (b.held_until > now() or (b.state = 'open' and (b.open_until > now() or b.probe_until > now()))))`;

/**
 * Nobody else takes from this target meanwhile, so a delivery is still in the state in which it was chosen, or ended.
 * The states are named by what they are not, so that the planner finds the rows by their ids: it believes the index of
 * what is due to be empty and would read it once for every id. Settings are asked for again: this statement sees more than the one
 * that chose, so what was redriven after `config apply` is never taken under the settings before.
 */
const TAKE = `
  update delivery d set state = 'in-flight', attempts = d.attempts + 1,
    lease_until = now() + make_interval(secs => $2::float8 / 1000), first_attempt_at = coalesce(d.first_attempt_at, now())
  where d.id = any($1::uuid[])
    and d.state not in ('in-flight', 'delivered', 'refused', 'parked', 'quarantined', 'withdrawn')
    and ${isInForce('$3')}
  returning d.id, d.tenant, d.ticket_id as "ticketId", d.seq, d.part, d.parts, d.is_final as "isFinal", d.target, d.kind,
    d.message_id as "messageId", d.attempts, d.failures, d.remote_id as "remoteId",
    extract(epoch from d.first_attempt_at)::float8 * 1000 as "firstAttemptAtMs",
    extract(epoch from d.created_at)::float8 * 1000 as "createdAtMs"`;

const LOCK = `select pg_try_advisory_xact_lock(hashtext($1)) as got, ${isInForce('$2')} as "isCurrent"`;

export async function dueTargets(sql: Sql): Promise<readonly string[]> {
  return (await sql.query<{ target: string }>(DUE_TARGETS)).map((row) => row.target);
}

/** How many more may be under way; a probe goes alone. */
function mayStart(request: ClaimRequest, admission: Admission, underWay: number): number {
  const free = Math.min(request.maxInFlight - underWay, request.maxBatch);
  return admission.kind === 'probe' ? Math.min(free, 1) : free;
}

async function choose(sql: Sql, request: ClaimRequest, admission: Admission): Promise<readonly Chosen[]> {
  const { target, weights } = request;
  const [row] = await sql.query<{ under_way: number }>(
    "select count(*)::int as under_way from delivery where target = $1 and state = 'in-flight'",
    [target],
  );
  const count = mayStart(request, admission, row?.under_way ?? 0);
  return count <= 0 ? [] : chooseDeliveries(sql, { target, count, weights });
}

/** Likewise for an account, within what is left of its rates. When nothing is left, nobody asks again before there is. */
async function chooseWithinRates(
  sql: Sql,
  request: ClaimRequest,
  rates: readonly SendingRate[],
  admission: Admission,
): Promise<readonly Chosen[]> {
  const { target, weights, app } = request;
  if (app !== undefined) {
    await waitForApp(sql, app);
  }
  const use = await accountUse(sql, target, app);
  const left = ratesLeft(rates, use);
  // What is neither waits too where both are full: no platform limits these two, and it apart.
  const room = Math.max(roomFor(left, 'public'), roomFor(left, 'private'));
  const count = Math.min(mayStart(request, admission, use.underWay.length), room);
  if (count <= 0) {
    const untilMs = heldUntilMs(left);
    if (untilMs !== undefined) {
      await holdTarget(sql, { target, untilMs, code: 'RATE_REACHED' });
    }
    return [];
  }
  const [ways, mindsPauses] = [waysWithRoom(left), pauseBetweenMs(rates) > 0];
  return admitted(await chooseAnswers(sql, { target, count, weights, ways, mindsPauses }), rates, use);
}

/**
 * Claims the next deliveries of one target, never more than it may have under way or its platform lets it send, and none
 * but a single probe while its breaker is open. One worker claims for a target at a time, and none with settings that are over:
 * its next turn comes after it took the new ones.
 */
export async function claimDeliveries(store: Store, request: ClaimRequest): Promise<Claim> {
  return store.transaction('deliver.claim', async (sql) => {
    const nothing: Claim = { deliveries: [], admission: { kind: 'refused' } };
    const { activation = null } = request;
    const [lock] = await sql.query<{ got: boolean; isCurrent: boolean }>(LOCK, [
      `deliver ${request.target}`,
      activation,
    ]);
    if (lock?.got !== true || !lock.isCurrent) {
      return nothing;
    }
    const admission = await admit(sql, request.target, request.owner, request.leaseMs);
    if (admission.kind === 'refused') {
      return nothing;
    }
    const { rates = [] } = request;
    const chosen = await (rates.length === 0
      ? choose(sql, request, admission)
      : chooseWithinRates(sql, request, rates, admission));
    if (chosen.length === 0) {
      return nothing;
    }
    const ids = chosen.map((row) => row.id);
    const taken = await sql.query<Omit<ClaimedDelivery, 'mustLook'>>(TAKE, [ids, request.leaseMs, activation]);
    const rows = new Map(taken.map((row) => [row.id, row]));
    const deliveries = chosen.flatMap(({ id, mustLook }) => {
      const row = rows.get(id);
      return row === undefined ? [] : [{ ...row, mustLook }];
    });
    return { deliveries, admission };
  });
}

const EXPIRE = `
  with expired as (
    update delivery set state = 'unknown', next_attempt_at = now(), code = 'LEASE_EXPIRED'
    where state = 'in-flight' and lease_until < now() returning id, attempts, tenant
  )
  insert into delivery_attempt (delivery_id, attempt, tenant, outcome, code)
  select id, attempts, tenant, 'unknown', 'LEASE_EXPIRED' from expired`;

/** Deliveries whose worker is gone: their outcome is unknown, so somebody looks before it is repeated. */
export async function expireLeases(store: Store): Promise<void> {
  const [row] = await store.query<{ any: boolean }>(
    "select exists (select 1 from delivery where state = 'in-flight' and lease_until < now()) as any",
  );
  if (row?.any === true) {
    await store.transaction('deliver.lease', (sql) => sql.query(EXPIRE));
  }
}

const GIVE_UP = "update delivery set lease_until = now() where state = 'in-flight' and lease_until > now()";

/** Ends every lease at once, where whoever has one is known to be gone: what they claimed is looked at now and not when it runs out. */
export async function giveUpLeases(store: Store): Promise<void> {
  await store.commit('deliver.lease', GIVE_UP, []);
}
