-- Accounts of platforms that post nothing by themselves. A cursor moves in the transaction that keeps what was read up
-- to it, so nothing between two looks is lost; a lease keeps two workers from looking at one account at once.

create table pulled_account (
  channel text not null,
  account text not null,
  -- In the words of the adapter; null until the first look.
  cursor text,
  next_at timestamptz not null default now(),
  lease_until timestamptz,
  pulled_at timestamptz,
  -- Looks that failed in a row, and why the newest one did.
  failures integer not null default 0,
  code text,
  detail text,
  primary key (channel, account)
) with (fillfactor = 50);

grant select, insert, update on pulled_account to schakel_handling;

-- Of what channel it was pulled; null for what was posted. A row above that is lost would begin anew, and leave out what came
-- meanwhile: reconciliation misses it by this.
alter table intake add column pulled_channel text;
