import type { Attachment, ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { citizenOf, dropped, eventOf, unrecognised, type At, type Item } from './events.js';
import { didOf, fieldsIn, fieldsOf, handleOf, instantOf, present, textOf, type Fields } from './payloads.js';

const KIND = /^chat\.bsky\.convo\.defs#(log[A-Z][A-Za-z]{1,60})$/;

interface Letter {
  readonly at: At;
  readonly convo: string;
  readonly id: string;
  readonly sender: string;
  readonly message: Fields;
}

function letterOf(item: Item, fact: 'message' | 'deleted'): Letter | undefined {
  const { fields } = item;
  const message = fieldsOf(fields['message']);
  const convo = handleOf(fields['convoId']);
  const id = handleOf(message?.['id']);
  const sender = didOf(fieldsOf(message?.['sender'])?.['did']);
  if (message === undefined || convo === undefined || id === undefined || sender === undefined) {
    return undefined;
  }
  const at = { key: `${fact}:${convo}:${id}`, conversation: convo, atMs: instantOf(message['sentAt']) };
  return { at, convo, id, sender, message };
}

/** A post that was shared in the conversation. */
function sharedPost(message: Fields): readonly Attachment[] {
  const embed = fieldsOf(message['embed']);
  const url = textOf(fieldsOf(embed?.['record'])?.['uri']);
  return url === undefined ? [] : [{ type: 'link', url }];
}

function contentOf({ id, message }: Letter): NonNullable<ChannelEvent['message']> {
  const text = textOf(message['text']) ?? '';
  const attachments = sharedPost(message);
  const isEmpty = text === '' && attachments.length === 0;
  return { id, text, attachments, isPublic: false, ...(isEmpty ? { isPlaceholder: true } : {}) };
}

function nameOf(item: Item, did: string): string | undefined {
  const profile = fieldsIn(item.fields['relatedProfiles']).find((one) => one['did'] === did);
  return textOf(profile?.['displayName']) ?? textOf(profile?.['handle']);
}

/** What we sent ourselves comes back too; by its id it is known as ours, or it is an answer from the app. */
function created(item: Item): ChannelEvent {
  const letter = letterOf(item, 'message');
  if (letter === undefined) {
    return unrecognised(item, 'BLUESKY_MESSAGE_INCOMPLETE');
  }
  return letter.sender === item.did
    ? { ...eventOf(item, letter.at, 'outside'), message: contentOf(letter) }
    : {
        ...eventOf(item, letter.at, 'open'),
        ...citizenOf(letter.sender, nameOf(item, letter.sender)),
        message: contentOf(letter),
      };
}

/** `message.sentAt` is when it was sent, so the deletion happened when we heard of it. */
function deleted(item: Item): ChannelEvent {
  const letter = letterOf(item, 'deleted');
  if (letter === undefined) {
    return unrecognised(item, 'BLUESKY_MESSAGE_INCOMPLETE');
  }
  const at = { ...letter.at, atMs: undefined };
  return letter.sender === item.did
    ? dropped(item, at, 'OWN_MESSAGE')
    : { ...eventOf(item, at, 'redact'), ...citizenOf(letter.sender, undefined), ...present({ about: letter.id }) };
}

/** One entry of the log of direct messages. Kinds that are new and read like a kind change no ticket. */
export function messageEvent(item: Item): ChannelEvent {
  const [, kind] = KIND.exec(textOf(item.fields['$type']) ?? '') ?? [];
  switch (kind) {
    case 'logCreateMessage':
      return created(item);
    case 'logDeleteMessage':
      return deleted(item);
    case undefined:
      return unrecognised(item, 'BLUESKY_LOG_UNKNOWN');
    default:
      return dropped(item, undefined, 'BLUESKY_LOG_NOT_USED');
  }
}
