-- Some platforms take an answer only by what the citizen did: X, where the account was mentioned or quoted.
alter table conversation add column is_answerable boolean not null default true;

-- What the platform charges for a part of an answer that arrived, where no receipt says so and it is passed on: its item on
-- the rate card. The ledger has an entry for each, and reconciliation proves it.
alter table delivery add column price_item text;
