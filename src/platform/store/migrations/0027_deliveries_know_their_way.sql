-- A delivery says by which way it goes.

-- How platforms count it: an answer that everybody reads, one that only the citizen reads, or the one private answer to a public
-- message; of what is no answer `other`. Written when the delivery is made, so that a claim whose public way is full finds
-- the private ones without looking at ticket and conversation of each that waits.
alter table delivery add column way text not null default 'other';

update delivery d set way = case
    when a.data ? 'privateReplyTo' then 'private-reply' else coalesce(a.data->>'way', 'private') end
from ticket_event a
where d.kind = 'reply' and d.state not in ('delivered', 'refused', 'withdrawn')
  and a.ticket_id = d.ticket_id and a.event_id = d.event_id and a.type = 'answer.requested';

drop index delivery_due;
create index delivery_due on delivery (target, tenant, is_automatic, next_attempt_at, id, way) where state in ('due', 'unknown');

alter table sending_use drop constraint sending_use_way_check;
alter table sending_use add constraint sending_use_way_check check (way in ('any', 'public', 'private', 'private-reply'));
