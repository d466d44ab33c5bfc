-- Abuse limits of the digital counter, shared by all processes: when each bucket will be full again, in milliseconds of the
-- epoch. The name is a keyed hash that changes every day; there is no tenant and no address in it. Unlogged, because a
-- crash may forget it: then everybody begins with a full bucket, and no request waits for a sync of this table.
create unlogged table counter_quota (
  bucket text primary key,
  free_ms double precision not null
) with (fillfactor = 50);

grant select, insert, update on counter_quota to schakel_api;
-- Housekeeping.
grant select, delete on counter_quota to schakel_handling;

-- A citizen at the counter sees the tickets of one conversation.
create index ticket_of_counter on ticket (tenant, account, conversation) where channel = 'counter';
