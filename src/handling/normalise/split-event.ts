import type { ChannelEvent } from '../../adapter-sdk/index.js';
import type { InboxEvent } from '../inbox/inbox-event.js';

/** An event on its way into the inbox, with what the platform told; null where no platform did. */
export interface SplitEvent {
  readonly inbox: InboxEvent;
  readonly told: ChannelEvent | null;
}

/** Where names of conversations have a meaning: an account of a municipality. */
export interface Place {
  readonly tenant: string;
  readonly channel: string;
  readonly account: string;
}

export function placeKey({ tenant, channel, account }: Place): string {
  return JSON.stringify([tenant, channel, account]);
}
