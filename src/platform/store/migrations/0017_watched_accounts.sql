-- Some platforms tell on an open connection that something came. One worker holds it for an account, by a lease like that
-- of a look, because servers allow few connections to a mailbox.

alter table pulled_account
  add column watcher text,
  add column watch_until timestamptz,
  -- Something came since the look that is under way began, or since the last one.
  add column news_at timestamptz;
