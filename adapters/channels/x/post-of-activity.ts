import type { Attachment } from '../../../src/adapter-sdk/index.js';
import { at, fieldsIn, idOf, instantOf, present, textOf, webAddressOf, type Fields } from './payloads.js';
import type { Person, Post } from './post.js';
import { readableText, urlsIn, wordsBegin } from './text.js';

const MEDIA: ReadonlyMap<unknown, Attachment['type']> = new Map<unknown, Attachment['type']>([
  ['photo', 'image'],
  ['video', 'video'],
  ['animated_gif', 'video'],
]);
/** X allows four. */
const MAX_ATTACHMENTS = 20;

/** Profiles stand bare in a list or behind `data`, and may be missing. */
export function personIn(users: readonly Fields[], id: string): Person {
  const found = users.map((one) => one['data'] ?? one).find((one) => idOf(at(one, 'id')) === id);
  return { id, name: textOf(at(found, 'name')) ?? textOf(at(found, 'username')) };
}

function attachmentsOf(post: Fields, includes: unknown): readonly Attachment[] {
  const media = fieldsIn(at(includes, 'media'));
  const keys = at(post, 'attachments', 'media_keys');
  return (Array.isArray(keys) ? keys : []).slice(0, MAX_ATTACHMENTS).map((key: unknown) => {
    const found = media.find((one) => one['media_key'] === key);
    const url = webAddressOf(found?.['url']) ?? webAddressOf(found?.['preview_image_url']);
    const type = MEDIA.get(found?.['type']) ?? 'other';
    return { type, ...present({ url, mediaId: textOf(key), name: textOf(found?.['alt_text']) }) };
  });
}

function referenced(post: Fields, type: string): string | undefined {
  return idOf(fieldsIn(post['referenced_tweets']).find((one) => one['type'] === type)?.['id']);
}

/** A long post has a short text and its whole one apart. */
function wholeText(post: Fields): { readonly text: string; readonly entities: unknown; readonly isLong: boolean } {
  const long = textOf(at(post, 'note_tweet', 'text'));
  return long === undefined
    ? { text: textOf(post['text']) ?? '', entities: post['entities'], isLong: false }
    : { text: long, entities: at(post, 'note_tweet', 'entities') ?? post['entities'], isLong: true };
}

/** A post of the activity API, and of a look at the mentions. Undefined when it lacks what nothing can be done without. */
export function postOfActivity(post: Fields, includes: unknown): Post | undefined {
  const [id, author] = [idOf(post['id']), idOf(post['author_id'])];
  if (id === undefined || author === undefined) {
    return undefined;
  }
  const replyTo = idOf(post['in_reply_to_tweet_id']) ?? referenced(post, 'replied_to');
  const replyToUser = idOf(post['in_reply_to_user_id']);
  const { text, entities, isLong } = wholeText(post);
  const isReply = replyTo !== undefined || replyToUser !== undefined;
  // The range counts in the short text; of a long one the names at the beginning are what it would leave out.
  const begin = wordsBegin(text, isReply, isLong ? undefined : post['display_text_range']);
  const mentions = fieldsIn(at(entities, 'mentions')).filter(
    ({ start }) => typeof start !== 'number' || start >= begin,
  );
  return {
    ...{ id, author: personIn(fieldsIn(at(includes, 'users')), author), replyTo, replyToUser },
    conversation: idOf(post['conversation_id']) ?? id,
    atMs: instantOf(post['created_at']),
    text: readableText(text, urlsIn(entities)),
    attachments: attachmentsOf(post, includes),
    ownWords: readableText([...text].slice(begin).join(''), urlsIn(entities)),
    mentioned: mentions.flatMap((one) => idOf(one['id']) ?? []),
    quotesAccount: false,
  };
}
