import type { ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { keyOf } from './keys.js';
import { unrecognised, type Place } from './place.js';
import { fieldsOf, idOf, instantOf, present, textOf, type Fields } from './read.js';

/** The fields of an Instagram subscription that are about what stands in public. */
export const COMMENT_FIELDS: ReadonlySet<string> = new Set(['comments', 'live_comments', 'mentions']);

interface Comment {
  readonly place: Place;
  readonly id: string;
  readonly value: Fields;
}

/** The thread is the top-level comment: answers under it join its ticket, and Instagram takes ours there alone. */
function baseOf({ place, id, value }: Comment, field: string): Omit<ChannelEvent, 'action'> {
  return {
    channel: place.channel,
    account: place.account,
    key: keyOf(field, id),
    conversation: idOf(value['parent_id']) ?? id,
    // The time of the comment is not documented; a back-fill knows it.
    occurredAtMs: instantOf(value['created_time']) ?? place.sentAtMs,
  };
}

function isOwn({ place, value }: Comment): boolean {
  return idOf(fieldsOf(value['from'])?.['id']) === place.account;
}

function citizenOf({ value }: Comment): ChannelEvent['citizen'] {
  const from = fieldsOf(value['from']);
  const id = idOf(from?.['id']);
  return id === undefined
    ? undefined
    : { aliases: [{ kind: 'igsid', value: id }], ...present({ name: textOf(from?.['username']) }) };
}

/** A comment, or an answer under one. Of edits and removals Instagram tells nothing. */
function commentEvent(comment: Comment): ChannelEvent {
  const { id, value } = comment;
  const text = textOf(value['text']) ?? '';
  const own = isOwn(comment);
  return {
    ...baseOf(comment, 'comments'),
    action: own ? 'outside' : 'open',
    ...present({ citizen: own ? undefined : citizenOf(comment) }),
    message: {
      id,
      text,
      attachments: [],
      isPublic: true,
      ...present({ replyTo: idOf(value['parent_id']) }),
      // Only a picture or a symbol that the API does not show.
      ...(text === '' ? { isPlaceholder: true } : {}),
    },
  };
}

/**
 * Reads one change of `comments`, `live_comments` or `mentions`. What is said during a broadcast is gone with it, and a
 * mention in somebody else's place comes without words and author: both are counted and open nothing.
 */
export function instagramComment(field: string, rawValue: unknown, place: Place): ChannelEvent {
  const value = fieldsOf(rawValue);
  const id = idOf(value?.['id']) ?? idOf(value?.['comment_id']) ?? idOf(value?.['media_id']);
  if (value === undefined || id === undefined) {
    return unrecognised(place, 'META_COMMENT_WITHOUT_ID', { field, rawValue });
  }
  const comment = { place, id, value };
  if (field === 'comments') {
    return commentEvent(comment);
  }
  const reason = field === 'live_comments' ? 'INSTAGRAM_LIVE_COMMENT' : 'INSTAGRAM_MENTION_WITHOUT_WORDS';
  return { ...baseOf(comment, field), action: 'drop', about: id, reason };
}
