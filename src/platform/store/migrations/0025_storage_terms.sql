-- Texts have a time: that of the platform they came from, and that of the municipality. What is left of one afterwards is
-- its row, with the reason.
alter table message add column erased_at timestamptz;
alter table message add column erased_for text check (erased_for in ('channel', 'municipality'));

-- By this the texts whose time is over are found, oldest first. Terms are configuration, so no time of ending is stored.
create index message_kept on message (tenant, channel, (author = 'citizen'), received_at)
  where erased_at is null and redacted_at is null;

-- Who read which file of a citizen: a row for each reader and day, so that who looks at a ticket all day fills nothing.
create table file_read (
  id uuid primary key,
  tenant text not null,
  message_id uuid not null,
  n smallint not null,
  -- The key that it was read with.
  principal text not null,
  day date not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  times integer not null,
  unique (message_id, n, principal, day)
);
create index file_read_by_tenant on file_read (tenant, id desc);

-- How many reads of a file are written down, so that a lost one is missed.
alter table media add column reads integer not null default 0;

grant select, insert, update (last_at, times) on file_read to schakel_api;
grant update (reads) on media to schakel_api;
grant select, delete on file_read to schakel_handling;
alter table file_read enable row level security;
create policy own_tenant on file_read to schakel_api using (schakel_sees(tenant)) with check (schakel_sees(tenant));
create policy all_tenants on file_read to schakel_handling using (true) with check (true);
