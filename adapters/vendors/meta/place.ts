import type { ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { digestOf, keyOf } from './keys.js';
import { fieldsOf, instantOf } from './read.js';

/** Where an item stood in the envelope. */
export interface Place {
  readonly channel: string;
  readonly account: string;
  /** When Meta sent the notification (`entry.time`), or the receipt time. Never part of a key: it may differ on redelivery. */
  readonly sentAtMs: number;
  /** `entry.time`, where Meta told it. For the keys of facts about an account only, which have nothing better. */
  readonly entryTimeMs?: number | undefined;
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

/**
 * A fact about the account as a whole. Meta gives it no id, and the same alert may come again weeks later: the time that
 * it tells of itself keeps the two apart, or else the time of its entry. If that should differ on a redelivery, an alert is
 * told twice, which is better than one that is never told.
 */
export function accountFact(place: Place, action: 'ops' | 'note', reason: string, item: unknown): ChannelEvent {
  const ownTimeMs = instantOf(fieldsOf(item)?.['timestamp']);
  const occasion = ownTimeMs === undefined && place.entryTimeMs !== undefined ? [String(place.entryTimeMs)] : [];
  return {
    channel: place.channel,
    account: place.account,
    key: keyOf(action, reason, digestOf(item), ...occasion),
    conversation: ACCOUNT_CONVERSATION,
    action,
    occurredAtMs: ownTimeMs ?? place.sentAtMs,
    reason,
  };
}
