-- The foundation. Migrations are numbered and never edited once released.
--
-- Time-ordered ids (UUIDv7) are the partition key of what grows, so the primary key can hold the id alone and a
-- lookup by id reads one partition. Ids of consequences are derived from their cause (src/domain/ids.ts): the primary
-- key itself refuses a second copy of an effect.

-- Roles. The login is a member and takes one role per pool; none of them can log in.
do $$
declare role_name text;
begin
  foreach role_name in array array['schakel_intake', 'schakel_handling', 'schakel_api'] loop
    begin
      execute format('create role %I nologin noinherit', role_name);
    exception when duplicate_object or unique_violation then null; -- roles are shared by the databases of one server
    end;
  end loop;
end $$;

-- ---------------------------------------------------------------- settings and tenants

create table settings_snapshot (
  hash text primary key,
  body jsonb not null,
  author text not null,
  stored_at timestamptz not null default now()
);

create table settings_activation (
  id bigint generated always as identity primary key,
  hash text not null references settings_snapshot,
  effective_from timestamptz not null,
  author text not null,
  activated_at timestamptz not null default now()
);

create table tenant (
  id text primary key,
  created_at timestamptz not null default now()
);
insert into tenant (id) values ('unassigned');

-- NIS, OVO, KBO and name of a tenant, each from a day on; municipalities merge and change codes.
create table tenant_attribute (
  tenant text not null references tenant,
  kind text not null check (kind in ('nis', 'ovo', 'kbo', 'name', 'former-nis')),
  value text not null,
  valid_from date not null default current_date,
  primary key (tenant, kind, value)
);

-- ---------------------------------------------------------------- inbox

-- One row per group commit: what was acknowledged in it, so that a missing intake is noticed.
create table intake_group (
  id uuid primary key,
  received_at timestamptz not null,
  intakes integer not null
);

-- What a platform, contact center or CRM posted, encrypted, as it came. Kept days, readable by no API.
create table intake (
  id uuid not null,
  group_id uuid not null,
  receiver text not null,
  account text,
  received_at timestamptz not null,
  body bytea not null,
  split_at timestamptz,
  events integer,
  duplicates integer,
  primary key (id)
) partition by range (id);
create index intake_unsplit on intake (id) where split_at is null;
create index intake_by_group on intake (group_id);

-- One row per key for ever: an event with a known key is a duplicate, however late it comes.
create table event_key (
  key text collate "C" primary key,
  event_id uuid not null
);

create table event (
  id uuid not null,
  intake_id uuid,
  tenant text not null,
  channel text not null,
  account text not null,
  key text not null,
  conversation text not null,
  shard smallint not null,
  source text not null,
  action text not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  state text not null,
  reason text,
  -- The content, encrypted; emptied when the event is handled or rejected.
  body bytea,
  ticket_id uuid,
  -- What the sender of a command is told; ids and codes only.
  result jsonb,
  settings_hash text,
  decided_at timestamptz,
  primary key (id)
) partition by range (id);
create index event_pending on event (shard, id) where state = 'pending';
create index event_waiting on event (state, channel, account, id) where state in ('parked', 'quarantined');
create index event_by_intake on event (intake_id) where intake_id is not null;

create table shard (id smallint primary key);
insert into shard select generate_series(0, 63);

-- ---------------------------------------------------------------- tickets
-- No foreign keys here: every row would lock its tenant's row, and reconciliation checks what they would.

create sequence ticket_number start 1001;

create table citizen (
  id uuid primary key,
  tenant text not null,
  name text,
  created_at timestamptz not null default now()
);

create table citizen_alias (
  tenant text not null,
  channel text not null,
  scope text not null,
  kind text not null,
  value text not null,
  citizen_id uuid not null,
  primary key (tenant, channel, scope, kind, value)
);
create index citizen_alias_by_citizen on citizen_alias (citizen_id);

create table conversation (
  tenant text not null,
  channel text not null,
  account text not null,
  key text not null,
  citizen_id uuid,
  ticket_id uuid,
  last_citizen_at timestamptz,
  last_message_id text,
  is_public boolean not null default false,
  primary key (tenant, channel, account, key)
);

-- The fold of a ticket's events, kept for reading; reconciliation folds again and compares.
create table ticket (
  id uuid primary key,
  tenant text not null,
  number bigint not null unique,
  channel text not null,
  account text not null,
  conversation text not null,
  shard smallint not null,
  citizen_id uuid,
  kind text not null,
  status text not null,
  topic text not null,
  language text not null,
  level text not null,
  priority text not null,
  target text not null,
  opened_at timestamptz not null,
  updated_at timestamptz not null,
  first_response_due timestamptz,
  resolution_due timestamptz,
  first_responded_at timestamptz,
  closed_at timestamptz,
  messages integer not null,
  seq integer not null,
  settings_hash text not null
);
create index ticket_by_tenant on ticket (tenant, opened_at desc, id desc);
create index ticket_by_opening on ticket (opened_at desc, id desc);

-- Append-only. Ids and codes only: erasing a citizen leaves it whole.
create table ticket_event (
  ticket_id uuid not null,
  seq integer not null,
  tenant text not null,
  type text not null,
  event_id uuid not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  settings_hash text not null,
  data jsonb not null,
  primary key (ticket_id, seq)
) partition by range (ticket_id);

create table message (
  id uuid primary key,
  tenant text not null,
  ticket_id uuid not null,
  event_id uuid not null,
  author text not null check (author in ('citizen', 'operator', 'outside', 'note')),
  author_name text,
  channel text not null,
  account text not null,
  platform_id text,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  text text not null,
  attachments jsonb not null,
  is_public boolean not null,
  version integer not null default 1,
  redacted_at timestamptz
);
create index message_by_ticket on message (ticket_id, occurred_at, id);

-- Earlier texts of amended messages.
create table message_version (
  message_id uuid not null,
  version integer not null,
  tenant text not null,
  text text not null,
  replaced_at timestamptz not null,
  event_id uuid not null,
  primary key (message_id, version)
);

-- Which of our messages a platform id means. Without a message it is a tombstone: the deletion came before the content.
create table message_key (
  tenant text not null,
  channel text not null,
  account text not null,
  platform_id text not null,
  message_id uuid,
  ticket_id uuid,
  primary key (tenant, channel, account, platform_id)
);

create table clock (
  ticket_id uuid not null,
  name text not null check (name in ('first-response', 'resolution')),
  tenant text not null,
  target text not null,
  state text not null check (state in ('running', 'met', 'breached', 'met-late', 'stopped')),
  started_at timestamptz not null,
  due_at timestamptz not null,
  warn_at timestamptz not null,
  warned boolean not null default false,
  ended_at timestamptz,
  policy text not null,
  policy_version text not null,
  rule text not null,
  explanation text not null,
  primary key (ticket_id, name)
);
create index clock_due on clock (due_at) where state = 'running';
create index clock_warn on clock (warn_at) where state = 'running' and not warned;

-- ---------------------------------------------------------------- deliveries

create table delivery (
  id uuid not null,
  tenant text not null,
  ticket_id uuid not null,
  seq integer not null,
  part smallint not null default 0,
  parts smallint not null default 1,
  is_final boolean not null default false,
  target text not null,
  kind text not null,
  message_id uuid,
  event_id uuid not null,
  state text not null,
  -- Claims, look-ups included: the fence between an old and a new holder of the lease.
  attempts integer not null default 0,
  -- Attempts that failed and will be repeated: the place in the retry schedule.
  failures integer not null default 0,
  next_attempt_at timestamptz not null,
  lease_until timestamptz,
  first_attempt_at timestamptz,
  created_at timestamptz not null default now(),
  delivered_at timestamptz,
  code text,
  detail text,
  remote_id text,
  primary key (id)
) partition by range (id);
create index delivery_due on delivery (target, tenant, next_attempt_at, id) where state in ('due', 'unknown');
create index delivery_open on delivery (ticket_id, target, seq, part)
  where state in ('due', 'in-flight', 'unknown', 'parked', 'quarantined');
create index delivery_in_flight on delivery (target, tenant) where state = 'in-flight';
create index delivery_waiting on delivery (state, target, id) where state in ('parked', 'quarantined', 'refused', 'unknown');
create index delivery_by_ticket on delivery (ticket_id, seq, part);
create index delivery_by_tenant on delivery (tenant, id desc);

-- Attempts that did not deliver, one row each; the attempt that delivered is the delivery row itself.
create table delivery_attempt (
  delivery_id uuid not null,
  attempt integer not null,
  tenant text not null,
  ended_at timestamptz not null default clock_timestamp(),
  outcome text not null,
  code text not null,
  detail text,
  primary key (delivery_id, attempt)
) partition by range (delivery_id);

-- Our ticket's record at a target.
create table remote_ticket (
  tenant text not null,
  target text not null,
  ticket_id uuid not null,
  remote_id text not null,
  primary key (target, ticket_id)
);
create index remote_ticket_by_remote on remote_ticket (target, remote_id);

-- The truth about a target's health, shared by all workers. One worker takes the probe by compare-and-set.
create table breaker (
  target text primary key,
  state text not null check (state in ('closed', 'open')),
  failures integer not null default 0,
  openings integer not null default 0,
  open_until timestamptz,
  probe_owner text,
  probe_until timestamptz,
  code text,
  changed_at timestamptz not null default now()
);

-- ---------------------------------------------------------------- ledger

-- Append-only. The id is derived from the fact and the meter: a fact is charged once.
create table usage_entry (
  id uuid not null,
  tenant text not null,
  meter text not null,
  quantity integer not null,
  channel text not null,
  target text,
  ticket_id uuid not null,
  fact_kind text not null check (fact_kind in ('event', 'delivery')),
  fact_id uuid not null,
  tariff text not null,
  corrects uuid,
  settings_hash text not null,
  occurred_at timestamptz not null,
  known_at timestamptz not null default now(),
  primary key (id)
) partition by range (id);
create index usage_by_tenant on usage_entry (tenant, occurred_at, meter);
create index usage_by_fact on usage_entry (fact_id);
create index usage_by_ticket on usage_entry (ticket_id);

-- Running totals of the ledger for /metrics; rebuilt by the scheduler's leader.
create table charge_projection (
  period text not null,
  tenant text not null,
  meter text not null,
  tariff text not null,
  units bigint not null,
  as_of timestamptz not null,
  primary key (period, tenant, meter, tariff)
);

-- ---------------------------------------------------------------- access

create table api_key (
  id uuid primary key,
  prefix text not null unique,
  hash bytea not null,
  role text not null check (role in ('admin', 'operator', 'municipality', 'auditor')),
  tenant text not null,
  name text not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);

-- A repeated POST finds its event here; the answer is made from what that event decided.
create table idempotency (
  principal text not null,
  key text not null,
  tenant text not null,
  request_hash bytea not null,
  event_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (principal, key)
);
create index idempotency_age on idempotency (created_at);

-- ---------------------------------------------------------------- partitions

-- The smallest UUIDv7 of an instant.
create function schakel_uuid_at(instant timestamptz) returns uuid language sql immutable as $$
  select (substr(t, 1, 8) || '-' || substr(t, 9, 4) || '-0000-0000-000000000000')::uuid
  from (select lpad(to_hex((extract(epoch from instant) * 1000)::bigint), 12, '0') as t) as x
$$;

-- Makes the monthly partitions from the month of `first` on, and a default partition that should stay empty.
create function schakel_make_partitions(first date, months integer) returns integer language plpgsql as $$
declare
  parent text;
  month date;
  child text;
  made integer := 0;
begin
  foreach parent in array array['intake', 'event', 'ticket_event', 'delivery', 'delivery_attempt', 'usage_entry'] loop
    if to_regclass(parent || '_default') is null then
      execute format('create table %I partition of %I default', parent || '_default', parent);
    end if;
    for i in 0 .. months - 1 loop
      month := (date_trunc('month', first) + make_interval(months => i))::date;
      child := parent || '_' || to_char(month, 'YYYY_MM');
      if to_regclass(child) is null then
        execute format('create table %I partition of %I for values from (%L) to (%L)', child, parent,
          schakel_uuid_at(month::timestamp at time zone 'UTC'),
          schakel_uuid_at((month + interval '1 month') at time zone 'UTC'));
        if parent in ('intake', 'event', 'delivery') then
          execute format('alter table %I set (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 1)', child);
        end if;
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end $$;

-- From the month before (late clocks, month turn) to two months ahead.
select schakel_make_partitions((now() at time zone 'UTC')::date - 31, 4);

-- ---------------------------------------------------------------- rights

-- Grants are on parents only: a partition read directly would pass by the policies.
grant select on tenant, tenant_attribute to schakel_intake, schakel_handling, schakel_api;
grant select on settings_snapshot, settings_activation to schakel_intake, schakel_handling;
grant insert on intake_group, intake to schakel_intake;

grant select, insert, update on intake, event, conversation, citizen, citizen_alias, ticket, message, message_key, clock,
  delivery, breaker, charge_projection to schakel_handling;
grant select, insert on intake_group, event_key, ticket_event, message_version, delivery_attempt, remote_ticket,
  usage_entry, tenant, tenant_attribute, settings_snapshot, settings_activation to schakel_handling;
grant select, update on shard to schakel_handling;
grant select, insert, delete on idempotency to schakel_handling;
grant delete on charge_projection, message_version, breaker to schakel_handling;
grant select on api_key to schakel_handling;
grant usage on sequence ticket_number to schakel_handling;

-- The API sees what became of an event, never its sealed content.
grant select (id, tenant, channel, account, conversation, shard, source, action, occurred_at, received_at, state, reason,
  ticket_id, result, settings_hash, decided_at) on event to schakel_api;
grant select on conversation, ticket, ticket_event, message, message_version, clock, citizen, delivery,
  delivery_attempt, remote_ticket, usage_entry, charge_projection, breaker to schakel_api;
grant insert on event, event_key to schakel_api;
-- An insert that returns needs to read what it returns: ids, no keys.
grant select (event_id) on event_key to schakel_api;
grant select, insert on idempotency to schakel_api;
grant update (state, next_attempt_at, failures, code, detail) on delivery to schakel_api;
grant select, insert on api_key to schakel_api;
grant update (revoked_at) on api_key to schakel_api;

-- ---------------------------------------------------------------- row security

-- The tenant of the caller, set per transaction. `*` is the contact center and ops, who serve every municipality.
create function schakel_sees(row_tenant text) returns boolean language sql stable as $$
  select coalesce(current_setting('schakel.tenant', true), '') in (row_tenant, '*')
$$;

do $$
declare name text;
begin
  foreach name in array array['event', 'conversation', 'citizen', 'citizen_alias', 'ticket', 'ticket_event', 'message',
    'message_version', 'message_key', 'clock', 'delivery', 'delivery_attempt', 'remote_ticket', 'usage_entry',
    'charge_projection', 'api_key', 'idempotency'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_tenant on %I to schakel_api using (schakel_sees(tenant)) with check (schakel_sees(tenant))', name);
    execute format('create policy all_tenants on %I to schakel_handling using (true) with check (true)', name);
  end loop;
end $$;

-- Requests before authentication may look up one key by its prefix and nothing else.
create policy sign_in on api_key for select to schakel_api
  using (prefix = current_setting('schakel.key_prefix', true));
