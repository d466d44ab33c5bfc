import type { Attachment, ChannelEvent } from '../../src/adapter-sdk/index.js';
import type { Pipeline } from './pipeline.js';
import { CHANNEL } from './small-settings.js';

const MINUTE = 60_000;

export interface Told {
  readonly page?: string;
  readonly who: string;
  readonly agoMinutes: number;
}

export function platform(
  key: string,
  told: Told,
  rest: Partial<ChannelEvent> & Pick<ChannelEvent, 'action'>,
  nowMs: number,
) {
  const event: ChannelEvent = {
    ...{ channel: CHANNEL, account: told.page ?? 'page-alfa', key, conversation: told.who },
    occurredAtMs: nowMs - told.agoMinutes * MINUTE,
    citizen: { aliases: [{ kind: 'id', value: told.who }], name: 'Mia' },
    ...rest,
  };
  return event;
}

export function says(pipeline: Pipeline, id: string, told: Told, text: string): ChannelEvent {
  const message = { id, text, attachments: [], isPublic: false };
  return platform(`m:${id}`, told, { action: 'open', message }, pipeline.nowMs);
}

export function sending(event: ChannelEvent, ...attachments: readonly Attachment[]): ChannelEvent {
  return event.message === undefined ? event : { ...event, message: { ...event.message, attachments } };
}

export function edits(
  pipeline: Pipeline,
  id: string,
  told: Told & { readonly version: number },
  text: string,
): ChannelEvent {
  const message = { id, text, attachments: [], isPublic: false };
  return platform(`e:${id}:${told.version}`, told, { action: 'amend', message }, pipeline.nowMs);
}

export function deletes(pipeline: Pipeline, id: string, told: Told): ChannelEvent {
  return platform(`d:${id}`, told, { action: 'redact', about: id }, pipeline.nowMs);
}
