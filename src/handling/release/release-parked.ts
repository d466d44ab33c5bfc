import { shardOf } from '../inbox/inbox-event.js';
import type { Store } from '../../platform/store/store.js';

/** Most events released in one transaction. */
const MAX_EVENTS = 1000;

/** Reasons that new configuration can lift. */
const CONFIGURATION_REASONS = ['NO_ROUTE', 'NO_SLA_VERSION', 'NO_SLA_RULE', 'NO_OPEN_TIME', 'TENANT_NOT_CONFIGURED'];

interface Waiting {
  readonly id: string;
  readonly channel: string;
  readonly account: string;
  readonly conversation: string;
}

const UNASSIGNED = `
  select e.id, e.channel, e.account, e.conversation from event e
  join unnest($1::text[], $2::text[]) as a(channel, account) on (e.channel, e.account) = (a.channel, a.account)
  where e.state = 'parked' and e.tenant = 'unassigned' and e.reason = 'ACCOUNT_UNASSIGNED'
  order by e.id limit $3 for update of e skip locked`;

const ASSIGN = `
  update event e set tenant = t.tenant, shard = t.shard, state = 'pending', reason = null
  from unnest($1::uuid[], $2::text[], $3::int[]) as t(id, tenant, shard) where e.id = t.id`;

const WAITING = `
  update event set state = 'pending', reason = null where id in (
    select id from event where state = 'parked' and reason = any($1::text[]) and (settings_hash is distinct from $2)
    order by id limit $3 for update skip locked)
  returning id`;

export interface ClaimedAccount {
  readonly channel: string;
  readonly account: string;
  readonly tenant: string;
}

/**
 * Lets events go on that waited for configuration: an account that a municipality claims now, and decisions that an
 * earlier snapshot had no rule for. Called after a new snapshot became active.
 *
 * @returns how many events were released
 */
export async function releaseParked(
  store: Store,
  accounts: readonly ClaimedAccount[],
  settingsHash: string,
): Promise<number> {
  return store.transaction('settings.release', async (sql) => {
    const tenants = new Map(accounts.map((one) => [`${one.channel} ${one.account}`, one.tenant]));
    const waiting = await sql.query<Waiting>(UNASSIGNED, [
      accounts.map((one) => one.channel),
      accounts.map((one) => one.account),
      MAX_EVENTS,
    ]);
    const assigned = waiting.map((event) => {
      const tenant = tenants.get(`${event.channel} ${event.account}`) ?? 'unassigned';
      return { id: event.id, tenant, shard: shardOf(tenant, event.channel, event.account, event.conversation) };
    });
    await sql.query(ASSIGN, [
      assigned.map((event) => event.id),
      assigned.map((event) => event.tenant),
      assigned.map((event) => event.shard),
    ]);
    const again = await sql.query(WAITING, [CONFIGURATION_REASONS, settingsHash, MAX_EVENTS]);
    return assigned.length + again.length;
  });
}
