import type { Attachment, ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { messageIdOf } from './message-id.js';
import { fieldsIn, fieldsOf, handleOf, idOf, numberOf, present, textOf, type Fields } from './payloads.js';

type Content = NonNullable<ChannelEvent['message']>;

/** Which attachment the file in a field of a message becomes. */
const FILES: ReadonlyMap<string, Attachment['type']> = new Map<string, Attachment['type']>([
  ['live_photo', 'image'],
  ['video', 'video'],
  ['video_note', 'video'],
  ['animation', 'video'],
  ['voice', 'audio'],
  ['audio', 'audio'],
  ['document', 'file'],
]);

function joined(parts: readonly (string | undefined)[], separator: string): string | undefined {
  return textOf(parts.filter((part) => part !== undefined).join(separator));
}

function pixelsOf(photo: Fields): number {
  return (numberOf(photo['width']) ?? 0) * (numberOf(photo['height']) ?? 0);
}

/** Telegram gives each photo in several sizes; the largest is the one that was sent. */
function photoOf(message: Fields): readonly Attachment[] {
  const [largest] = fieldsIn(message['photo']).toSorted((a, b) => pixelsOf(b) - pixelsOf(a));
  return largest === undefined ? [] : [{ type: 'image', ...present({ mediaId: handleOf(largest['file_id']) }) }];
}

function filesOf(message: Fields): readonly Attachment[] {
  return [...FILES].flatMap(([field, type]) => {
    const file = fieldsOf(message[field]);
    // An animation comes a second time as a document, for old bots.
    const isCopy = field === 'document' && fieldsOf(message['animation']) !== undefined;
    return file === undefined || isCopy
      ? []
      : [
          {
            type,
            ...present({
              mediaId: handleOf(file['file_id']),
              mimeType: textOf(file['mime_type']),
              name: textOf(file['file_name']),
            }),
          },
        ];
  });
}

/** A venue comes with its place as a location of its own too, for old bots; so one place, with the venue's name. */
function placeOf(message: Fields): readonly Attachment[] {
  const venue = fieldsOf(message['venue']);
  const location = fieldsOf(message['location']) ?? fieldsOf(venue?.['location']);
  const name = joined([textOf(venue?.['title']), textOf(venue?.['address'])], ', ');
  const latitude = numberOf(location?.['latitude']);
  const longitude = numberOf(location?.['longitude']);
  return latitude === undefined || longitude === undefined
    ? []
    : [{ type: 'location', latitude, longitude, ...present({ name }) }];
}

function contactOf(message: Fields): readonly Attachment[] {
  const contact = fieldsOf(message['contact']);
  const name = joined(
    [textOf(contact?.['first_name']), textOf(contact?.['last_name']), textOf(contact?.['phone_number'])],
    ' ',
  );
  return name === undefined ? [] : [{ type: 'other', name }];
}

function stickerOf(message: Fields): readonly Attachment[] {
  const sticker = fieldsOf(message['sticker']);
  return sticker === undefined
    ? []
    : [
        {
          type: 'sticker',
          ...present({ mediaId: handleOf(sticker['file_id']), name: textOf(sticker['emoji']) }),
        },
      ];
}

/** The message that is answered; Telegram repeats it whole, and its number is enough. */
function repliedTo(message: Fields, chat: string): string | undefined {
  const number = idOf(fieldsOf(message['reply_to_message'])?.['message_id']);
  return number === undefined ? undefined : messageIdOf(chat, number);
}

/** What a message says. A kind of content that we cannot show (a poll, a story) is a placeholder, never nothing. */
export function contentOf(message: Fields, chat: string, number: string): Content {
  const text = textOf(message['text']) ?? textOf(message['caption']) ?? '';
  const attachments = [
    ...photoOf(message),
    ...filesOf(message),
    ...placeOf(message),
    ...contactOf(message),
    ...stickerOf(message),
  ];
  return {
    id: messageIdOf(chat, number),
    text,
    attachments,
    isPublic: false,
    ...present({ replyTo: repliedTo(message, chat) }),
    ...(text === '' && attachments.length === 0 ? { isPlaceholder: true } : {}),
  };
}

/** A sticker says hello or thanks; it asks nothing. */
export function isStickerOnly(content: Content): boolean {
  return content.text === '' && content.attachments.length > 0 && content.attachments.every(isSticker);
}

function isSticker(attachment: Attachment): boolean {
  return attachment.type === 'sticker';
}
