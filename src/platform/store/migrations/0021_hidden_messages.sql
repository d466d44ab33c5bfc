-- When a platform hid a message for us; null while everybody can read it.
alter table message add column hidden_at timestamptz;
