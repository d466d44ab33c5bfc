-- Texts have a time: that of the platform they came from, and that of the municipality. What is left of one afterwards is
-- its row, with the reason.
alter table message add column erased_at timestamptz;
alter table message add column erased_for text check (erased_for in ('channel', 'municipality'));

-- By this the texts whose time is over are found, oldest first. Terms are configuration, so no time of ending is stored.
create index message_kept on message (tenant, channel, (author = 'citizen'), received_at)
  where erased_at is null and redacted_at is null;
