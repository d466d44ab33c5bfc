import type { ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { digestOf, keyOf } from './keys.js';

/** Where an item stood in the envelope. */
export interface Place {
  readonly channel: string;
  readonly account: string;
  /** When Meta sent the notification (`entry.time`), or the receipt time. Never part of a key: it may differ on redelivery. */
  readonly sentAtMs: number;
}

/** The channel and account of what cannot be laid at anybody's door. */
export const UNKNOWN_ACCOUNT = 'unknown';
/** Conversation of facts about a whole account. */
export const ACCOUNT_CONVERSATION = 'account';

/** One item that could not be read: kept and counted under a constant code, so that nothing is lost in silence. */
export function unrecognised(place: Place, code: string, item: unknown): ChannelEvent {
  return {
    channel: place.channel,
    account: place.account,
    key: keyOf('unrecognised', code, digestOf(item)),
    conversation: ACCOUNT_CONVERSATION,
    action: 'drop',
    occurredAtMs: place.sentAtMs,
    unrecognised: code,
  };
}
