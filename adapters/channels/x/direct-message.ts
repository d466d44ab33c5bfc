import type { Attachment, ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { ACCOUNT_CONVERSATION, messageName, privateConversation } from './names.js';
import { at, fieldsIn, fieldsOf, idOf, instantOf, present, textOf, webAddressOf, type Fields } from './payloads.js';
import { citizenOf, type Person } from './post.js';
import { MESSAGE_EVENT } from './prices.js';
import { readableText, urlsIn } from './text.js';

const MEDIA: ReadonlyMap<unknown, Attachment['type']> = new Map<unknown, Attachment['type']>([
  ['photo', 'image'],
  ['video', 'video'],
  ['animated_gif', 'video'],
]);

/** Profiles by id: bare, or behind `data`. */
function personOf(users: unknown, id: string): Person {
  const profile = at(users, id, 'data') ?? at(users, id);
  return { id, name: textOf(at(profile, 'name')) ?? textOf(at(profile, 'username') ?? at(profile, 'screen_name')) };
}

function attachmentsOf(data: unknown): readonly Attachment[] {
  const media = fieldsOf(at(data, 'attachment', 'media'));
  return media === undefined
    ? []
    : [
        {
          type: MEDIA.get(media['type']) ?? 'file',
          ...present({
            url: webAddressOf(media['media_url_https']),
            mediaId: idOf(media['id_str']) ?? idOf(media['id']),
          }),
        },
      ];
}

function contentOf(id: string, data: unknown): NonNullable<ChannelEvent['message']> {
  const attachments = attachmentsOf(data);
  const picture = fieldsOf(at(data, 'attachment', 'media'));
  const urls = [...urlsIn(at(data, 'entities')), ...(picture === undefined ? [] : [picture])];
  const text = readableText(textOf(at(data, 'text')) ?? '', urls);
  return {
    ...{ id: messageName(id), text, attachments, isPublic: false },
    ...(text === '' && attachments.length === 0 ? { isPlaceholder: true } : {}),
  };
}

export interface ToldInPrivate {
  readonly account: string;
  readonly receivedAtMs: number;
  /** Profiles by id. */
  readonly users: unknown;
}

/** A private message that is not encrypted; both of X's products tell it in one shape. Undefined when it lacks an id. */
export function eventOfMessage(
  message: Fields,
  { account, receivedAtMs, users }: ToldInPrivate,
): ChannelEvent | undefined {
  const created = message['message_create'];
  const [id, sender] = [idOf(message['id']), idOf(at(created, 'sender_id'))];
  const recipient = idOf(at(created, 'target', 'recipient_id'));
  if (id === undefined || sender === undefined || recipient === undefined) {
    return undefined;
  }
  const common = {
    ...{ channel: 'x', account, key: messageName(id) },
    occurredAtMs: instantOf(message['created_timestamp']) ?? receivedAtMs,
  };
  const content = { message: contentOf(id, at(created, 'message_data')), price: { item: MESSAGE_EVENT } };
  if (sender === account) {
    return { ...common, conversation: privateConversation(recipient), action: 'outside', ...content };
  }
  return recipient === account
    ? {
        ...{ ...common, conversation: privateConversation(sender), action: 'open' },
        ...citizenOf(personOf(users, sender)),
        ...content,
      }
    : { ...common, conversation: ACCOUNT_CONVERSATION, action: 'drop', reason: 'X_MESSAGE_OF_OTHERS' };
}

/** Events of a list, in its order; undefined where one could not be read. */
export function eventsOfMessages(list: unknown, told: ToldInPrivate): readonly (ChannelEvent | undefined)[] {
  return fieldsIn(list).map((message) => eventOfMessage(message, told));
}
