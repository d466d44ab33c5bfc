import { newId, type Id } from '../../domain/ids.js';
import type { ClockName } from '../../domain/ticket.js';
import type { Sealer } from '../../platform/crypto/sealer.js';
import type { Store } from '../../platform/store/store.js';
import { storeEvents, type EventContent, type InboxEvent } from '../inbox/inbox-event.js';

/** Most clocks in one turn. */
const MAX_CLOCKS = 500;

interface DueClock {
  readonly ticket_id: Id;
  readonly name: ClockName;
  readonly tenant: string;
  readonly fires: 'warning' | 'breach';
  readonly key: string;
  readonly conversation: string;
  readonly shard: number;
  readonly at_ms: number;
}

// The index on what is due finds them; a clock whose event is in the inbox already is left alone.
const DUE = `
  select c.*, t.conversation, t.shard from (
    select ticket_id, name, tenant, 'breach' as fires, extract(epoch from due_at)::float8 * 1000 as at_ms,
           'timer:' || ticket_id || ':' || name || ':breach:' || extract(epoch from due_at)::bigint as key
    from clock where state = 'running' and due_at <= now()
    union all
    select ticket_id, name, tenant, 'warning', extract(epoch from warn_at)::float8 * 1000,
           'timer:' || ticket_id || ':' || name || ':warning:' || extract(epoch from warn_at)::bigint
    from clock where state = 'running' and not warned and warn_at <= now() and due_at > now()
  ) as c join ticket t on t.id = c.ticket_id
  where not exists (select 1 from event_key k where k.key = c.key)
  order by c.at_ms limit $1`;

function timerEvent(clock: DueClock, nowMs: number, sealer: Sealer): InboxEvent {
  const content: EventContent = { from: 'timer', clock: clock.name, fires: clock.fires };
  return {
    ...{ id: newId(nowMs), intakeId: null, tenant: clock.tenant, channel: 'timer', account: '', key: clock.key },
    ...{ conversation: clock.conversation, shard: clock.shard, source: 'timer', action: 'timer' },
    ...{ occurredAtMs: clock.at_ms, receivedAtMs: nowMs, state: 'pending', reason: null, ticketId: clock.ticket_id },
    body: sealer.seal(Buffer.from(JSON.stringify(content))),
  };
}

/**
 * Puts a warning or breach in the inbox for every clock whose moment has come. The key makes each fire once, however
 * many schedulers run.
 *
 * @returns how many fired; at most 500 in one turn
 */
export async function fireClocks(store: Store, sealer: Sealer, nowMs: number): Promise<number> {
  return store.transaction('timers.fire', async (sql) => {
    const due = await sql.query<DueClock>(DUE, [MAX_CLOCKS]);
    await storeEvents(
      sql,
      due.map((clock) => timerEvent(clock, nowMs, sealer)).toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    );
    return due.length;
  });
}
