import { parseExactly } from '../../../src/adapter-sdk/index.js';
import type { Attachment, ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { fieldsOf, idOf, listOf, numberOf, present, textOf, type Fields } from './read.js';

type Message = NonNullable<ChannelEvent['message']>;
/** Text and attachments of one message; undefined where its part is missing. */
type Content = Pick<Message, 'text' | 'attachments'> | undefined;

const MEDIA: ReadonlyMap<string, Attachment['type']> = new Map<string, Attachment['type']>([
  ['image', 'image'],
  ['video', 'video'],
  ['audio', 'audio'],
  ['document', 'file'],
  ['sticker', 'sticker'],
]);

function textOnly(text: string | undefined): Content {
  return text === undefined ? undefined : { text, attachments: [] };
}

function mediaContent(type: Attachment['type'], part: Fields): Content {
  const facts = present({
    url: textOf(part['url']),
    mediaId: idOf(part['id']),
    mimeType: textOf(part['mime_type']),
    name: textOf(part['filename']),
  });
  return { text: textOf(part['caption']) ?? '', attachments: [{ type, ...facts }] };
}

function locationContent(part: Fields): Content {
  const name = textOf(part['name']);
  const facts = present({
    latitude: numberOf(part['latitude']),
    longitude: numberOf(part['longitude']),
    name,
    url: textOf(part['url']),
  });
  const words = [name, textOf(part['address'])].filter((word) => word !== undefined);
  return { text: words.join(', '), attachments: [{ type: 'location', ...facts }] };
}

/** A form's answers come as JSON inside a string that need not be JSON. The flow token is not for eyes. */
function formText(reply: Fields): string | undefined {
  const raw = textOf(reply['response_json']);
  const parsed = raw === undefined ? undefined : parseExactly(raw);
  const answers = parsed?.ok === true ? fieldsOf(parsed.value) : undefined;
  const lines = Object.entries(answers ?? {})
    .filter(([name, value]) => name !== 'flow_token' && typeof value !== 'object')
    .map(([name, value]) => `${name}: ${String(value)}`);
  const text = [textOf(reply['body']) ?? textOf(reply['name']), ...lines]
    .filter((line) => line !== undefined)
    .join('\n');
  return textOf(text) ?? raw;
}

function interactiveContent(part: Fields): Content {
  const reply = fieldsOf(part['button_reply']) ?? fieldsOf(part['list_reply']);
  if (reply !== undefined) {
    return textOnly(textOf(reply['title']) ?? textOf(reply['id']));
  }
  const form = fieldsOf(part['nfm_reply']);
  return form === undefined ? undefined : textOnly(formText(form));
}

/** Content by message type; undefined for a type that is not known or whose part is missing. */
function contentOf(type: string, message: Fields): Content {
  const part = fieldsOf(message[type]);
  if (part === undefined) {
    return undefined;
  }
  const media = MEDIA.get(type);
  if (media !== undefined) {
    return mediaContent(media, part);
  }
  switch (type) {
    case 'text':
      return textOnly(textOf(part['body']));
    case 'location':
      return locationContent(part);
    case 'interactive':
      return interactiveContent(part);
    case 'button':
      return textOnly(textOf(part['text']) ?? textOf(part['payload']));
    default:
      return undefined;
  }
}

/**
 * The content of a message in either direction. What cannot be shown becomes a placeholder that asks to be sent again:
 * somebody wrote to us, whatever it was.
 */
export function whatsappMessage(message: Fields, id: string): Message {
  const content = contentOf(textOf(message['type']) ?? '', message);
  const replyTo = idOf(fieldsOf(message['context'])?.['id']);
  const isPlaceholder = content === undefined || listOf(message['errors']).length > 0;
  return {
    id,
    text: content?.text ?? '',
    attachments: content?.attachments ?? [],
    isPublic: false,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(isPlaceholder ? { isPlaceholder } : {}),
  };
}
