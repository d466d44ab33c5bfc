-- The ledger holds every dimension that a tariff can ask for, so that rating reads sums and no entries.

-- The day in Brussels is the day that is billed. Made here, so that no writer can get it wrong, clock changes included.
alter table usage_entry
  add column billing_day date not null generated always as ((occurred_at at time zone 'Europe/Brussels')::date) stored,
  add column outside_hours boolean not null default false,
  -- `validFrom` of the version; null in entries from before: theirs is the version of their day.
  add column tariff_version text,
  -- Of an entry that takes back another one: why, and the inbox event or change of promises that says so.
  add column reason text check (reason in ('spam', 'crisis')),
  add column cause_id uuid,
  add constraint usage_taken_back check ((reason is null) = (cause_id is null) and (reason is null or corrects is not null));
-- Rating reads days now and a ticket is found by its id, so one index goes for the one that comes.
create index usage_by_day on usage_entry (tenant, billing_day);
drop index usage_by_tenant;
create index usage_by_corrected on usage_entry (corrects) where corrects is not null;
-- Whoever charges asks for judgements of its tickets, and there are hardly any.
create index ticket_event_judged on ticket_event (ticket_id) where type = 'spam.judged';

-- Which tariff a municipality has from a moment on: written when a snapshot is applied, read by everybody who rates.
create table tenant_tariff (
  tenant text not null,
  from_at timestamptz not null,
  -- Of several from one moment on the last one holds.
  activation bigint not null,
  tariff text not null,
  primary key (tenant, from_at, activation)
);
insert into tenant_tariff (tenant, from_at, activation, tariff)
select one->>'tenant', a.effective_from, a.id, one->>'tariff'
from settings_activation a
join settings_snapshot s on s.hash = a.hash
cross join lateral jsonb_array_elements(s.body->'municipalities') as one;

grant select, insert on tenant_tariff to schakel_handling;
grant select on tenant_tariff to schakel_api;
alter table tenant_tariff enable row level security;
alter table tenant_tariff force row level security;
create policy own_tenant on tenant_tariff to schakel_api using (schakel_sees(tenant)) with check (schakel_sees(tenant));
create policy all_tenants on tenant_tariff to schakel_handling using (true) with check (true);
