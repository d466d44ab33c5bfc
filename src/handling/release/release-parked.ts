import type { Sql, Store } from '../../platform/store/store.js';
import { shardOf } from '../inbox/inbox-event.js';
import { lockNames } from '../inbox/lock-names.js';

/** Most events released in one transaction. */
const MAX_EVENTS = 1000;

/** Reasons that new configuration can lift. */
const CONFIGURATION_REASONS = [
  ...['NO_ROUTE', 'NO_SLA_VERSION', 'NO_SLA_RULE', 'NO_OPEN_TIME', 'TENANT_NOT_CONFIGURED'],
  'PLATFORM_PRICE_MISSING',
];

interface Waiting {
  readonly id: string;
  readonly tenant: string;
  readonly channel: string;
  readonly account: string;
  readonly conversation: string;
}

/** Of the accounts that are claimed now, those that something waits for. */
const AWAITED = `
  select a.channel, a.account, a.tenant from unnest($1::text[], $2::text[], $3::text[]) as a(channel, account, tenant)
  where exists (select from event e where (e.channel, e.account) = (a.channel, a.account) and e.state = 'parked'
                  and e.tenant = 'unassigned' and e.reason = 'ACCOUNT_UNASSIGNED')`;

const UNASSIGNED = `
  select e.id, a.tenant, e.channel, e.account,
         coalesce((select n.conversation from conversation_alias n
                   where (n.tenant, n.channel, n.account, n.value) = (a.tenant, e.channel, e.account, e.conversation)
                   limit 1), e.conversation) as conversation
  from event e
  join unnest($1::text[], $2::text[], $3::text[]) as a(channel, account, tenant)
    on (e.channel, e.account) = (a.channel, a.account)
  where e.state = 'parked' and e.tenant = 'unassigned' and e.reason = 'ACCOUNT_UNASSIGNED'
  order by e.id limit $4 for update of e skip locked`;

const ASSIGN = `
  update event e set tenant = t.tenant, conversation = t.conversation, shard = t.shard, state = 'pending', reason = null
  from unnest($1::uuid[], $2::text[], $3::text[], $4::int[]) as t(id, tenant, conversation, shard) where e.id = t.id`;

/** Names that were told before anybody claimed the account. A name that the municipality knows already keeps its meaning. */
const TAKE_NAMES = `
  update conversation_alias n set tenant = a.tenant
  from unnest($1::text[], $2::text[], $3::text[]) as a(channel, account, tenant)
  where n.tenant = 'unassigned' and (n.channel, n.account) = (a.channel, a.account)
    and not exists (select from conversation_alias known
                    where (known.tenant, known.channel, known.account, known.value, known.kind)
                        = (a.tenant, n.channel, n.account, n.value, n.kind))`;

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

function columnsOf(accounts: readonly ClaimedAccount[]): readonly string[][] {
  return [accounts.map((one) => one.channel), accounts.map((one) => one.account), accounts.map((one) => one.tenant)];
}

/** Gives what waits for these accounts to their municipalities, with the names of its conversations. */
async function assign(sql: Sql, accounts: readonly ClaimedAccount[]): Promise<number> {
  const awaited = await sql.query<ClaimedAccount>(AWAITED, columnsOf(accounts));
  if (awaited.length === 0) {
    return 0;
  }
  await lockNames(sql, awaited);
  await sql.query(TAKE_NAMES, columnsOf(awaited));
  const events = await sql.query<Waiting>(UNASSIGNED, [...columnsOf(awaited), MAX_EVENTS]);
  await sql.query(ASSIGN, [
    events.map((event) => event.id),
    events.map((event) => event.tenant),
    events.map((event) => event.conversation),
    events.map((event) => shardOf(event.tenant, event.channel, event.account, event.conversation)),
  ]);
  return events.length;
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
    const assigned = await assign(sql, accounts);
    const again = await sql.query(WAITING, [CONFIGURATION_REASONS, settingsHash, MAX_EVENTS]);
    return assigned + again.length;
  });
}
