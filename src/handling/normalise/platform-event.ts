import type { ChannelEvent } from '../../adapter-sdk/index.js';
import { deriveId, type Id } from '../../domain/ids.js';
import { UNASSIGNED } from '../../domain/vocabulary.js';
import { shardOf, type EventContent, type InboxEvent } from '../inbox/inbox-event.js';

/** An intake as the splitting worker holds it. */
export interface OpenedIntake {
  readonly id: Id;
  readonly receivedAtMs: number;
  /** It was missed, and read from the platform's history later. */
  readonly isRecovered?: boolean;
  readonly seal: (plain: Buffer) => Buffer;
}

/** Where an event stands before anybody decided it, and why. */
function firstState(event: ChannelEvent, tenant: string | undefined): Pick<InboxEvent, 'state' | 'reason'> {
  if (event.unrecognised !== undefined) {
    return { state: 'quarantined', reason: event.unrecognised };
  }
  if (tenant === undefined && event.action === 'drop') {
    // No configuration would make anything of it, so it does not wait for one.
    return { state: 'rejected', reason: event.reason ?? 'DROPPED' };
  }
  return tenant === undefined ? { state: 'parked', reason: 'ACCOUNT_UNASSIGNED' } : { state: 'pending', reason: null };
}

/**
 * One event of a platform as an inbox event. An account that no municipality claims waits, unassigned, until
 * configuration claims it; an item that could not be read is kept for a person to look at.
 *
 * @param tenant the municipality that owns the account, if any
 * @param position in the body; events of one conversation are decided in this order
 */
export function platformEvent(
  intake: OpenedIntake,
  event: ChannelEvent,
  tenant: string | undefined,
  position: number,
): InboxEvent {
  const recovered = intake.isRecovered === true ? ({ recovered: true } as const) : {};
  const content: EventContent = { from: 'platform', event, ...recovered };
  const owner = tenant ?? UNASSIGNED;
  const { state, reason } = firstState(event, tenant);
  return {
    // Derived, so that splitting the same intake again gives the same ids.
    id: deriveId(intake.id, event.channel + event.account + event.key, position),
    intakeId: intake.id,
    tenant: owner,
    channel: event.channel,
    account: event.account,
    key: `${event.channel}:${event.account}:${event.key}`,
    conversation: event.conversation,
    shard: shardOf(owner, event.channel, event.account, event.conversation),
    source: 'platform',
    action: event.action,
    occurredAtMs: event.occurredAtMs,
    receivedAtMs: intake.receivedAtMs,
    state,
    reason,
    body: intake.seal(Buffer.from(JSON.stringify(content))),
    ticketId: null,
    ...recovered,
  };
}

/** The one event of an intake that could not be split at all: a fault of ours, kept for a person to look at. */
export function unsplittable(intake: OpenedIntake, receiver: string): InboxEvent {
  return {
    id: deriveId(intake.id, 'unsplittable'),
    intakeId: intake.id,
    tenant: UNASSIGNED,
    channel: receiver,
    account: 'unknown',
    key: `intake:${intake.id}`,
    conversation: 'unknown',
    shard: 0,
    source: 'platform',
    action: 'drop',
    occurredAtMs: intake.receivedAtMs,
    receivedAtMs: intake.receivedAtMs,
    state: 'quarantined',
    reason: 'SPLIT_FAILED',
    // The raw bytes stay in the intake.
    body: intake.seal(Buffer.from('{}')),
    ticketId: null,
  };
}
