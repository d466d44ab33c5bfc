import { seededDigits } from '../random.js';
import { ControlError } from '../basics/control-error.js';
import { type FeedVerb, feedUpdate, instagramComment, mentionUpdate } from './envelope-feed.js';
import type { PlatformState } from './state.js';
import type { Author, PublicItem } from './threads.js';

export interface CommentInput {
  /** `facebook` unless told otherwise. */
  readonly channel?: 'facebook' | 'instagram';
  /** Page id or Instagram account id. */
  readonly account: string;
  /** Left out when the platform does not disclose who wrote it. */
  readonly author?: Author;
  readonly text?: string;
  readonly photo?: string;
  /** A standing post of the account unless told otherwise. */
  readonly postId?: string;
  /** The comment that is answered. */
  readonly parentId?: string;
  readonly commentId?: string;
  readonly atMs?: number;
}

export interface Commented {
  readonly commentId: string;
  readonly postId: string;
  readonly conversation: string;
}

export interface PostInput {
  readonly account: string;
  readonly author: Author;
  readonly text: string;
  readonly photo?: string;
  readonly postId?: string;
  readonly atMs?: number;
}

export interface MentionInput {
  readonly account: string;
  readonly text: string;
  readonly postId?: string;
  readonly commentId?: string;
  readonly atMs?: number;
}

function requireAccount(state: PlatformState, kind: 'page' | 'instagram', id: string): void {
  if (state.assets.find(id)?.kind !== kind) {
    throw new ControlError(`There is no ${kind} with id ${id}.`);
  }
}

/** Each account has one post of its own that citizens comment on when nobody says which. */
function standingPostId(channel: 'facebook' | 'instagram', account: string): string {
  const digits = seededDigits(`standing post of ${account}`, 15);
  return channel === 'facebook' ? `${account}_${digits}` : `180${digits.slice(1)}`;
}

function ensurePost(state: PlatformState, channel: 'facebook' | 'instagram', account: string, postId: string): void {
  if (state.threads.find(postId) !== undefined) {
    return;
  }
  const asset = state.assets.find(account);
  const name = asset !== undefined && 'page' in asset ? asset.page.name : account;
  state.threads.add({
    id: postId,
    channel,
    kind: 'post',
    account,
    postId,
    parentId: postId,
    conversation: `${channel}/${account}/${postId}`,
    author: { id: account, name },
    atMs: state.clock.nowMs(),
    text: 'Nieuws uit de stad',
    isRemoved: false,
    isHidden: false,
    privateReplyUsed: false,
  });
}

export function newCommentId(state: PlatformState, channel: 'facebook' | 'instagram', postId: string): string {
  return channel === 'facebook' ? state.ids.comment(postId) : state.ids.instagramObject();
}

/** Comments under one top comment are one conversation; under a visitor's post the whole post is. */
export function conversationOf(
  state: PlatformState,
  place: Pick<PublicItem, 'channel' | 'account' | 'postId' | 'parentId'>,
  id: string,
): string {
  const parent = state.threads.find(place.parentId);
  if (parent !== undefined && (parent.kind === 'comment' || parent.author?.id !== place.account)) {
    return parent.conversation;
  }
  return `${place.channel}/${place.account}/${place.parentId === place.postId ? id : place.parentId}`;
}

export function publicEntry(item: PublicItem): {
  readonly id: string;
  readonly channel: 'facebook' | 'instagram';
  readonly account: string;
  readonly conversation: string;
  readonly text: string;
  readonly atMs: number;
  readonly publicOrPrivate: 'public';
} {
  const { id, channel, account, conversation, text, atMs } = item;
  return { id, channel, account, conversation, text, atMs, publicOrPrivate: 'public' };
}

export function comment(state: PlatformState, input: CommentInput): Commented {
  const channel = input.channel ?? 'facebook';
  requireAccount(state, channel === 'facebook' ? 'page' : 'instagram', input.account);
  const parent = input.parentId === undefined ? undefined : state.threads.find(input.parentId);
  const postId = input.postId ?? parent?.postId ?? standingPostId(channel, input.account);
  ensurePost(state, channel, input.account, postId);
  const id = input.commentId ?? newCommentId(state, channel, postId);
  const item = state.threads.find(id) ?? addComment(state, input, { channel, postId, id });
  state.webhooks.publish([channel === 'facebook' ? feedUpdate(item, 'add', input.photo) : instagramComment(item)]);
  return { commentId: id, postId, conversation: item.conversation };
}

function addComment(
  state: PlatformState,
  input: CommentInput,
  place: { readonly channel: 'facebook' | 'instagram'; readonly postId: string; readonly id: string },
): PublicItem {
  const parentId = input.parentId ?? place.postId;
  const address = { channel: place.channel, account: input.account, postId: place.postId, parentId };
  const item: PublicItem = {
    ...address,
    id: place.id,
    kind: 'comment',
    conversation: conversationOf(state, address, place.id),
    author: input.author,
    atMs: input.atMs ?? state.clock.nowMs(),
    text: input.text ?? '',
    isRemoved: false,
    isHidden: false,
    privateReplyUsed: false,
  };
  state.threads.add(item);
  state.transcript.add({
    ...publicEntry(item),
    who: input.author?.id === input.account ? 'colleague' : 'citizen',
    author: input.author?.name ?? '',
    text: item.text === '' ? '[photo]' : item.text,
  });
  return item;
}

/** A visitor writes on the page itself. */
export function post(state: PlatformState, input: PostInput): Commented {
  requireAccount(state, 'page', input.account);
  const id = input.postId ?? state.ids.post(input.account);
  const known = state.threads.find(id);
  const item: PublicItem = known ?? {
    id,
    channel: 'facebook',
    kind: 'post',
    account: input.account,
    postId: id,
    parentId: id,
    conversation: `facebook/${input.account}/${id}`,
    author: input.author,
    atMs: input.atMs ?? state.clock.nowMs(),
    text: input.text,
    isRemoved: false,
    isHidden: false,
    privateReplyUsed: false,
  };
  if (known === undefined) {
    state.threads.add(item);
    state.transcript.add({ ...publicEntry(item), who: 'citizen', author: input.author.name });
  }
  state.webhooks.publish([feedUpdate(item, 'add', input.photo)]);
  return { commentId: id, postId: id, conversation: item.conversation };
}

/** Somebody names the page in a place that is not ours. The thread cannot be read or answered through this page. */
export function mention(state: PlatformState, input: MentionInput): Commented {
  requireAccount(state, 'page', input.account);
  const postId = input.postId ?? state.ids.post('880000000000001');
  const commentId = input.commentId ?? state.ids.comment(postId);
  state.webhooks.publish([
    mentionUpdate(input.account, { postId, commentId, text: input.text, atMs: input.atMs ?? state.clock.nowMs() }),
  ]);
  return { commentId, postId, conversation: `facebook/${input.account}/${commentId}` };
}

export function editItem(state: PlatformState, item: PublicItem, text: string): void {
  item.text = text;
  state.transcript.change(item.conversation, item.id, { text });
  publishChange(state, item, 'edited');
}

export function removeItem(state: PlatformState, item: PublicItem): void {
  item.isRemoved = true;
  state.transcript.change(item.conversation, item.id, { visible: false });
  publishChange(state, item, 'remove');
}

export function hideItem(state: PlatformState, item: PublicItem, isHidden: boolean): void {
  item.isHidden = isHidden;
  state.transcript.change(item.conversation, item.id, { visible: !isHidden });
  publishChange(state, item, isHidden ? 'hide' : 'unhide');
}

/** Instagram sends no event for any of these. */
function publishChange(state: PlatformState, item: PublicItem, verb: FeedVerb): void {
  if (item.channel === 'facebook') {
    state.webhooks.publish([feedUpdate(item, verb)]);
  }
}

/** A colleague answers under a comment in the platform's own app: it arrives as a comment of the page itself. */
export function answerPubliclyOutside(
  state: PlatformState,
  input: { readonly parentId: string; readonly text: string; readonly commentId?: string; readonly atMs?: number },
): Commented {
  const parent = state.threads.find(input.parentId);
  if (parent === undefined) {
    throw new ControlError(`There is no comment or post with id ${input.parentId}.`);
  }
  return comment(state, {
    ...input,
    channel: parent.channel,
    account: parent.account,
    author: pageAuthor(state, parent.account),
  });
}

export function pageAuthor(state: PlatformState, accountId: string): Author {
  const account = state.assets.find(accountId);
  return { id: accountId, name: account !== undefined && 'page' in account ? account.page.name : accountId };
}
