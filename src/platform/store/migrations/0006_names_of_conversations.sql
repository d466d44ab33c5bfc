-- A platform may tell of one citizen by one identifier today and by another tomorrow. Each of them names the same
-- conversation, so that a citizen has one ticket whatever a message came with.
create table conversation_alias (
  tenant text not null,
  channel text not null,
  account text not null,
  value text not null,
  kind text not null,
  conversation text not null,
  tenure text not null check (tenure in ('always', 'while-held')),
  -- When the citizen last used it; null while only others told it.
  told_at timestamptz,
  -- When the platform said that the citizen left it for another one.
  left_at timestamptz,
  -- The event that told it first; null where that is not known.
  event_id uuid,
  -- The value first: a conversation is looked for by what it may be called.
  primary key (tenant, channel, account, value, kind)
);
create index conversation_alias_by_conversation on conversation_alias (tenant, channel, account, conversation);

-- Of a conversation that turned out to be the same as another: the key of the one that goes on.
alter table conversation add column goes_on_in text;
create index conversation_ended on conversation (tenant, channel, account, goes_on_in) where goes_on_in is not null;

-- How many names of conversations an event was the first to tell, so that a lost one is missed.
alter table event add column new_names smallint;

-- What is under way on WhatsApp, the only channel whose aliases name conversations by now.
insert into conversation_alias (tenant, channel, account, value, kind, conversation, tenure, told_at)
select tenant, channel, account, key, kind, key, tenure, last_citizen_at
from conversation
join (values ('^[A-Z]{2}\.[A-Za-z0-9]{1,128}$', 'bsuid', 'always'), ('^\d{5,20}$', 'wa_id', 'while-held'))
  as shapes(shape, kind, tenure) on key ~ shape
where channel = 'whatsapp';

grant select, insert, update on conversation_alias to schakel_handling;

alter table conversation_alias enable row level security;
create policy own_tenant on conversation_alias to schakel_api using (schakel_sees(tenant)) with check (schakel_sees(tenant));
create policy all_tenants on conversation_alias to schakel_handling using (true) with check (true);
-- Forced where it is forced for the aliases of citizens.
do $$
begin
  if (select relforcerowsecurity from pg_class where oid = 'citizen_alias'::regclass) then
    alter table conversation_alias force row level security;
  end if;
end $$;
