import { createHash } from 'node:crypto';
import type { Attachment, ChannelEvent, EventAction } from '../../../src/adapter-sdk/index.js';
import { fieldsIn, fieldsOf, idOf, instantOf, numberOf, textOf, type Fields } from './payloads.js';

/** One delivery of a sender, read as far as all types share it. */
export interface Delivery {
  readonly account: string;
  /** `webhook-id`, constant over the sender's retries; a hash of the body where there is none. */
  readonly deliveryId: string;
  readonly type: string;
  readonly data: Fields;
  readonly sentAtMs: number;
}

const ATTACHMENTS: ReadonlySet<Attachment['type']> = new Set<Attachment['type']>([
  'image',
  'video',
  'audio',
  'file',
  'location',
  'sticker',
  'link',
]);

const STATUSES = ['sent', 'delivered', 'read', 'failed'] as const;

export function keyOf(...parts: readonly string[]): string {
  const key = parts.map((part) => encodePart(part)).join(':');
  return key.length <= 300 ? key : `sha256:${createHash('sha256').update(key).digest('hex')}`;
}

function encodePart(part: string): string {
  return part.replace(/[:%]/g, (found) => (found === ':' ? '%3A' : '%25'));
}

function typeOf(raw: unknown): Attachment['type'] {
  return [...ATTACHMENTS].find((type) => type === raw) ?? 'other';
}

function attachmentOf(raw: Fields): Attachment {
  const url = textOf(raw['url']);
  const mimeType = textOf(raw['mimeType']);
  const name = textOf(raw['name']);
  const latitude = numberOf(raw['latitude']);
  const longitude = numberOf(raw['longitude']);
  return {
    type: typeOf(raw['type']),
    ...(url === undefined ? {} : { url }),
    ...(mimeType === undefined ? {} : { mimeType }),
    ...(name === undefined ? {} : { name }),
    ...(latitude === undefined || longitude === undefined ? {} : { latitude, longitude }),
  };
}

/** Without a conversation an update is decided on its own; it still finds its message by the id. */
function baseOf(delivery: Delivery, messageId: string, key: string, action: EventAction): ChannelEvent {
  const author = fieldsOf(delivery.data['author']);
  const authorId = idOf(author?.['id']);
  const name = textOf(author?.['name']);
  return {
    channel: 'standard',
    account: delivery.account,
    key,
    conversation: idOf(delivery.data['conversationId']) ?? `message-${messageId}`,
    action,
    occurredAtMs: delivery.sentAtMs,
    ...(authorId === undefined
      ? {}
      : {
          citizen: {
            aliases: [{ kind: 'standard_author', value: authorId }],
            ...(name === undefined ? {} : { name }),
          },
        }),
  };
}

function contentOf(data: Fields, messageId: string): NonNullable<ChannelEvent['message']> {
  const text = textOf(data['text']) ?? '';
  const attachments = fieldsIn(data['attachments']).map((one) => attachmentOf(one));
  const replyTo = idOf(data['inReplyTo']);
  return {
    id: messageId,
    text,
    attachments,
    isPublic: data['isPublic'] === true,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(text === '' && attachments.length === 0 ? { isPlaceholder: true } : {}),
  };
}

function created(delivery: Delivery, messageId: string): ChannelEvent {
  const event = baseOf(delivery, messageId, keyOf('created', messageId), 'open');
  return {
    ...event,
    occurredAtMs: instantOf(delivery.data['sentAt']) ?? delivery.sentAtMs,
    message: contentOf(delivery.data, messageId),
  };
}

/** Each update is a version of its own, so the delivery's id is part of the key. */
function updated(delivery: Delivery, messageId: string): ChannelEvent {
  const event = baseOf(delivery, messageId, keyOf('updated', messageId, delivery.deliveryId), 'amend');
  return { ...event, message: contentOf(delivery.data, messageId) };
}

function deleted(delivery: Delivery, messageId: string): ChannelEvent {
  return { ...baseOf(delivery, messageId, keyOf('deleted', messageId), 'redact'), about: messageId };
}

function receipt(delivery: Delivery, messageId: string): ChannelEvent {
  const status = STATUSES.find((known) => known === delivery.data['status']);
  if (status === undefined) {
    return unrecognised(delivery, 'STANDARD_STATUS_UNKNOWN');
  }
  const reference = idOf(delivery.data['reference']);
  const code = idOf(delivery.data['code']);
  return {
    ...baseOf(delivery, messageId, keyOf('delivery', messageId, status), 'delivery'),
    receipt: {
      status,
      messageId,
      // `webhook-id` of our reply is its reference, and a receiver without ids of its own gives it back as the id.
      reference: reference ?? messageId,
      ...(code === undefined ? {} : { code }),
    },
  };
}

const READERS: ReadonlyMap<string, (delivery: Delivery, messageId: string) => ChannelEvent> = new Map([
  ['message.created', created],
  ['message.updated', updated],
  ['message.deleted', deleted],
  ['delivery.updated', receipt],
]);

export function unrecognised(delivery: Omit<Delivery, 'type' | 'data'>, code: string): ChannelEvent {
  return {
    channel: 'standard',
    account: delivery.account,
    key: keyOf('unrecognised', code, delivery.deliveryId),
    conversation: 'account',
    action: 'drop',
    occurredAtMs: delivery.sentAtMs,
    unrecognised: code,
  };
}

/** One delivery is one event. */
export function normalise(delivery: Delivery): ChannelEvent {
  const reader = READERS.get(delivery.type);
  if (reader === undefined) {
    return unrecognised(delivery, 'STANDARD_TYPE_UNKNOWN');
  }
  const messageId = idOf(delivery.data['messageId']);
  const isOrphan = delivery.type === 'message.created' && idOf(delivery.data['conversationId']) === undefined;
  if (messageId === undefined || isOrphan) {
    return unrecognised(delivery, 'STANDARD_DATA_INCOMPLETE');
  }
  return reader(delivery, messageId);
}
