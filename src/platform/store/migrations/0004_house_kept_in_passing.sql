-- Making and dropping partitions locks their parent. Behind a long read of the parent that lock would wait, and every
-- commit of the intake behind it; so it gives up soon, and the scheduler tries again.
alter function schakel_make_partitions(date, integer) set lock_timeout = '2s';
alter function schakel_make_raw_partitions(date, integer) set lock_timeout = '2s';
alter function schakel_drop_raw_partitions(timestamptz) set lock_timeout = '2s';
