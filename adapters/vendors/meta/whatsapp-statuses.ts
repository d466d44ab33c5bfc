import type { ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { keyOf } from './keys.js';
import { unrecognised, type Place } from './place.js';
import { fieldsOf, idOf, instantOf, listOf, textOf, type Fields } from './read.js';
import { priceOf } from './whatsapp-price.js';
import { aliasesOf, conversationOf } from './whatsapp-identity.js';

type Receipt = NonNullable<ChannelEvent['receipt']>;

/**
 * Meta's words in the words of Schakel. They come out of order and twice: the reader of receipts moves up only, from
 * sent to delivered to read. A voice note that was played was read; `detail` keeps the finer word.
 */
const STATUSES: ReadonlyMap<string, Receipt['status']> = new Map<string, Receipt['status']>([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['played', 'read'],
  ['failed', 'failed'],
]);

interface Failure {
  readonly code?: string;
  readonly detail?: string;
}

/** A call that was accepted can still fail minutes later; the reason stands here. */
function failureOf(status: Fields): Failure {
  const error = fieldsOf(listOf(status['errors'])[0]);
  const code = idOf(error?.['code']);
  const detail = textOf(fieldsOf(error?.['error_data'])?.['details']) ?? textOf(error?.['title']);
  return { ...(code === undefined ? {} : { code }), ...(detail === undefined ? {} : { detail }) };
}

function receiptOf(status: Fields, word: string, mapped: Receipt['status'], id: string): Receipt {
  const reference = textOf(status['biz_opaque_callback_data']);
  return {
    status: mapped,
    messageId: id,
    ...(reference === undefined ? {} : { reference }),
    ...(word === mapped ? {} : { detail: word }),
    ...failureOf(status),
    ...(status['pricing'] === undefined ? {} : { pricing: status['pricing'] }),
    ...priceOf(status['pricing'], mapped),
  };
}

function baseOf(status: Fields, place: Place, id: string): Omit<ChannelEvent, 'key' | 'action'> {
  const aliases = aliasesOf([
    status['recipient_user_id'],
    status['recipient_id'],
    // Clients disagree on the spelling and Meta's pages do not settle it.
    status['recipient_parent_user_id'],
    status['parent_recipient_user_id'],
  ]);
  return {
    channel: place.channel,
    account: place.account,
    conversation: conversationOf(aliases, id),
    occurredAtMs: instantOf(status['timestamp']) ?? place.sentAtMs,
    ...(aliases.length === 0 ? {} : { citizen: { aliases } }),
  };
}

function statusEvent(status: Fields, place: Place): ChannelEvent {
  const id = idOf(status['id']);
  const word = textOf(status['status']) ?? '';
  if (id === undefined) {
    return unrecognised(place, 'META_WHATSAPP_STATUS_UNREADABLE', status);
  }
  const base = baseOf(status, place, id);
  if (status['recipient_type'] === 'group') {
    return { ...base, key: keyOf('status', id, word, 'group'), action: 'drop', reason: 'WHATSAPP_GROUP' };
  }
  if (word === 'deleted') {
    return { ...base, key: keyOf('status', id, word), action: 'note', about: id, reason: 'WHATSAPP_MESSAGE_DELETED' };
  }
  const mapped = STATUSES.get(word);
  if (mapped === undefined) {
    return unrecognised(place, 'META_WHATSAPP_STATUS_UNKNOWN', status);
  }
  const receipt = receiptOf(status, word, mapped, id);
  // The price comes on one of several reports of a status; the one that has it must not pass for a repetition.
  const priced = status['pricing'] === undefined ? '' : 'priced';
  return { ...base, key: keyOf('status', id, word, receipt.code ?? '', priced), action: 'delivery', receipt };
}

/** `value.statuses`: what became of the messages we sent. */
export function statusEvents(value: Fields, place: Place): readonly ChannelEvent[] {
  return listOf(value['statuses']).map((raw) => {
    const status = fieldsOf(raw);
    return status === undefined
      ? unrecognised(place, 'META_WHATSAPP_STATUS_UNREADABLE', raw)
      : statusEvent(status, place);
  });
}
