import type { TargetEvent } from '../../adapter-sdk/index.js';
import { deriveId, isId, newId, type Id } from '../../domain/ids.js';
import { UNASSIGNED } from '../../domain/vocabulary.js';
import type { Sql } from '../../platform/store/store.js';
import type { EventContent, InboxEvent } from '../inbox/inbox-event.js';

/** Which ticket a target's event is about. */
export interface TicketPlace {
  readonly id: string;
  readonly tenant: string;
  readonly conversation: string;
  readonly shard: number;
}

const BY_ID = 'select id, tenant, conversation, shard from ticket where id = any($1::uuid[])';
const BY_REMOTE = `
  select r.remote_id, t.id, t.tenant, t.conversation, t.shard
  from remote_ticket r join ticket t on t.id = r.ticket_id where r.target = $1 and r.remote_id = any($2::text[])`;

/** Finds the tickets of a target's events in two queries, by our id or by the target's. */
export async function placesOf(
  sql: Sql,
  target: string,
  events: readonly TargetEvent[],
): Promise<(event: TargetEvent) => TicketPlace | undefined> {
  const ids = events.flatMap((event) =>
    // A text that is no id of ours finds no ticket; the database would refuse it.
    event.ticketId !== undefined && isId(event.ticketId) ? [event.ticketId] : [],
  );
  const remotes = events.flatMap((event) => (event.remoteTicketId === undefined ? [] : [event.remoteTicketId]));
  const byId = ids.length === 0 ? [] : await sql.query<TicketPlace>(BY_ID, [ids]);
  const byRemote =
    remotes.length === 0 ? [] : await sql.query<TicketPlace & { remote_id: string }>(BY_REMOTE, [target, remotes]);
  const known = new Map(byId.map((place) => [place.id, place]));
  const knownRemote = new Map(byRemote.map((place) => [place.remote_id, place]));
  return (event) => known.get(event.ticketId ?? '') ?? knownRemote.get(event.remoteTicketId ?? '');
}

export interface TargetEventOrigin {
  readonly target: string;
  readonly receivedAtMs: number;
  readonly intakeId: Id | null;
}

const NOWHERE = { id: null, tenant: UNASSIGNED, conversation: 'unknown', shard: 0 } as const;

/** What a target said about a ticket, as an inbox event. One about a ticket that is not here waits for a person. */
export function targetEvent(
  origin: TargetEventOrigin,
  event: TargetEvent,
  place: TicketPlace | undefined,
  seal: (plain: Buffer) => Buffer,
): InboxEvent {
  const content: EventContent = { from: 'target', target: origin.target, event };
  const { intakeId, receivedAtMs } = origin;
  const at = place ?? NOWHERE;
  return {
    ...{ intakeId, receivedAtMs, tenant: at.tenant, conversation: at.conversation, shard: at.shard, ticketId: at.id },
    id: intakeId === null ? newId(receivedAtMs) : deriveId(intakeId, event.key),
    ...{ channel: origin.target, account: '', key: `target:${origin.target}:${event.key}` },
    ...{ source: 'target', action: 'command', occurredAtMs: event.occurredAtMs },
    state: place === undefined ? 'quarantined' : 'pending',
    reason: place === undefined ? 'TICKET_UNKNOWN' : null,
    body: seal(Buffer.from(JSON.stringify(content))),
  };
}
