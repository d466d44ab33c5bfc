import { newId, type Id } from '../../domain/ids.js';
import type { CrisisTerms } from '../../domain/ticket.js';
import type { Sealer } from '../../platform/crypto/sealer.js';
import type { Sql, Store } from '../../platform/store/store.js';
import { storeEvents, type EventContent, type InboxEvent, type PromisesChange } from '../inbox/inbox-event.js';

/** Most tickets that are told in one turn. */
const MAX_TICKETS = 1_000;

/**
 * A batch that began before a change was committed opens tickets without it. They are found as long as the change is
 * looked at, and no batch takes this long.
 */
const SETTLES_AFTER = "interval '60 seconds'";

interface ChangeRow {
  readonly id: Id;
  readonly tenant: string;
  readonly kind: PromisesChange['kind'];
  readonly from_ms: number;
  readonly until_ms: number | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly is_settled: boolean;
}

// Workers take another configuration into use within a second; its terms follow after five.
const CHANGES = `
  select id, tenant, kind, data, extract(epoch from from_at)::float8 * 1000 as from_ms,
         extract(epoch from until_at)::float8 * 1000 as until_ms,
         greatest(created_at, from_at) < now() - ${SETTLES_AFTER} as is_settled
  from sla_change
  where spread_at is null and from_at <= now() - case when kind = 'terms' then interval '5 seconds' else interval '0' end
  order by from_at, id limit 10 for update skip locked`;

const UNTOLD = `
  select t.id, t.conversation, t.shard
  from (select distinct ticket_id from clock where tenant = $1 and ended_at is null) as c
  join ticket t on t.id = c.ticket_id
  where not exists (select from event_key k where k.key = 'sla:' || $2::text || ':' || t.id)
  limit $3`;

interface Untold {
  readonly id: Id;
  readonly conversation: string;
  readonly shard: number;
}

/** The border: the API and `config apply` wrote these data by the kind of the change. */
function changeOf({ id, kind, data, from_ms, until_ms }: ChangeRow): PromisesChange {
  switch (kind) {
    case 'crisis': {
      const mode = data['mode'] === 'relax' ? 'relax' : 'suspend';
      const factor = typeof data['factor'] === 'number' ? data['factor'] : 1;
      const crisis: CrisisTerms = { crisisId: id, mode, factor, fromMs: from_ms, untilMs: until_ms ?? from_ms };
      return { kind, crisis };
    }
    case 'crisis-ended':
      return { kind, crisisId: String(data['crisisId']), atMs: from_ms };
    case 'terms':
      return { kind, mode: data['mode'] === 'recompute' ? 'recompute' : 'migrate', changeId: id };
  }
}

function toldEvent(change: ChangeRow, ticket: Untold, nowMs: number, sealer: Sealer): InboxEvent {
  const content: EventContent = { from: 'promises', change: changeOf(change) };
  return {
    ...{ id: newId(nowMs), intakeId: null, tenant: change.tenant, channel: 'promises', account: '' },
    ...{ key: `sla:${change.id}:${ticket.id}`, conversation: ticket.conversation, shard: ticket.shard },
    ...{ source: 'promises', action: 'command', occurredAtMs: change.from_ms, receivedAtMs: nowMs },
    ...{ state: 'pending', reason: null, ticketId: ticket.id },
    body: sealer.seal(Buffer.from(JSON.stringify(content))),
  };
}

async function spread(sql: Sql, sealer: Sealer, change: ChangeRow, nowMs: number): Promise<number> {
  const untold = await sql.query<Untold>(UNTOLD, [change.tenant, change.id, MAX_TICKETS]);
  const events = untold.map((ticket) => toldEvent(change, ticket, nowMs, sealer));
  await storeEvents(
    sql,
    events.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
  );
  if (change.is_settled && untold.length < MAX_TICKETS) {
    await sql.query('update sla_change set spread_at = now() where id = $1', [change.id]);
  }
  return untold.length;
}

/**
 * Tells every ticket with an open clock of a crisis, its end, or other terms: one inbox event for each, under a key of
 * the change and the ticket, so that each is told once.
 *
 * @returns how many were told; at most 1,000 of one change in one turn
 */
export async function spreadChanges(store: Store, sealer: Sealer, nowMs: number): Promise<number> {
  return store.transaction('timers.spread', async (sql) => {
    let told = 0;
    for (const change of await sql.query<ChangeRow>(CHANGES)) {
      told += await spread(sql, sealer, change, nowMs);
    }
    return told;
  });
}
