import type { ChannelEvent, EventAction } from '../../../src/adapter-sdk/index.js';
import { createHash } from 'node:crypto';
import type { Fields } from './payloads.js';

/** One thing of a pulled body. */
export interface Item {
  readonly account: string;
  /** The account's own DID: what it wrote is no question. */
  readonly did: string | undefined;
  readonly fields: Fields;
  readonly receivedAtMs: number;
}

/** Conversation of what belongs to no thread. */
const ACCOUNT_CONVERSATION = 'account';

export interface At {
  readonly key: string;
  readonly conversation: string;
  readonly atMs: number | undefined;
}

export function eventOf(item: Item, { key, conversation, atMs }: At, action: EventAction): ChannelEvent {
  const { account, receivedAtMs } = item;
  return { channel: 'bluesky', account, key, conversation, action, occurredAtMs: atMs ?? receivedAtMs };
}

function hashOf(fields: Fields): string {
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}

/** Could not be read: kept under a constant code for a person to look at. */
export function unrecognised(item: Item, code: string): ChannelEvent {
  const key = `unrecognised:${code}:${hashOf(item.fields)}`;
  return { ...eventOf(item, { key, conversation: ACCOUNT_CONVERSATION, atMs: undefined }, 'drop'), unrecognised: code };
}

/** Counted and kept, and nothing else. */
export function dropped(item: Item, at: At | undefined, reason: string): ChannelEvent {
  const place = at ?? { key: `dropped:${hashOf(item.fields)}`, conversation: ACCOUNT_CONVERSATION, atMs: undefined };
  return { ...eventOf(item, place, 'drop'), reason };
}

export function citizenOf(did: string, name: string | undefined): Required<Pick<ChannelEvent, 'citizen'>> {
  return { citizen: { aliases: [{ kind: 'did', value: did }], ...(name === undefined ? {} : { name }) } };
}
