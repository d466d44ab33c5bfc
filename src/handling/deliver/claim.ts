import type { Id } from '../../domain/ids.js';
import type { DeliveryKind } from '../../domain/vocabulary.js';
import type { Sql, Store } from '../../platform/store/store.js';
import { admit, type Admission } from './breaker.js';

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
}

export interface Claim {
  readonly deliveries: readonly ClaimedDelivery[];
  readonly admission: Admission;
}

/** Targets with something due now, by a loose index scan: the cost goes with targets, not with rows. */
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
    select 1 from delivery d where d.target = t.target and d.state in ('due', 'unknown') and d.next_attempt_at <= now())`;

/**
 * The next deliveries of one target: per ticket only the oldest open one, per municipality in turn, the one with the
 * least under way first. The oldest one is asked for by a subquery with a limit, which the planner cannot turn into a
 * join: with the few rows that it expects here it would compare every due delivery with every open one.
 */
const CHOOSE = `
  with recursive tenants as (
    (select tenant from delivery where target = $1 and state in ('due', 'unknown') order by tenant limit 1)
    union all
    select (select d.tenant from delivery d where d.target = $1 and d.state in ('due', 'unknown') and d.tenant > t.tenant
            order by d.tenant limit 1)
    from tenants t where t.tenant is not null
  ), busy as (
    select tenant, count(*) as under_way from delivery where target = $1 and state = 'in-flight' group by tenant
  ), candidates as (
    select d.id, d.state, d.next_attempt_at,
           (row_number() over (partition by t.tenant order by d.next_attempt_at, d.id) + coalesce(b.under_way, 0))
             / coalesce(w.weight, 1) as turn
    from tenants t
    left join busy b on b.tenant = t.tenant
    left join unnest($3::text[], $4::float8[]) as w(tenant, weight) on w.tenant = t.tenant
    cross join lateral (
      select d.id, d.state, d.next_attempt_at from delivery d
      where d.target = $1 and d.tenant = t.tenant and d.state in ('due', 'unknown') and d.next_attempt_at <= now()
        and d.id = (
          select o.id from delivery o
          where o.ticket_id = d.ticket_id and o.target = $1
            and o.state in ('due', 'in-flight', 'unknown', 'parked', 'quarantined')
          order by o.seq, o.part limit 1)
      order by d.next_attempt_at, d.id
      limit greatest(4, ceil(2.0 * $2::int / (select greatest(count(tenant), 1) from tenants)))
    ) as d
    where t.tenant is not null
  )
  select id, state = 'unknown' as "mustLook" from candidates order by turn, next_attempt_at, id limit $2::int`;

/**
 * Nobody else takes from this target meanwhile, so a delivery is still in the state in which it was chosen, or ended.
 * The states are named by what they are not, so that the planner finds the rows by their ids: it believes the index of
 * what is due to be empty and would read it once for every id.
 */
const TAKE = `
  update delivery d set state = 'in-flight', attempts = d.attempts + 1,
    lease_until = now() + make_interval(secs => $2::float8 / 1000), first_attempt_at = coalesce(d.first_attempt_at, now())
  where d.id = any($1::uuid[])
    and d.state not in ('in-flight', 'delivered', 'refused', 'parked', 'quarantined', 'withdrawn')
  returning d.id, d.tenant, d.ticket_id as "ticketId", d.seq, d.part, d.parts, d.is_final as "isFinal", d.target, d.kind,
    d.message_id as "messageId", d.attempts, d.failures, d.remote_id as "remoteId",
    extract(epoch from d.first_attempt_at)::float8 * 1000 as "firstAttemptAtMs",
    extract(epoch from d.created_at)::float8 * 1000 as "createdAtMs"`;

export async function dueTargets(sql: Sql): Promise<readonly string[]> {
  return (await sql.query<{ target: string }>(DUE_TARGETS)).map((row) => row.target);
}

async function room(sql: Sql, request: ClaimRequest, admission: Admission): Promise<number> {
  if (admission.kind === 'refused') {
    return 0;
  }
  const [row] = await sql.query<{ under_way: number }>(
    "select count(*)::int as under_way from delivery where target = $1 and state = 'in-flight'",
    [request.target],
  );
  const free = Math.min(request.maxInFlight - (row?.under_way ?? 0), request.maxBatch);
  return admission.kind === 'probe' ? Math.min(free, 1) : free;
}

/**
 * Claims the next deliveries of one target, never more than it may have under way, and none but a single probe while
 * its breaker is open. One worker claims for a target at a time.
 */
export async function claimDeliveries(store: Store, request: ClaimRequest): Promise<Claim> {
  return store.transaction('deliver.claim', async (sql) => {
    const nothing: Claim = { deliveries: [], admission: { kind: 'refused' } };
    const [lock] = await sql.query<{ got: boolean }>('select pg_try_advisory_xact_lock(hashtext($1)) as got', [
      `deliver ${request.target}`,
    ]);
    if (lock?.got !== true) {
      return nothing;
    }
    const admission = await admit(sql, request.target, request.owner, request.leaseMs);
    const free = await room(sql, request, admission);
    if (free <= 0) {
      return nothing;
    }
    const chosen = await sql.query<{ id: Id; mustLook: boolean }>(CHOOSE, [
      request.target,
      free,
      [...request.weights.keys()],
      [...request.weights.values()],
    ]);
    if (chosen.length === 0) {
      return nothing;
    }
    const ids = chosen.map((row) => row.id);
    const taken = await sql.query<Omit<ClaimedDelivery, 'mustLook'>>(TAKE, [ids, request.leaseMs]);
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
