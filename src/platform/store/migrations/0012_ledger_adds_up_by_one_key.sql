-- A month is added up by one key of all dimensions that a tariff can ask for: a sum by six texts takes four times as long as
-- one without any, by a key less than twice.

-- Quoted and with commas between, so that no word can be taken for the end of another one.
create function schakel_terms(tenant text, meter text, tariff text, tariff_version text, channel text, outside_hours boolean)
returns bigint language sql immutable parallel safe as $$
  select ('x' || substr(md5(quote_literal(tenant) || ',' || quote_literal(meter) || ',' || quote_literal(tariff) || ','
    || quote_nullable(tariff_version) || ',' || quote_literal(channel) || ',' || outside_hours::int), 1, 16))::bit(64)::bigint
$$;

-- Made here, as the billing day is, so that no writer can get it wrong.
alter table usage_entry add column terms bigint not null
  generated always as (schakel_terms(tenant, meter, tariff, tariff_version, channel, outside_hours)) stored;

-- What each key says. Reconciliation proves it for every entry, so also that no two share a key.
create table usage_terms (
  id bigint primary key,
  tenant text not null,
  meter text not null,
  tariff text not null,
  tariff_version text,
  channel text not null,
  outside_hours boolean not null
);

create function schakel_tell_terms() returns trigger language plpgsql as $$
begin
  -- In one order, so that two who tell the same new keys wait for each other and never both.
  insert into usage_terms (id, tenant, meter, tariff, tariff_version, channel, outside_hours)
  select distinct terms, tenant, meter, tariff, tariff_version, channel, outside_hours from entry
  where not exists (select from usage_terms t where t.id = entry.terms)
  order by terms on conflict do nothing;
  return null;
end $$;

-- Once for a statement, whoever writes: the words are there from the same commit on as the entries.
create trigger tell_terms after insert on usage_entry referencing new table as entry
  for each statement execute function schakel_tell_terms();

insert into usage_terms (id, tenant, meter, tariff, tariff_version, channel, outside_hours)
select distinct terms, tenant, meter, tariff, tariff_version, channel, outside_hours from usage_entry;

grant select, insert on usage_terms to schakel_handling;
alter table usage_terms enable row level security;
create policy own_tenant on usage_terms to schakel_api using (schakel_sees(tenant)) with check (schakel_sees(tenant));
create policy all_tenants on usage_terms to schakel_handling using (true) with check (true);
