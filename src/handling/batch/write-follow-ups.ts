import { deriveId } from '../../domain/ids.js';
import type { Sealer } from '../../platform/crypto/sealer.js';
import type { Sql } from '../../platform/store/store.js';
import { storeEvents, type EventContent, type InboxEvent } from '../inbox/inbox-event.js';
import type { Draft } from './draft.js';

function inboxEvent({ event, followUp }: Draft['followUps'][number], sealer: Sealer): InboxEvent {
  const { name, ticketId, shard, conversation, news, times = event } = followUp;
  const content: EventContent = { from: 'ticket', news };
  return {
    ...{ id: deriveId(event.id, name), intakeId: null, tenant: event.tenant, channel: 'ticket', account: '' },
    ...{ key: `ticket:${event.id}:${name}`, conversation, shard, source: 'ticket', action: 'command', ticketId },
    ...{ occurredAtMs: times.occurredAtMs, receivedAtMs: times.receivedAtMs, state: 'pending', reason: null },
    body: sealer.seal(Buffer.from(JSON.stringify(content))),
  };
}

/** What other tickets must know enters the inbox with the decision that it follows from: both are there, or neither. */
export async function writeFollowUps(sql: Sql, sealer: Sealer, draft: Draft): Promise<void> {
  const events = draft.followUps.map((one) => inboxEvent(one, sealer));
  await storeEvents(
    sql,
    events.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
  );
}
