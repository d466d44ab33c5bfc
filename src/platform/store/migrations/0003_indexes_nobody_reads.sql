-- Only reconciliation reads these columns, and it reads whole tables. Every message paid for five more index entries.
drop index usage_by_fact;
drop index event_by_intake;
drop index intake_by_group;
