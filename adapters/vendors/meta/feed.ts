import type { Attachment, ChannelEvent, EventAction } from '../../../src/adapter-sdk/index.js';
import { digestOf, digestOfText, keyOf } from './keys.js';
import { unrecognised, type Place } from './place.js';
import { fieldsOf, idOf, instantOf, listOf, textOf, type Fields } from './read.js';

/** The fields of a Page subscription that carry posts and comments. */
export const FEED_FIELDS: ReadonlySet<string> = new Set(['feed', 'mention', 'ratings']);

type Kind = 'comment' | 'post' | 'rating' | 'reaction';
type Change = 'add' | 'edit' | 'remove' | 'moderate';

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['comment', 'comment'],
  ['rating', 'rating'],
  ['reaction', 'reaction'],
  ['like', 'reaction'],
  ...['post', 'status', 'photo', 'video', 'share', 'link', 'album', 'event', 'note'].map((item): [string, Kind] => [
    item,
    'post',
  ]),
]);

/** Meta's pages and its traffic disagree on spellings; all of them are accepted. */
const CHANGES: ReadonlyMap<string, Change> = new Map([
  ['add', 'add'],
  ['edit', 'edit'],
  ['edited', 'edit'],
  ['update', 'edit'],
  ['remove', 'remove'],
  ['delete', 'remove'],
  ['hide', 'moderate'],
  ['unhide', 'moderate'],
]);

interface Effect {
  readonly action: EventAction;
  readonly reason?: string;
}

const NOTE_MODERATED: Effect = { action: 'note', reason: 'FACEBOOK_MODERATED' };
const NOTE_OWN_EDIT: Effect = { action: 'note', reason: 'FACEBOOK_OWN_CONTENT_EDITED' };

/** What happened, by whose content it is. A page's own post is context; its own comment is an answer. */
const EFFECTS: Readonly<
  Record<'comment' | 'post', Record<Change, { readonly citizen: Effect; readonly own: Effect }>>
> = {
  comment: {
    add: { citizen: { action: 'open' }, own: { action: 'outside' } },
    edit: { citizen: { action: 'amend' }, own: NOTE_OWN_EDIT },
    remove: { citizen: { action: 'redact' }, own: { action: 'redact' } },
    moderate: { citizen: NOTE_MODERATED, own: NOTE_MODERATED },
  },
  post: {
    add: { citizen: { action: 'open' }, own: { action: 'note', reason: 'FACEBOOK_PAGE_POST' } },
    edit: { citizen: { action: 'amend' }, own: NOTE_OWN_EDIT },
    remove: { citizen: { action: 'redact' }, own: { action: 'note', reason: 'FACEBOOK_PAGE_POST_REMOVED' } },
    moderate: { citizen: NOTE_MODERATED, own: NOTE_MODERATED },
  },
};

/** One change of a feed, read once. */
interface FeedItem {
  readonly place: Place;
  readonly field: string;
  readonly item: string;
  readonly verb: string;
  readonly kind: Kind;
  readonly change: Change;
  readonly value: Fields;
  readonly author: { readonly id?: string; readonly name?: string };
  readonly isOwn: boolean;
  readonly atMs: number;
}

/** `from` is missing without the user-content permission; old shapes and recommendations spell it differently. */
function authorOf(value: Fields): FeedItem['author'] {
  const from = fieldsOf(value['from']);
  const id = idOf(from?.['id']) ?? idOf(value['sender_id']) ?? idOf(value['reviewer_id']);
  const name = textOf(from?.['name']) ?? textOf(value['sender_name']) ?? textOf(value['reviewer_name']);
  return { ...(id === undefined ? {} : { id }), ...(name === undefined ? {} : { name }) };
}

function attachmentsOf(value: Fields): readonly Attachment[] {
  const photos = [value['photo'], ...listOf(value['photos'])].map(textOf);
  const found: Attachment[] = [];
  for (const url of new Set(photos)) {
    if (url !== undefined) {
      found.push({ type: 'image', url });
    }
  }
  const video = textOf(value['video']);
  const link = textOf(value['link']);
  return [
    ...found,
    ...(video === undefined ? [] : [{ type: 'video' as const, url: video }]),
    // The link of a photo post is the photo again.
    ...(link === undefined || found.length > 0 || video !== undefined ? [] : [{ type: 'link' as const, url: link }]),
  ];
}

/**
 * The thread is the top-level comment, so that answers under it join one ticket. A comment of the page directly under
 * a post belongs to the post: that is how a colleague answers a visitor's post.
 */
function threadOf(item: FeedItem, id: string): string {
  if (item.kind !== 'comment') {
    return id;
  }
  const post = idOf(item.value['post_id']) ?? idOf(item.value['open_graph_story_id']);
  const parent = idOf(item.value['parent_id']);
  if (parent !== undefined && parent !== post && parent !== item.place.account) {
    return parent;
  }
  return item.isOwn ? (post ?? id) : id;
}

function contentOf(item: FeedItem, id: string): Pick<ChannelEvent, 'citizen' | 'message'> {
  const { author, value } = item;
  const replyTo = idOf(value['parent_id']);
  return {
    ...(author.id === undefined || item.isOwn
      ? {}
      : {
          citizen: {
            // Not called a Messenger id: Meta does not say that the two are equal.
            aliases: [{ kind: 'facebook_user', value: author.id }],
            ...(author.name === undefined ? {} : { name: author.name }),
          },
        }),
    message: {
      id,
      text: textOf(value['message']) ?? textOf(value['review_text']) ?? '',
      attachments: attachmentsOf(value),
      isPublic: true,
      ...(replyTo === undefined || replyTo === id ? {} : { replyTo }),
    },
  };
}

/** Feed events carry no id of their own; the facts that make one different from another stand in for it. */
function feedKey(item: FeedItem, id: string): string {
  const base = [item.field, item.item, item.verb, id];
  const text = textOf(item.value['message']) ?? textOf(item.value['review_text']) ?? '';
  return item.change === 'edit' ? keyOf(...base, digestOfText(text)) : keyOf(...base);
}

function contentEvent(item: FeedItem, id: string, effect: Effect): ChannelEvent {
  const hasContent = effect.action === 'open' || effect.action === 'amend' || effect.action === 'outside';
  return {
    channel: item.place.channel,
    account: item.place.account,
    key: feedKey(item, id),
    conversation: threadOf(item, id),
    action: effect.action,
    occurredAtMs: item.atMs,
    ...(hasContent ? contentOf(item, id) : { about: id }),
    ...(effect.reason === undefined ? {} : { reason: effect.reason }),
  };
}

function reactionEvent(item: FeedItem): ChannelEvent {
  const { value } = item;
  const id = idOf(value['comment_id']) ?? idOf(value['post_id']);
  const facts = [item.author.id, textOf(value['reaction_type']), idOf(value['created_time'])].map((fact) => fact ?? '');
  return {
    channel: item.place.channel,
    account: item.place.account,
    key: keyOf(item.field, item.item, item.verb, id ?? digestOf(value), ...facts),
    conversation: idOf(value['parent_id']) ?? id ?? 'reactions',
    action: 'drop',
    occurredAtMs: item.atMs,
    ...(id === undefined ? {} : { about: id }),
    reason: 'FACEBOOK_REACTION',
  };
}

/** A recommendation without words asks nothing; it stays on record as a note. */
function ratingEvent(item: FeedItem, id: string): ChannelEvent {
  const isSilent = textOf(item.value['review_text']) === undefined;
  const effect: Effect =
    isSilent && item.change === 'add'
      ? { action: 'note', reason: 'FACEBOOK_RECOMMENDATION_WITHOUT_TEXT' }
      : EFFECTS.comment[item.change][item.isOwn ? 'own' : 'citizen'];
  return contentEvent(item, id, effect);
}

/**
 * The page's own posts often lack `from`; only `post` is what visitors write. A removal without an author is never
 * taken for the page's own: it may be a citizen who withdraws something, and redacting too much harms nobody.
 */
function isOwnContent(facts: Pick<FeedItem, 'field' | 'item' | 'kind' | 'change' | 'author' | 'place'>): boolean {
  const { field, item, kind, change, author, place } = facts;
  if (author.id !== undefined) {
    return author.id === place.account;
  }
  return field === 'feed' && kind === 'post' && item !== 'post' && change !== 'remove';
}

function idOfItem(item: FeedItem): string | undefined {
  const { value } = item;
  if (item.kind === 'comment') {
    return idOf(value['comment_id']);
  }
  return item.kind === 'rating' ? idOf(value['open_graph_story_id']) : idOf(value['post_id']);
}

function eventOf(item: FeedItem): ChannelEvent {
  if (item.kind === 'reaction') {
    return reactionEvent(item);
  }
  const id = idOfItem(item);
  if (id === undefined) {
    return unrecognised(item.place, 'META_FEED_ITEM_WITHOUT_ID', item.value);
  }
  if (item.kind === 'rating') {
    return ratingEvent(item, id);
  }
  return contentEvent(item, id, EFFECTS[item.kind][item.change][item.isOwn ? 'own' : 'citizen']);
}

/**
 * `created_time` is that of the content. An edit or a removal happened later, and only the notification's own time
 * says about when; without it a second edit could not be told from the first.
 */
function instantOfItem(change: Change, value: Fields, place: Place): number {
  const created = instantOf(value['created_time']);
  return change === 'add' ? (created ?? place.sentAtMs) : Math.max(created ?? 0, place.sentAtMs);
}

/** Reads one change of `feed`, `mention` or `ratings`. Gives one event, always. */
export function feedEvent(field: string, rawValue: unknown, place: Place): ChannelEvent {
  const value = fieldsOf(rawValue);
  if (value === undefined) {
    return unrecognised(place, 'META_FEED_UNREADABLE', { field, rawValue });
  }
  const item = textOf(value['item']) ?? '';
  const verb = textOf(value['verb']) ?? '';
  const kind = KINDS.get(item);
  if (kind === undefined) {
    return unrecognised(place, 'META_FEED_ITEM_UNKNOWN', { field, value });
  }
  const change = CHANGES.get(verb);
  if (change === undefined && kind !== 'reaction') {
    return unrecognised(place, 'META_FEED_VERB_UNKNOWN', { field, value });
  }
  const author = authorOf(value);
  const facts = { place, field, item, verb, kind, change: change ?? 'add', value, author } as const;
  return eventOf({
    ...facts,
    isOwn: isOwnContent(facts),
    atMs: instantOfItem(facts.change, value, place),
  });
}
