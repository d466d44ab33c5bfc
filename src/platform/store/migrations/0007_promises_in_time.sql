-- Promises in time: a clock is the fold of the facts of its ticket. Its rows are kept for reading, and so that the next
-- moment of a million clocks is found by one index.

do $$
begin
  if exists (select from ticket_event) then
    raise exception 'This database holds tickets of a version before the first release, whose facts do not carry their terms. Start with a new database or data folder.';
  end if;
end $$;

drop table clock;
create table clock (
  ticket_id uuid not null,
  name text not null,
  round integer not null,
  tenant text not null,
  -- Where the ticket was when the row was written.
  target text not null,
  state text not null check (state in ('running', 'paused', 'breached', 'met', 'met-late', 'stopped')),
  reason text,
  started_at timestamptz not null,
  -- Null while nobody can tell: the clock waits for the citizen.
  due_at timestamptz,
  -- The deadline by the promise alone, and the last moment at which the channel takes an answer.
  promised_at timestamptz,
  window_at timestamptz,
  limited_by text not null check (limited_by in ('promise', 'window')),
  warn_at timestamptz,
  ended_at timestamptz,
  target_ms bigint not null,
  spent_ms bigint not null,
  -- When the scheduler wakes it; null when nothing is to come, or the wake-up is in the inbox.
  next_at timestamptz,
  -- The instant of the fold that this row shows.
  as_of timestamptz not null,
  policy text not null,
  policy_version text not null,
  rule text not null,
  settings_hash text not null,
  explanation text not null,
  primary key (ticket_id, name, round)
);
create index clock_next on clock (next_at) where next_at is not null;
create index clock_open on clock (tenant, ticket_id) where ended_at is null;
create index clock_by_due on clock (tenant, due_at);

-- What changes the promises of many tickets at once: other terms, a crisis, its end. Append-only but for `spread_at`
-- (when every ticket had been told) and `until_at` of a crisis that ends early.
create table sla_change (
  id uuid primary key,
  tenant text not null,
  kind text not null check (kind in ('terms', 'crisis', 'crisis-ended')),
  from_at timestamptz not null,
  until_at timestamptz,
  data jsonb not null,
  author text not null,
  created_at timestamptz not null default now(),
  spread_at timestamptz
);
create index sla_change_unspread on sla_change (from_at) where spread_at is null;
create index sla_change_by_tenant on sla_change (tenant, from_at desc);

-- A correction can undo a round, so rows of clocks can go; a change of promises stays.
grant select, insert, update, delete on clock to schakel_handling;
grant select, insert, update on sla_change to schakel_handling;
grant select on clock to schakel_api;
grant select, insert on sla_change to schakel_api;
grant update (until_at) on sla_change to schakel_api;

do $$
declare name text;
begin
  foreach name in array array['clock', 'sla_change'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_tenant on %I to schakel_api using (schakel_sees(tenant)) with check (schakel_sees(tenant))', name);
    execute format('create policy all_tenants on %I to schakel_handling using (true) with check (true)', name);
  end loop;
end $$;
