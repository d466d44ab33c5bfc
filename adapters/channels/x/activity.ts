import type { ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { eventsOfMessages } from './direct-message.js';
import { accountEvent, dropped, unrecognised, type Origin } from './item-events.js';
import { encryptedConversation, postName } from './names.js';
import { at, fieldsIn, fieldsOf, idOf, instantOf, longIdOf, textOf, type Fields } from './payloads.js';
import { citizenOf, eventOfPost, type Post } from './post.js';
import { personIn, postOfActivity } from './post-of-activity.js';
import { MESSAGE_EVENT, POST_EVENT } from './prices.js';

/** One event of X's activity API, and what is around it. */
interface Activity extends Origin {
  readonly type: string;
  readonly payload: Fields;
  readonly includes: unknown;
  /** Names it over redelivery: `event_uuid`, which may be a number with a minus or a UUID, or the hash of the body. */
  readonly name: string;
}

/** What citizens read instead of a text that only the app of X can open. */
const ENCRYPTED_IN = 'Versleuteld bericht. Open het op X om het te lezen en te beantwoorden.';
const ENCRYPTED_OUT = 'Versleuteld antwoord, gegeven op X.';

function unreadable(activity: Activity): ChannelEvent {
  return unrecognised(activity, activity.name, 'X_EVENT_INCOMPLETE');
}

/** What the kind of the event says of the account: X leaves out mentions that a reply makes by itself. */
function saidBy({ type, account }: Activity, post: Post): Post {
  switch (type) {
    case 'post.mention.create':
      return { ...post, mentioned: [...post.mentioned, account] };
    case 'post.quote.create':
      return { ...post, quotesAccount: true };
    default:
      return post;
  }
}

function postEvents(activity: Activity): readonly ChannelEvent[] {
  const found = postOfActivity(activity.payload, activity.includes);
  return [
    found === undefined
      ? unreadable(activity)
      : eventOfPost(saidBy(activity, found), { ...activity, price: POST_EVENT }),
  ];
}

function messages(activity: Activity): readonly ChannelEvent[] {
  const { payload, account, receivedAtMs } = activity;
  const told = { account, receivedAtMs, users: payload['users'] };
  const events = eventsOfMessages(payload['direct_message_events'], told);
  return events.length === 0 ? [unreadable(activity)] : events.map((event) => event ?? unreadable(activity));
}

/** The text is for the app alone; that somebody wrote is not. */
function encrypted(activity: Activity): readonly ChannelEvent[] {
  const { payload, includes, type, account, receivedAtMs } = activity;
  const [id, sender] = [longIdOf(payload['id']), idOf(payload['sender_id'])];
  const conversation = longIdOf(payload['conversation_id']);
  if (id === undefined || sender === undefined || conversation === undefined) {
    return [unreadable(activity)];
  }
  const isOwn = type === 'chat.sent' || sender === account;
  const text = isOwn ? ENCRYPTED_OUT : ENCRYPTED_IN;
  return [
    {
      ...{ channel: 'x', account, key: `chat:${id}`, conversation: encryptedConversation(conversation) },
      action: isOwn ? 'outside' : 'open',
      occurredAtMs: instantOf(payload['created_at']) ?? receivedAtMs,
      ...(isOwn ? {} : citizenOf(personIn(fieldsIn(at(includes, 'users')), sender))),
      message: {
        ...{ id: `chat:${id}`, text, attachments: [], isPublic: false, isPlaceholder: true },
        ...(isOwn ? {} : { answerable: false }),
      },
      price: { item: MESSAGE_EVENT },
    },
  ];
}

/** X pushes the deletions of the account itself only: an answer was taken back, which its ticket should say. */
function ownDeletion(activity: Activity): readonly ChannelEvent[] {
  const id = idOf(activity.payload['id']);
  return id === undefined
    ? [unreadable(activity)]
    : [{ ...accountEvent(activity, `deleted:${id}`), action: 'note', about: postName(id), reason: 'X_ANSWER_DELETED' }];
}

function ops(reason: string): (activity: Activity) => readonly ChannelEvent[] {
  return (activity) => [{ ...accountEvent(activity, `ops:${activity.name}`), action: 'ops', reason }];
}

/** The account took its permission back: nothing can be read or sent until it gives it again. */
function revoked(activity: Activity): readonly ChannelEvent[] {
  return ops('X_ACCESS_REVOKED')(activity).map((event) => ({ ...event, stopsAccount: 'token' }));
}

const READERS: ReadonlyMap<string, (activity: Activity) => readonly ChannelEvent[]> = new Map([
  ['post.mention.create', postEvents],
  ['post.reply.create', postEvents],
  ['post.quote.create', postEvents],
  ['post.create', postEvents],
  ['post.delete', ownDeletion],
  ['dm.received', messages],
  ['dm.sent', messages],
  ['chat.received', encrypted],
  ['chat.sent', encrypted],
  ['oauth.revoke', revoked],
  ['profile.update.handle', ops('X_ACCOUNT_RENAMED')],
  ['profile.update.screenname', ops('X_ACCOUNT_RENAMED')],
]);
/** Beginnings of what no ticket comes of. X writes nowhere what is in a receipt of reading, so those are here too. */
const NOT_USED = /^(?:post\.repost|like|follow|mute|block|dm\.read|dm\.indicate_typing|profile|spaces|news|chat)\b/;

function activityOf(data: Fields, about: Omit<Origin, 'account'>): Activity | undefined {
  const type = textOf(data['event_type']);
  const payload = fieldsOf(data['payload']);
  // Of a withdrawn permission the filter is empty, and the payload says whose it was.
  const account =
    idOf(at(data, 'filter', 'user_id')) ?? (type === 'oauth.revoke' ? idOf(payload?.['user_id']) : undefined);
  if (type === undefined || payload === undefined || account === undefined) {
    return undefined;
  }
  const uuid = data['event_uuid'];
  const name = typeof uuid === 'string' || typeof uuid === 'number' ? String(uuid).slice(0, 100) : '';
  return {
    ...{ ...about, type, payload, account, includes: data['includes'] },
    name: name === '' ? about.bodyHash : name,
  };
}

/** Reads one body of the activity API (`x-api/activity/event-payloads.mdx`): one event, or a few private messages. */
export function splitActivity(data: Fields, about: Omit<Origin, 'account'>): readonly ChannelEvent[] {
  const activity = activityOf(data, about);
  if (activity === undefined) {
    const account = idOf(at(data, 'filter', 'user_id')) ?? 'unknown';
    return [unrecognised({ ...about, account }, about.bodyHash, 'X_EVENT_UNREADABLE')];
  }
  const read = READERS.get(activity.type);
  if (read !== undefined) {
    return read(activity);
  }
  const reason = NOT_USED.test(activity.type) ? 'X_EVENT_NOT_USED' : 'X_EVENT_UNKNOWN';
  return [dropped(activity, activity.name, reason)];
}
