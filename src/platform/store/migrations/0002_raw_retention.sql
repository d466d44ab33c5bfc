-- Raw intakes are kept for days, so their partitions are weeks; and what an account last received is a row of its own,
-- so that nobody has to search the events for it.

-- Makes the monthly partitions from the month of `first` on, and a default partition that should stay empty.
create or replace function schakel_make_partitions(first date, months integer) returns integer language plpgsql as $$
declare
  parent text;
  month date;
  child text;
  made integer := 0;
begin
  foreach parent in array array['event', 'ticket_event', 'delivery', 'delivery_attempt', 'usage_entry'] loop
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
        if parent in ('event', 'delivery') then
          execute format('alter table %I set (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 1)', child);
        end if;
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end $$;

-- The partitions of a table with their bounds; not the default one. Every role may read the catalogue.
create function schakel_partitions(parent text) returns table (name text, low uuid, high uuid) language sql stable as $$
  select c.relname::text, bounds[1]::uuid, bounds[2]::uuid
  from pg_inherits i join pg_class c on c.oid = i.inhrelid
  cross join lateral regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \(''([0-9a-f-]+)''\) TO \(''([0-9a-f-]+)''\)') as bounds
  where i.inhparent = to_regclass(parent) and bounds is not null
$$;

-- Makes a partition for each of some weeks (from Monday, UTC) from the week of `first` on, where none covers it yet.
create function schakel_make_raw_partitions(first date, weeks integer) returns integer language plpgsql as $$
declare
  week date;
  child text;
  first_id uuid;
  end_id uuid;
  made integer := 0;
begin
  for i in 0 .. weeks - 1 loop
    week := (date_trunc('week', first) + make_interval(weeks => i))::date;
    child := 'intake_' || to_char(week, 'YYYY_MM_DD');
    first_id := schakel_uuid_at(week::timestamp at time zone 'UTC');
    end_id := schakel_uuid_at((week + 7)::timestamp at time zone 'UTC');
    -- Where partitions of months overlap, the week starts where the last of them ends.
    first_id := coalesce((select p.high from schakel_partitions('intake') p where p.low < end_id and p.high > first_id
                          order by p.high desc limit 1), first_id);
    if first_id < end_id then
      execute format('create table %I partition of intake for values from (%L) to (%L)', child, first_id, end_id);
      execute format('alter table %I set (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 1)', child);
      made := made + 1;
    end if;
  end loop;
  return made;
end $$;

-- Drops the partitions of raw intakes that ended before `kept_from` and hold nothing that is still to be done: every
-- intake is split, and every event of it is handled or rejected. Gives the number that was dropped.
create function schakel_drop_raw_partitions(kept_from timestamptz) returns integer language plpgsql as $$
declare
  old record;
  is_open boolean;
  dropped integer := 0;
begin
  for old in select * from schakel_partitions('intake') p where p.high <= schakel_uuid_at(kept_from) order by p.low loop
    execute format('select exists (select from %I where split_at is null)', old.name) into is_open;
    continue when is_open or exists (
      select from event e where e.state in ('pending', 'parked', 'quarantined') and e.intake_id >= old.low and e.intake_id < old.high);
    -- A group that was committed at midnight may hold intakes of the week after as well.
    execute format('update intake_group g set intakes = g.intakes - gone.count
      from (select group_id, count(*) from %I group by group_id) as gone where g.id = gone.group_id', old.name);
    delete from intake_group where intakes = 0;
    execute format('drop table %I', old.name);
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;

-- Nothing is in the months ahead yet; on a new installation nothing is in any.
do $$
declare
  month record;
  is_used boolean;
begin
  for month in select * from schakel_partitions('intake') loop
    execute format('select exists (select from %I)', month.name) into is_used;
    if not is_used then
      execute format('drop table %I', month.name);
    end if;
  end loop;
end $$;
select schakel_make_raw_partitions((now() at time zone 'UTC')::date - 7, 5);

create table channel_activity (
  channel text not null,
  account text not null,
  last_event_at timestamptz not null,
  primary key (channel, account)
);
insert into channel_activity
select channel, account, max(received_at) from event where source = 'platform' group by channel, account;
grant select, insert, update on channel_activity to schakel_handling;
