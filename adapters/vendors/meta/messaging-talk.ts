import type { ChannelEvent, EventAction } from '../../../src/adapter-sdk/index.js';
import type { Place } from './place.js';
import type { Fields } from './read.js';

/** One item between a citizen and an account, read once. */
export interface Talk {
  readonly place: Place;
  readonly item: Fields;
  readonly payload: Fields;
  readonly atMs: number;
  readonly citizen: string;
  readonly isFromAccount: boolean;
}

/** Ids of citizens are scoped to the page or account, and those of Messenger and Instagram never meet. */
function aliasKind(channel: string): string {
  return channel === 'instagram' ? 'igsid' : 'psid';
}

export function talkBase(talk: Talk, key: string, action: EventAction): ChannelEvent {
  return {
    channel: talk.place.channel,
    account: talk.place.account,
    key,
    conversation: talk.citizen,
    action,
    occurredAtMs: talk.atMs,
    citizen: { aliases: [{ kind: aliasKind(talk.place.channel), value: talk.citizen }] },
  };
}

export function noteEvent(talk: Talk, key: string, reason: string, about?: string): ChannelEvent {
  return { ...talkBase(talk, key, 'note'), reason, ...(about === undefined ? {} : { about }) };
}
