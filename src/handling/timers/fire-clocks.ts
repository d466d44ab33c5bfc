import { newId, type Id } from '../../domain/ids.js';
import type { Sealer } from '../../platform/crypto/sealer.js';
import type { Store } from '../../platform/store/store.js';
import { storeEvents, type EventContent, type InboxEvent } from '../inbox/inbox-event.js';

/** Most clocks in one turn. */
const MAX_CLOCKS = 1_000;

interface DueClock {
  readonly ticket_id: Id;
  readonly tenant: string;
  readonly conversation: string;
  readonly shard: number;
  readonly at_ms: number;
  readonly now_ms: number;
}

/**
 * Takes the clocks whose moment has come: an index on that moment finds them, however many run. A clock that was taken
 * has no moment until its event is decided. Of the clocks of one ticket that are due at once one event is made. The time
 * is that of the database, as for all schedulers: one whose own clock is ahead breaks no promise before its time.
 */
const TAKE = `
  with due as (
    select ticket_id, name, round, next_at from clock where next_at <= now() order by next_at limit $1
    for update skip locked
  ), taken as (
    update clock c set next_at = null from due d
    where (c.ticket_id, c.name, c.round) = (d.ticket_id, d.name, d.round)
    returning c.ticket_id, c.tenant, d.next_at
  )
  select x.ticket_id, x.tenant, t.conversation, t.shard, extract(epoch from x.at)::float8 * 1000 as at_ms,
         extract(epoch from now())::float8 * 1000 as now_ms
  from (select ticket_id, tenant, max(next_at) as at from taken group by ticket_id, tenant) as x
  join ticket t on t.id = x.ticket_id`;

function timerEvent(clock: DueClock, nowMs: number, sealer: Sealer): InboxEvent {
  const content: EventContent = { from: 'timer' };
  const id = newId(nowMs);
  return {
    ...{ id, intakeId: null, tenant: clock.tenant, channel: 'timer', account: '' },
    // Who took the clock is alone with it. A key of the moment would drop a second look at it, after a correction.
    key: `timer:${id}`,
    ...{ conversation: clock.conversation, shard: clock.shard, source: 'timer', action: 'timer' },
    ...{ occurredAtMs: clock.at_ms, receivedAtMs: clock.now_ms, state: 'pending', reason: null },
    ticketId: clock.ticket_id,
    body: sealer.seal(Buffer.from(JSON.stringify(content))),
  };
}

/**
 * Puts an event in the inbox for every ticket of which a clock's moment has come: a warning, a breach, the closing of
 * a reply window. Any number of schedulers may run it; what one took the others do not see.
 *
 * @returns how many fired; at most 1,000 in one turn
 */
export async function fireClocks(store: Store, sealer: Sealer, nowMs: number): Promise<number> {
  return store.transaction('timers.fire', async (sql) => {
    const due = await sql.query<DueClock>(TAKE, [MAX_CLOCKS]);
    await storeEvents(
      sql,
      due.map((clock) => timerEvent(clock, nowMs, sealer)),
    );
    return due.length;
  });
}
