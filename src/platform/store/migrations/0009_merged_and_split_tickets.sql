-- How tickets hang together: one that ended goes on in another, one was split from another. Repeated from their facts.
alter table ticket add column merged_into uuid;
alter table ticket add column split_from uuid;

-- Few tickets are merged or split, so these stay small. By the first a ticket finds those that go on in it; by the second
-- a conversation finds the tickets that share it.
create index ticket_by_merge on ticket (merged_into) where merged_into is not null;
create index ticket_linked on ticket (tenant, channel, account, conversation)
  where merged_into is not null or split_from is not null;
