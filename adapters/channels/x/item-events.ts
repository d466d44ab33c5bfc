import { createHash } from 'node:crypto';
import type { ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { ACCOUNT_CONVERSATION } from './names.js';

export interface Origin {
  readonly account: string;
  readonly receivedAtMs: number;
  /** Of the whole body: names what has no name of its own, over redelivery too. */
  readonly bodyHash: string;
}

export function hashOf(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}

/** An event of the account itself, or one that nothing else is done with. */
export function accountEvent(
  { account, receivedAtMs }: Pick<Origin, 'account' | 'receivedAtMs'>,
  key: string,
): ChannelEvent {
  const conversation = ACCOUNT_CONVERSATION;
  return { channel: 'x', account, key, conversation, action: 'drop', occurredAtMs: receivedAtMs };
}

/** Counted and kept, and nothing else. */
export function dropped(origin: Origin, key: string, reason: string): ChannelEvent {
  return { ...accountEvent(origin, `dropped:${key}`), reason };
}

/** Could not be read: kept under a constant code for a person to look at. */
export function unrecognised(origin: Origin, key: string, code: string): ChannelEvent {
  return { ...accountEvent(origin, `unrecognised:${code}:${key}`), unrecognised: code };
}
