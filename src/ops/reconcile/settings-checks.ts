import { UNASSIGNED } from '../../domain/vocabulary.js';
import type { Check } from './report.js';

/** Every table with a tenant but those that `ticket-tenant` compares with their ticket. */
const WITH_TENANT = [
  ...['event', 'ticket', 'citizen', 'citizen_alias', 'conversation', 'message_key', 'message_version'],
  ...['conversation_alias', 'delivery_attempt', 'idempotency', 'tenant_attribute', 'closed_month'],
];
const WITH_SETTINGS = ['event', 'ticket', 'ticket_event', 'usage_entry', 'closed_month'];

/** `distinct` before `union`: the planner then counts each table on its own, in little memory. */
function distinct(tables: readonly string[], column: string): string {
  return tables.map((table) => `select distinct ${column} from ${table}`).join(' union ');
}

/** The codes that configuration gave a municipality, by kind. */
const CONFIGURED = `
  select m->>'tenant' as tenant, given.kind, given.value
  from settings_snapshot s cross join lateral jsonb_array_elements(s.body->'municipalities') as m
  cross join lateral (
    values ('nis', m->>'nis'), ('ovo', m->>'ovo'), ('kbo', m->>'kbo'), ('name', m->>'name')
    union all select 'former-nis', jsonb_array_elements_text(m->'formerNis')) as given(kind, value)`;

/** Municipalities and the configuration that decisions cite. */
export const SETTINGS_CHECKS: readonly Check[] = [
  {
    check: 'tenant-known',
    sentence: 'Every municipality that a row names is there, and so is the tenant of what nobody claims.',
    sql: `
      select x.tenant as example
      from (${distinct(WITH_TENANT, 'tenant')}
            union select tenant from api_key where tenant <> '*'
            union select '${UNASSIGNED}') as x(tenant)
      where not exists (select from tenant t where t.id = x.tenant)`,
  },
  {
    check: 'tenant-nis',
    sentence: 'Every municipality has a NIS code.',
    sql: `
      select t.id as example from tenant t
      where t.id <> '${UNASSIGNED}'
        and not exists (select from tenant_attribute a where a.tenant = t.id and a.kind = 'nis')`,
  },
  {
    check: 'tenant-attributes',
    sentence: 'The codes and the name that configuration gave a municipality are kept.',
    sql: `
      select distinct c.tenant || ' ' || c.kind as example from (${CONFIGURED}) as c
      where not exists (
        select from tenant_attribute a where (a.tenant, a.kind, a.value) = (c.tenant, c.kind, c.value))`,
  },
  {
    check: 'settings-known',
    sentence: 'The configuration that a decision cites is kept.',
    sql: `
      select x.settings_hash as example from (${distinct(WITH_SETTINGS, 'settings_hash')}) as x
      where x.settings_hash is not null
        and not exists (select from settings_snapshot s where s.hash = x.settings_hash)`,
  },
  {
    check: 'settings-activation',
    sentence: 'Every configuration was put in force, and what was put in force is kept.',
    sql: `
      select coalesce(s.hash, a.hash) as example from settings_snapshot s full join settings_activation a on a.hash = s.hash
      where s.hash is null or a.hash is null`,
  },
  {
    check: 'tenant-tariff',
    sentence: 'Of every configuration that was put in force it is kept which tariff each municipality had.',
    sql: `
      with told as (
        select one->>'tenant' as tenant, one->>'tariff' as tariff, a.id, a.effective_from
        from settings_activation a join settings_snapshot s on s.hash = a.hash
        cross join lateral jsonb_array_elements(s.body->'municipalities') as one)
      select coalesce(t.tenant, told.tenant) || ' ' || coalesce(t.activation, told.id) as example
      from told full join tenant_tariff t on t.tenant = told.tenant and t.activation = told.id and t.tariff = told.tariff
        and t.from_at = told.effective_from
      where t.tenant is null or told.tenant is null`,
  },
];
