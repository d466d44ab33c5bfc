-- What citizens send beside words: for each attachment of a message what is kept of it. The bytes are in the blob store, under
-- a digest; what the platform told of it stays in message.attachments.

-- How many attachments a message came with. A message that is redacted has none left, and its rows are missed by this.
alter table message add column media smallint not null default 0;

create table media (
  message_id uuid not null,
  -- Place among the attachments of the message, from 1.
  n smallint not null,
  tenant text not null,
  channel text not null,
  account text not null,
  type text not null,
  policy text not null check (policy in ('copy', 'link', 'tombstone')),
  state text not null check (state in ('due', 'fetched', 'linked', 'tombstone')),
  next_at timestamptz not null default now(),
  lease_until timestamptz,
  -- Claims: the fence between an old and a new holder of the lease.
  attempts integer not null default 0,
  failures integer not null default 0,
  -- Of the copy that is or was kept: the keyed hash of its bytes stays when they are gone.
  digest text,
  bytes bigint,
  mime_type text,
  fetched_at timestamptz,
  keep_until timestamptz,
  -- True while a copy may lie in the blob store.
  has_copy boolean not null default false,
  code text,
  detail text,
  primary key (message_id, n)
) with (fillfactor = 70);
create index media_due on media (channel, account, next_at) where state = 'due';
create index media_by_digest on media (digest) where has_copy;
create index media_to_drop on media (digest) where has_copy and state = 'tombstone';
create index media_kept on media (keep_until) where state = 'fetched';

grant select, insert, update on media to schakel_handling;
grant select on media to schakel_api;
alter table media enable row level security;
create policy own_tenant on media to schakel_api using (schakel_sees(tenant)) with check (schakel_sees(tenant));
create policy all_tenants on media to schakel_handling using (true) with check (true);

-- What came before is linked: most addresses of it have ended.
insert into media (message_id, n, tenant, channel, account, type, policy, state)
select m.id, a.n, m.tenant, m.channel, m.account, coalesce(a.one->>'type', 'other'), 'link', 'linked'
from message m, jsonb_array_elements(m.attachments) with ordinality as a (one, n);
update message set media = jsonb_array_length(attachments) where attachments <> '[]';
