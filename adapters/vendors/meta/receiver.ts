import { createHash } from 'node:crypto';
import { parseExactly } from '../../../src/adapter-sdk/index.js';
import type { ChannelEvent, RawRequest, WebhookReceiver } from '../../../src/adapter-sdk/index.js';
import { FEED_FIELDS, feedEvent } from './feed.js';
import { answerHandshake, verifyMetaSignature } from './handshake-and-signature.js';
import { COMMENT_FIELDS, instagramComment } from './instagram-comments.js';
import { keyOf } from './keys.js';
import { messagingEvents, standbyEvents } from './messaging.js';
import { accountFact, UNKNOWN_ACCOUNT, unrecognised, type Place } from './place.js';
import { fieldsOf, idOf, instantOf, listOf, textOf, type Fields } from './read.js';
import { whatsappEvents } from './whatsapp.js';

type ChangeReader = (change: Fields, place: Place) => readonly ChannelEvent[];

interface Product {
  /** Channel of `messaging` and `standby` items. */
  readonly messaging: string;
  /** Channel of `changes` items. */
  readonly changes: string;
  readonly readChange: ChangeReader;
}

function isMessagingShape(value: Fields | undefined): value is Fields {
  return value !== undefined && (fieldsOf(value['sender']) !== undefined || fieldsOf(value['recipient']) !== undefined);
}

function unknownField(change: Fields, place: Place): readonly ChannelEvent[] {
  return [unrecognised(place, 'META_FIELD_UNKNOWN', { field: change['field'], value: change['value'] })];
}

function pageChange(change: Fields, place: Place): readonly ChannelEvent[] {
  const field = textOf(change['field']) ?? '';
  if (FEED_FIELDS.has(field)) {
    return [feedEvent(field, change['value'], place)];
  }
  const value = fieldsOf(change['value']);
  const messenger = { ...place, channel: 'messenger' };
  if (field === 'messaging_policy_enforcement') {
    return [accountFact(messenger, 'ops', 'META_POLICY_ENFORCEMENT', value ?? {})];
  }
  // The test button of the App Dashboard sends messages as changes.
  return isMessagingShape(value) ? messagingEvents(value, messenger) : unknownField(change, place);
}

function instagramChange(change: Fields, place: Place): readonly ChannelEvent[] {
  const field = textOf(change['field']) ?? '';
  if (COMMENT_FIELDS.has(field)) {
    return [instagramComment(field, change['value'], place)];
  }
  const value = fieldsOf(change['value']);
  return isMessagingShape(value) ? messagingEvents(value, place) : unknownField(change, place);
}

const PRODUCTS: ReadonlyMap<string, Product> = new Map([
  ['page', { messaging: 'messenger', changes: 'facebook', readChange: pageChange }],
  ['instagram', { messaging: 'instagram', changes: 'instagram', readChange: instagramChange }],
  ['whatsapp_business_account', { messaging: 'whatsapp', changes: 'whatsapp', readChange: whatsappEvents }],
]);

function changeEvents(rawChange: unknown, product: Product, place: Place): readonly ChannelEvent[] {
  const change = fieldsOf(rawChange);
  return change === undefined
    ? [unrecognised(place, 'META_CHANGE_UNREADABLE', rawChange)]
    : product.readChange(change, place);
}

/** Everything of an entry but the time it was sent, which may differ when the entry is delivered again. */
function withoutTime(entry: Fields): Fields {
  const { time: _time, ...rest } = entry;
  return rest;
}

function entryEvents(rawEntry: unknown, product: Product, receivedAtMs: number): readonly ChannelEvent[] {
  const entry = fieldsOf(rawEntry);
  const account = idOf(entry?.['id']) ?? UNKNOWN_ACCOUNT;
  const entryTimeMs = instantOf(entry?.['time']);
  const at = { account, sentAtMs: entryTimeMs ?? receivedAtMs, entryTimeMs };
  const talk: Place = { channel: product.messaging, ...at };
  const wall: Place = { channel: product.changes, ...at };
  if (entry === undefined) {
    return [unrecognised(wall, 'META_ENTRY_UNREADABLE', rawEntry)];
  }
  const events = [
    ...listOf(entry['messaging']).flatMap((item) => messagingEvents(item, talk)),
    ...listOf(entry['standby']).flatMap((item) => standbyEvents(item, talk)),
    ...listOf(entry['changes']).flatMap((change) => changeEvents(change, product, wall)),
    // Apps with Instagram Login get the change in the entry itself.
    ...(typeof entry['field'] === 'string' ? changeEvents(entry, product, wall) : []),
  ];
  return events.length > 0 ? events : [unrecognised(wall, 'META_ENTRY_EMPTY', withoutTime(entry))];
}

function placeOfUnknown(account: string, sentAtMs: number): Place {
  return { channel: 'meta', account, sentAtMs };
}

/** An object that nobody here knows: one event per entry, so that each municipality's share is counted. */
function unknownObject(object: unknown, entries: readonly unknown[], receivedAtMs: number): readonly ChannelEvent[] {
  return entries.map((raw) => {
    const entry = fieldsOf(raw);
    const place = placeOfUnknown(idOf(entry?.['id']) ?? UNKNOWN_ACCOUNT, instantOf(entry?.['time']) ?? receivedAtMs);
    return unrecognised(place, 'META_OBJECT_UNKNOWN', [object, entry === undefined ? raw : withoutTime(entry)]);
  });
}

function notJson(rawBody: Buffer, receivedAtMs: number): ChannelEvent {
  return {
    ...unrecognised(placeOfUnknown(UNKNOWN_ACCOUNT, receivedAtMs), 'META_BODY_NOT_JSON', null),
    key: keyOf('body', createHash('sha256').update(rawBody).digest('hex')),
  };
}

function split(request: RawRequest, receivedAtMs: number): readonly ChannelEvent[] {
  const parsed = parseExactly(request.rawBody.toString('utf8'));
  if (!parsed.ok) {
    return [notJson(request.rawBody, receivedAtMs)];
  }
  const body = fieldsOf(parsed.value);
  const entries = listOf(body?.['entry']);
  if (body === undefined || entries.length === 0) {
    return [unrecognised(placeOfUnknown(UNKNOWN_ACCOUNT, receivedAtMs), 'META_BODY_WITHOUT_ENTRIES', parsed.value)];
  }
  const product = PRODUCTS.get(textOf(body['object']) ?? '');
  if (product === undefined) {
    return unknownObject(body['object'], entries, receivedAtMs);
  }
  return entries.flatMap((entry) => entryEvents(entry, product, receivedAtMs));
}

/** The one front door of Facebook Page, Messenger, Instagram and WhatsApp. */
export const metaReceiver: WebhookReceiver = {
  id: 'meta',
  perAccount: false,
  handshake: answerHandshake,
  verify: verifyMetaSignature,
  split,
};
