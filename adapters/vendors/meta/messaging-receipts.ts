import type { ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { keyOf } from './keys.js';
import { talkBase, type Talk } from './messaging-talk.js';
import { unrecognised } from './place.js';
import { idOf, instantOf, listOf } from './read.js';

type Status = 'read' | 'delivered';

function messageIds(talk: Talk): readonly string[] {
  return [talk.payload['mid'], ...listOf(talk.payload['mids'])].flatMap((raw) => idOf(raw) ?? []);
}

function watermarkEvent(talk: Talk, status: Status, watermarkMs: number): ChannelEvent {
  return {
    ...talkBase(talk, keyOf(status, talk.citizen, String(watermarkMs)), 'delivery'),
    receipt: { status, watermarkMs },
  };
}

function messageEvent(talk: Talk, status: Status, messageId: string): ChannelEvent {
  return {
    ...talkBase(talk, keyOf(status, talk.citizen, messageId), 'delivery'),
    receipt: { status, messageId },
  };
}

/**
 * Messenger tells up to when everything was delivered or read, and sometimes names messages as well; the instant says
 * it all. Instagram names one message.
 */
export function receiptEvents(status: Status): (talk: Talk) => readonly ChannelEvent[] {
  return (talk) => {
    const watermarkMs = instantOf(talk.payload['watermark']);
    if (watermarkMs !== undefined) {
      return [watermarkEvent(talk, status, watermarkMs)];
    }
    const ids = messageIds(talk);
    return ids.length > 0
      ? ids.map((id) => messageEvent(talk, status, id))
      : [unrecognised(talk.place, 'META_RECEIPT_UNREADABLE', talk.item)];
  };
}
