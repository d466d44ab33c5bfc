-- In which hours of the week an account receives something, so that a silence can be held against its own weeks.

-- Counts one more in the local hour of `at`, after multiplying all by `factor`. Hour 1 is Monday from midnight.
create function schakel_habit(hours real[], at timestamptz, factor real) returns real[] language sql stable parallel safe as $$
  select array_agg(x * factor + case when n = extract(isodow from local.at) * 24 - 23 + extract(hour from local.at) then 1 else 0 end order by n)
  from unnest(hours) with ordinality as t(x, n), (select at at time zone 'Europe/Brussels' as at) as local
$$;

alter table channel_activity
  add column hours real[] not null default array_fill(0::real, array[168]),
  -- From when on they are counted. Halved every eight weeks, they forget what was long ago.
  add column since timestamptz not null default now();
