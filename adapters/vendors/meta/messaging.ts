import type { ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { digestOf, digestOfText, keyOf } from './keys.js';
import { isGestureOnly, messageOf } from './messaging-content.js';
import { receiptEvents } from './messaging-receipts.js';
import { noteEvent, talkBase, type Talk } from './messaging-talk.js';
import { accountFact, unrecognised, type Place } from './place.js';
import { fieldsOf, idOf, instantOf, textOf, type Fields } from './read.js';

type Handler = (talk: Talk) => readonly ChannelEvent[];

/** References of our own messages start with this; they come back in the echo. */
const OWN_REFERENCE = 'schakel:';

/** Our own echo can arrive before the answer to our call, so the reference counts first and the id second. */
function echoEvent(talk: Talk, id: string): ChannelEvent {
  const reference = textOf(talk.payload['metadata']);
  if (reference?.startsWith(OWN_REFERENCE) === true) {
    return {
      ...talkBase(talk, keyOf('message', id), 'delivery'),
      receipt: { status: 'sent', messageId: id, reference },
    };
  }
  return { ...talkBase(talk, keyOf('message', id), 'outside'), message: messageOf(talk.payload, id) };
}

/** A message without an id gets one from its facts, so that it is not lost and not doubled. */
function idOfMessage(talk: Talk): string {
  return idOf(talk.payload['mid']) ?? `none-${digestOf([talk.citizen, talk.item['timestamp'], talk.payload])}`;
}

function onMessage(talk: Talk): readonly ChannelEvent[] {
  const id = idOfMessage(talk);
  if (talk.payload['is_deleted'] === true) {
    return [{ ...talkBase(talk, keyOf('deleted', id), 'redact'), about: id }];
  }
  if (talk.payload['is_echo'] === true || talk.isFromAccount) {
    return [echoEvent(talk, id)];
  }
  const message = messageOf(talk.payload, id);
  return [
    {
      ...talkBase(talk, keyOf('message', id), 'open'),
      message,
      ...(isGestureOnly(message) ? { restartsClock: false } : {}),
    },
  ];
}

function onEdit(talk: Talk): readonly ChannelEvent[] {
  const id = idOf(talk.payload['mid']);
  if (id === undefined) {
    return [unrecognised(talk.place, 'META_EDIT_WITHOUT_ID', talk.item)];
  }
  const text = textOf(talk.payload['text']) ?? '';
  const key = keyOf('edit', id, idOf(talk.payload['num_edit']) ?? '', digestOfText(text));
  if (talk.isFromAccount) {
    return [noteEvent(talk, key, 'META_OWN_MESSAGE_EDITED', id)];
  }
  return [{ ...talkBase(talk, key, 'amend'), message: { id, text, attachments: [], isPublic: false } }];
}

/** Older taps have no `mid`. */
function onPostback(talk: Talk): readonly ChannelEvent[] {
  const id = idOf(talk.payload['mid']) ?? `none-${digestOf([talk.citizen, talk.item['timestamp'], talk.payload])}`;
  const text = textOf(talk.payload['title']) ?? textOf(talk.payload['payload']) ?? '';
  return [
    {
      ...talkBase(talk, keyOf('message', id), 'open'),
      message: { id, text, attachments: [], isPublic: false, ...(text === '' ? { isPlaceholder: true } : {}) },
    },
  ];
}

function onReaction(talk: Talk): readonly ChannelEvent[] {
  const about = idOf(talk.payload['mid']);
  const sender = talk.isFromAccount ? talk.place.account : talk.citizen;
  const action = textOf(talk.payload['action']) ?? '';
  const key = keyOf('reaction', about ?? digestOf(talk.payload), sender, action, String(talk.item['timestamp']));
  return [noteEvent(talk, key, 'META_REACTION', about)];
}

function noted(reason: string): Handler {
  return (talk) => [noteEvent(talk, keyOf('note', reason, digestOf(talk.item)), reason)];
}

/** One key of these is in every item; the first that is there says what the item is. */
const HANDLERS: ReadonlyMap<string, Handler> = new Map([
  ['message', onMessage],
  ['message_edit', onEdit],
  ['postback', onPostback],
  ['reaction', onReaction],
  ['read', receiptEvents('read')],
  ['delivery', receiptEvents('delivered')],
  ['referral', noted('META_REFERRAL')],
  ['optin', noted('META_OPTIN')],
  ['pass_thread_control', noted('META_THREAD_PASSED')],
  ['take_thread_control', noted('META_THREAD_TAKEN')],
  ['request_thread_control', noted('META_THREAD_REQUESTED')],
]);

/** Facts about the page as a whole; they name no citizen. */
const ACCOUNT_FACTS: ReadonlyMap<string, readonly ['ops' | 'note', string]> = new Map<
  string,
  readonly ['ops' | 'note', string]
>([
  ['policy-enforcement', ['ops', 'META_POLICY_ENFORCEMENT']],
  ['policy_enforcement', ['ops', 'META_POLICY_ENFORCEMENT']],
  ['app_roles', ['note', 'META_APP_ROLES']],
]);

interface Parties {
  readonly citizen: string;
  readonly isFromAccount: boolean;
}

/** Direction is not guessed: one side must be the account itself, the other is the citizen. */
function partiesOf(item: Fields, account: string): Parties | undefined {
  const from = fieldsOf(item['sender']);
  const sender = idOf(from?.['id']) ?? idOf(from?.['user_ref']);
  const recipient = idOf(fieldsOf(item['recipient'])?.['id']);
  if (sender === undefined || recipient === undefined || sender === recipient) {
    return undefined;
  }
  if (sender === account) {
    return { citizen: recipient, isFromAccount: true };
  }
  return recipient === account ? { citizen: sender, isFromAccount: false } : undefined;
}

function citizenEvents(item: Fields, place: Place): readonly ChannelEvent[] {
  const parties = partiesOf(item, place.account);
  if (parties === undefined) {
    return [unrecognised(place, 'META_PARTIES_UNKNOWN', item)];
  }
  for (const [name, handler] of HANDLERS) {
    if (item[name] === undefined || item[name] === null) {
      continue;
    }
    const payload = fieldsOf(item[name]);
    const atMs = instantOf(item['timestamp']) ?? place.sentAtMs;
    return payload === undefined
      ? [unrecognised(place, 'META_MESSAGING_UNREADABLE', item)]
      : handler({ place, item, payload, atMs, ...parties });
  }
  return [unrecognised(place, 'META_MESSAGING_KIND_UNKNOWN', item)];
}

/** Reads one item of `messaging` for Messenger and Instagram. Gives at least one event. */
export function messagingEvents(rawItem: unknown, place: Place): readonly ChannelEvent[] {
  const item = fieldsOf(rawItem);
  if (item === undefined) {
    return [unrecognised(place, 'META_MESSAGING_UNREADABLE', rawItem)];
  }
  for (const [name, [action, reason]] of ACCOUNT_FACTS) {
    if (item[name] !== undefined) {
      return [accountFact(place, action, reason, item)];
    }
  }
  return citizenEvents(item, place);
}

/**
 * Another app owns the thread: its content is only noted. The key differs from the real one, because Meta may give us
 * the same message again after the thread is ours. Deletions and receipts hold whoever owns the thread.
 */
function asStandby(event: ChannelEvent): ChannelEvent {
  if (event.action !== 'open' && event.action !== 'amend' && event.action !== 'outside') {
    return event;
  }
  const { message, restartsClock: _restartsClock, ...rest } = event;
  return {
    ...rest,
    key: keyOf('standby', event.key),
    action: 'note',
    reason: 'META_STANDBY',
    ...(message === undefined ? {} : { about: message.id }),
  };
}

/** Reads one item of `standby`: the same shapes, seen by an app that does not own the thread. */
export function standbyEvents(rawItem: unknown, place: Place): readonly ChannelEvent[] {
  return messagingEvents(rawItem, place).map(asStandby);
}
