import { createHash } from 'node:crypto';
import { parseExactly } from '../../../src/adapter-sdk/index.js';
import type { ChannelEvent, RawRequest, Receiver } from '../../../src/adapter-sdk/index.js';
import { citizenOf } from './citizen.js';
import { fieldsOf, idOf, instantOf, isLaterId, textOf, type Fields } from './payloads.js';
import { contentOf } from './status.js';
import { conversationOf, visibilityOf } from './visibility.js';

/** One notification with what the puller found beside it. */
interface Item {
  readonly account: string;
  readonly notification: Fields;
  /** The first status of the thread of a status, by id; what is not in it begins its own thread. */
  readonly roots: Fields;
  readonly receivedAtMs: number;
}

/** Conversation of what belongs to no citizen. */
const ACCOUNT_CONVERSATION = 'account';

/** Every kind of notification of Mastodon 4.5 that no ticket comes of. They are not asked for; one that comes is counted. */
const NOT_USED: ReadonlySet<unknown> = new Set([
  ...['status', 'reblog', 'follow', 'follow_request', 'favourite', 'poll', 'update', 'admin.sign_up', 'admin.report'],
  ...['severed_relationships', 'moderation_warning', 'quoted_update'],
]);
const WORDS: ReadonlySet<unknown> = new Set(['mention', 'quote']);

function hashOf(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The notification's id, or a hash of all of it where there is none: constant over redelivery. */
function nameOf({ notification }: Item): string {
  return idOf(notification['id']) ?? hashOf(JSON.stringify(notification));
}

function accountEvent({ account, receivedAtMs }: Pick<Item, 'account' | 'receivedAtMs'>, key: string): ChannelEvent {
  const conversation = ACCOUNT_CONVERSATION;
  return { channel: 'mastodon', account, key, conversation, action: 'drop', occurredAtMs: receivedAtMs };
}

/** Counted and kept, and nothing else. */
function dropped(item: Item, reason: string): ChannelEvent {
  return { ...accountEvent(item, `dropped:${nameOf(item)}`), reason };
}

/** Could not be read: kept under a constant code for a person to look at. */
function unrecognised(item: Item, code: string): ChannelEvent {
  return { ...accountEvent(item, `unrecognised:${code}:${nameOf(item)}`), unrecognised: code };
}

function rootOf(status: string, roots: Fields): string {
  return idOf(Object.hasOwn(roots, status) ? roots[status] : undefined) ?? status;
}

function whenOf(status: Fields, { notification, receivedAtMs }: Item): number {
  return instantOf(status['created_at']) ?? instantOf(notification['created_at']) ?? receivedAtMs;
}

/**
 * A status that names our account. Its `uri` is the same on all instances and names its writer, so a hash of it is the
 * key: a status that both mentions and quotes us is told twice and is one message.
 */
function words(item: Item): ChannelEvent {
  const { notification } = item;
  const status = fieldsOf(notification['status']);
  const citizen = fieldsOf(notification['account']);
  const [id, citizenId] = [idOf(status?.['id']), idOf(citizen?.['id'])];
  if (status === undefined || citizen === undefined || id === undefined || citizenId === undefined) {
    return unrecognised(item, 'MASTODON_STATUS_INCOMPLETE');
  }
  if (citizen['bot'] === true) {
    return dropped(item, 'MASTODON_SENDER_IS_A_BOT');
  }
  return {
    channel: 'mastodon',
    account: item.account,
    key: `status:${hashOf(textOf(status['uri']) ?? id)}`,
    conversation: conversationOf(visibilityOf(status['visibility']), rootOf(id, item.roots), citizenId),
    action: 'open',
    occurredAtMs: whenOf(status, item),
    ...citizenOf(citizen),
    message: contentOf(status, id),
  };
}

function readItem(item: Item): ChannelEvent {
  const type = item.notification['type'];
  if (WORDS.has(type)) {
    return words(item);
  }
  if (NOT_USED.has(type)) {
    return dropped(item, 'MASTODON_NOTIFICATION_NOT_USED');
  }
  return textOf(type) === undefined
    ? unrecognised(item, 'MASTODON_NOTIFICATION_UNREADABLE')
    : dropped(item, 'MASTODON_NOTIFICATION_UNKNOWN');
}

function unreadable(request: RawRequest, receivedAtMs: number): ChannelEvent {
  const code = 'MASTODON_BODY_UNREADABLE';
  const key = `unrecognised:${code}:${hashOf(request.rawBody)}`;
  return { ...accountEvent({ account: request.account ?? 'unknown', receivedAtMs }, key), unrecognised: code };
}

/** By id, which rises with time. What has none comes last. */
function inOrder(one: Item, other: Item): number {
  const [id, its] = [idOf(one.notification['id']), idOf(other.notification['id'])];
  if (id === its) {
    return 0;
  }
  return id === undefined || (its !== undefined && isLaterId(id, its)) ? 1 : -1;
}

/** One look is one body with a page of notifications in any order. Events come out in the order of what happened. */
function split(request: RawRequest, receivedAtMs: number): readonly ChannelEvent[] {
  const parsed = parseExactly(request.rawBody.toString('utf8'));
  const body = parsed.ok ? fieldsOf(parsed.value) : undefined;
  const notifications = body?.['notifications'];
  if (!Array.isArray(notifications) || notifications.length === 0) {
    return [unreadable(request, receivedAtMs)];
  }
  const shared = { account: request.account ?? 'unknown', roots: fieldsOf(body?.['roots']) ?? {}, receivedAtMs };
  const items = notifications.map((one: unknown) => ({ ...shared, notification: fieldsOf(one) ?? { item: one } }));
  const firsts = new Map<string, ChannelEvent>();
  for (const item of items.toSorted(inOrder)) {
    const event = readItem(item);
    if (!firsts.has(event.key)) {
      firsts.set(event.key, event);
    }
  }
  return [...firsts.values()];
}

/** Reads what `mastodonPuller` keeps. Mastodon posts nothing, so there is no front door. */
export const mastodonReceiver: Receiver = { id: 'mastodon', split };
