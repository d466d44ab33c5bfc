import type { Attachment, ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { citizenOf, dropped, eventOf, unrecognised, type Item } from './events.js';
import { didOf, fieldsIn, fieldsOf, handleOf, instantOf, placeOf, present, textOf, type Fields } from './payloads.js';

/** Reasons that a citizen speaks to us; a post has one of them only, so none says how it hangs in a thread. */
const SPEAKS: ReadonlySet<unknown> = new Set(['mention', 'reply', 'quote']);
/** What needs no answer. */
const SILENT: ReadonlySet<unknown> = new Set([
  ...['like', 'repost', 'follow', 'starterpack-joined', 'verified', 'unverified', 'like-via-repost'],
  ...['repost-via-repost', 'subscribed-post', 'contact-match'],
]);

/** Conversations of posts: the first post of the thread and the citizen, since others may speak in it too. */
export function conversationOf(root: string, did: string): string {
  return `${root} ${did}`;
}

/** The content id of a file; the server of its author gives it. */
function blobOf(value: unknown): Pick<Attachment, 'mediaId' | 'mimeType'> {
  const blob = fieldsOf(value);
  return present({ mediaId: handleOf(fieldsOf(blob?.['ref'])?.['$link']), mimeType: textOf(blob?.['mimeType']) });
}

function linkOf(uri: unknown, title: unknown): readonly Attachment[] {
  const url = textOf(uri);
  return url === undefined ? [] : [{ type: 'link', url, ...present({ name: textOf(title) }) }];
}

/** Pictures, a film, a link, or a post that is quoted; a quote may come with one of the others. */
function attachmentsOf(embed: Fields | undefined): readonly Attachment[] {
  switch (embed?.['$type']) {
    case 'app.bsky.embed.images':
      return fieldsIn(embed['images']).map((image) => ({
        ...{ type: 'image', ...blobOf(image['image']) },
        ...present({ name: textOf(image['alt']) }),
      }));
    case 'app.bsky.embed.video':
      return [{ type: 'video', ...blobOf(embed['video']), ...present({ name: textOf(embed['alt']) }) }];
    case 'app.bsky.embed.external': {
      const external = fieldsOf(embed['external']);
      return linkOf(external?.['uri'], external?.['title']);
    }
    case 'app.bsky.embed.record':
      return linkOf(fieldsOf(embed['record'])?.['uri'], undefined);
    case 'app.bsky.embed.recordWithMedia':
      return [...mediaOf(embed), ...linkOf(fieldsOf(fieldsOf(embed['record'])?.['record'])?.['uri'], undefined)];
    default:
      return [];
  }
}

/** One level only: what comes from outside may be nested for ever. */
function mediaOf(embed: Fields): readonly Attachment[] {
  const media = fieldsOf(embed['media']);
  return media?.['$type'] === 'app.bsky.embed.recordWithMedia' ? [] : attachmentsOf(media);
}

function messageOf(uri: string, record: Fields): NonNullable<ChannelEvent['message']> {
  const text = textOf(record['text']) ?? '';
  const attachments = attachmentsOf(fieldsOf(record['embed']));
  const parent = placeOf(fieldsOf(fieldsOf(record['reply'])?.['parent'])?.['uri'])?.uri;
  return {
    ...{ id: uri, text, attachments, isPublic: true },
    ...present({ replyTo: parent }),
    ...(text === '' && attachments.length === 0 ? { isPlaceholder: true } : {}),
  };
}

interface Post {
  readonly uri: string;
  readonly did: string;
  readonly author: Fields;
  readonly record: Fields;
}

function postOf(fields: Fields): Post | undefined {
  const author = fieldsOf(fields['author']);
  const did = didOf(author?.['did']);
  const uri = placeOf(fields['uri'])?.uri;
  const record = fieldsOf(fields['record']);
  return author === undefined || did === undefined || uri === undefined || record === undefined
    ? undefined
    : { uri, did, author, record };
}

function rootOf({ uri, record }: Post): string {
  return placeOf(fieldsOf(fieldsOf(record['reply'])?.['root'])?.['uri'])?.uri ?? uri;
}

/** A post that names, answers or quotes us opens a ticket or joins the one of its thread. */
export function postEvent(item: Item): ChannelEvent {
  const reason = item.fields['reason'];
  if (SILENT.has(reason)) {
    return dropped(item, undefined, 'BLUESKY_NOTIFICATION_NOT_USED');
  }
  if (!SPEAKS.has(reason)) {
    return unrecognised(item, 'BLUESKY_NOTIFICATION_UNKNOWN');
  }
  const post = postOf(item.fields);
  if (post === undefined) {
    return unrecognised(item, 'BLUESKY_POST_INCOMPLETE');
  }
  const { uri, did, author, record } = post;
  const at = { key: uri, conversation: conversationOf(rootOf(post), did), atMs: instantOf(item.fields['indexedAt']) };
  if (did === item.did) {
    return dropped(item, at, 'OWN_MESSAGE');
  }
  const name = textOf(author['displayName']) ?? textOf(author['handle']);
  return { ...eventOf(item, at, 'open'), ...citizenOf(did, name), message: messageOf(uri, record) };
}
