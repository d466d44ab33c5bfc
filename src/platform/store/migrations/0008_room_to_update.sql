-- Rows that change soon after they were written leave room beside them: their next version goes to the same page, and
-- no index has to learn of it.

alter table clock set (fillfactor = 70);
alter table ticket set (fillfactor = 75);
alter table conversation set (fillfactor = 75);
