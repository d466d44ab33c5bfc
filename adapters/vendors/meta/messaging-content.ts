import type { Attachment, ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { fieldsIn, fieldsOf, idOf, numberOf, present, textOf, type Fields } from './read.js';

type Message = NonNullable<ChannelEvent['message']>;

const TYPES: ReadonlyMap<string, Attachment['type']> = new Map<string, Attachment['type']>([
  ['image', 'image'],
  ['video', 'video'],
  ['reel', 'video'],
  ['ig_reel', 'video'],
  ['audio', 'audio'],
  ['file', 'file'],
  ['sticker', 'sticker'],
  ['like_heart', 'sticker'],
  ['location', 'location'],
  ['fallback', 'link'],
  ['share', 'link'],
  ['story_mention', 'link'],
]);

/** Until August 2026 a sticker came as an image that carries a sticker id. */
function typeOf(type: string, payload: Fields): Attachment['type'] {
  if (idOf(payload['sticker_id']) !== undefined) {
    return 'sticker';
  }
  return TYPES.get(type) ?? 'other';
}

function coordinatesOf(payload: Fields): Pick<Attachment, 'latitude' | 'longitude'> {
  const place = fieldsOf(payload['coordinates']);
  const latitude = numberOf(place?.['lat']);
  const longitude = numberOf(place?.['long']);
  return latitude === undefined || longitude === undefined ? {} : { latitude, longitude };
}

/** The link of a story mention dies with the story: it is shown to who answers, and nothing is fetched from it. */
function attachmentOf(raw: Fields): Attachment {
  const payload = fieldsOf(raw['payload']) ?? {};
  return {
    type: typeOf(textOf(raw['type']) ?? '', payload),
    ...present({
      url: textOf(payload['url']) ?? textOf(raw['url']),
      mediaId: idOf(payload['sticker_id']) ?? idOf(payload['attachment_id']),
      name: raw['type'] === 'story_mention' ? 'story mention' : (textOf(raw['title']) ?? textOf(payload['title'])),
    }),
    ...coordinatesOf(payload),
  };
}

/** The link to a story dies with the story; its id stays on record. */
function storyOf(replyTo: Fields | undefined): readonly Attachment[] {
  const story = fieldsOf(replyTo?.['story']);
  if (story === undefined) {
    return [];
  }
  return [{ type: 'link', name: 'story', ...present({ url: textOf(story['url']), mediaId: idOf(story['id']) }) }];
}

function isUnshowable(raw: Fields): boolean {
  return (
    raw['is_unsupported'] === true || fieldsIn(raw['attachments']).some((one) => one['type'] === 'unsupported_type')
  );
}

/** The content of `message`, for both directions. */
export function messageOf(raw: Fields, id: string): Message {
  const replyTo = fieldsOf(raw['reply_to']);
  const parent = idOf(replyTo?.['mid']);
  const attachments = fieldsIn(raw['attachments']).map((one) => attachmentOf(one));
  const text = textOf(raw['text']) ?? '';
  const isPlaceholder = isUnshowable(raw) || (text === '' && attachments.length === 0);
  return {
    id,
    text,
    attachments: [...attachments, ...storyOf(replyTo)],
    isPublic: false,
    ...(parent === undefined ? {} : { replyTo: parent }),
    ...(isPlaceholder ? { isPlaceholder } : {}),
  };
}

/** A lone sticker or heart joins the ticket without starting the clock again: nobody waits for an answer to a thumb. */
export function isGestureOnly(message: Message): boolean {
  return (
    message.text === '' && message.attachments.length > 0 && message.attachments.every((one) => one.type === 'sticker')
  );
}
