-- Sending keeps within the rates that platforms document.

-- How many attempts for an account ended in each tenth of a window, in a ring of eleven rows: the eleventh may be cut by the
-- beginning of the window. It is written where attempts are settled, and never grows. A lost row lets an account send more
-- than it may until the window is over, and the platform says so.
create table sending_use (
  target text not null,
  way text not null check (way in ('any', 'public', 'private')),
  per_seconds integer not null,
  slot smallint not null,
  -- Number of the tenth since 1970.
  bucket bigint not null,
  count integer not null,
  primary key (target, way, per_seconds, slot)
) with (fillfactor = 50);

-- When somebody may get the next message from an account, where the platform limits that. `who` is a citizen, or the ticket
-- of one who is not known. A row whose time has come says nothing.
create table sending_pause (
  target text not null,
  who uuid not null,
  free_at timestamptz not null,
  primary key (target, who)
) with (fillfactor = 50);

grant select, insert, update on sending_use, sending_pause to schakel_handling;
grant delete on sending_pause to schakel_handling;

-- Until when nothing is sent to a target, because its rate is used up or its platform asked for it; and which of the two.
alter table breaker add column held_until timestamptz;
alter table breaker add column held_code text;

-- What no person wrote goes after what people wrote, when a rate is scarce.
alter table delivery add column is_automatic boolean not null default false;
drop index delivery_due;
create index delivery_due on delivery (target, tenant, is_automatic, next_attempt_at, id) where state in ('due', 'unknown');
