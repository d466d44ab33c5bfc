-- How each account of a platform is, by the newest probe of it. A row says what the next probe says again.

create table channel_probe (
  channel text not null,
  account text not null,
  next_at timestamptz not null default now(),
  lease_until timestamptz,
  -- Of the newest probe that could tell; null until one could.
  checked_at timestamptz,
  verdict text check (verdict in ('well', 'dead')),
  -- What a person has to look at, and why. Of an account that is well, a code is a warning.
  about text,
  code text,
  detail text,
  -- When the token ends, where it has a known end.
  expires_at timestamptz,
  missing text[] not null default '{}',
  subscription text check (subscription in ('present', 'absent', 'unknown')),
  -- Probes since then that could not tell, and why the newest one could not.
  failures integer not null default 0,
  failure text,
  primary key (channel, account)
) with (fillfactor = 50);

grant select, insert, update on channel_probe to schakel_handling;
