import { feedUpdate, instagramComment } from './envelope-feed.js';
import { type Field, parseFields, pick } from './fields.js';
import { type GraphReply, type ItemCall, notFound, ok, refuse, textParam } from './graph-reply.js';
import type { JsonObject } from '../basics/json.js';
import { conversationOf, hideItem, newCommentId, pageAuthor, publicEntry, removeItem } from './public-actions.js';
import type { PlatformState } from './state.js';
import type { PublicItem } from './threads.js';

/** The page limit is unconfirmed; Instagram documents 300 characters for a comment. */
const MOST_CHARACTERS = { facebook: 8_000, instagram: 300 } as const;
const MOST_PER_PAGE = 100;

function whyRefused(state: PlatformState, call: ItemCall): GraphReply | undefined {
  const text = textParam(call, 'message') ?? '';
  if (call.item.isRemoved) {
    return notFound(call.node);
  }
  if (text === '' && call.params['attachment_url'] === undefined) {
    return refuse({ code: 100, message: 'Param message must be a non-empty UTF8 encoded string' });
  }
  if (text.length > MOST_CHARACTERS[call.item.channel]) {
    return refuse({ code: 100, message: 'Param message is too long' });
  }
  const last = state.threads.repliesTo(call.item.id).findLast((reply) => reply.author?.id === call.item.account);
  if (state.switches.refuseIdenticalComments && last?.text === text) {
    return refuse({ code: 506, subcode: 1455006, message: 'Duplicate status message' });
  }
  return undefined;
}

/** A public answer. It comes back as a feed event in the name of the page. */
export function writeComment(state: PlatformState, call: ItemCall): GraphReply {
  const refusal = whyRefused(state, call);
  if (refusal !== undefined) {
    return refusal;
  }
  const { channel, account, postId } = call.item;
  const address = { channel, account, postId, parentId: call.item.id };
  const id = newCommentId(state, channel, postId);
  const item: PublicItem = {
    ...address,
    id,
    kind: 'comment',
    conversation: conversationOf(state, address, id),
    author: pageAuthor(state, account),
    atMs: state.clock.nowMs(),
    text: textParam(call, 'message') ?? '',
    isRemoved: false,
    isHidden: false,
    privateReplyUsed: false,
  };
  state.threads.add(item);
  state.transcript.add({ ...publicEntry(item), who: 'service', author: item.author?.name ?? account });
  const update = channel === 'facebook' ? feedUpdate(item, 'add') : instagramComment(item);
  return { ...ok({ id }), updates: [update], isSend: true };
}

/** Graph writes `2026-11-23T10:00:00+0000`; Instagram calls the text `text` and the time `timestamp`. */
export function itemFields(item: PublicItem): JsonObject {
  const time = new Date(item.atMs).toISOString().replace(/\.\d{3}Z$/, '+0000');
  if (item.channel === 'instagram') {
    return {
      id: item.id,
      text: item.text,
      timestamp: time,
      username: item.author?.name,
      from: item.author === undefined ? undefined : { id: item.author.id, username: item.author.name },
      // Told of what the account itself wrote, and of nobody else.
      user: item.author?.id === item.account ? { id: item.account } : undefined,
      hidden: item.isHidden,
      parent_id: item.parentId === item.postId ? undefined : item.parentId,
    };
  }
  return {
    id: item.id,
    message: item.text,
    created_time: time,
    from: item.author,
    is_hidden: item.isHidden,
    can_reply_privately: item.author?.id !== item.account && !item.privateReplyUsed,
    permalink_url: `https://www.facebook.com/${item.id}`,
    parent: item.parentId === item.postId ? undefined : { id: item.parentId },
  };
}

export function listOf(rows: readonly JsonObject[], fields: readonly Field[], limit: number): JsonObject {
  const page = rows.slice(0, limit).map((row) => pick(row, fields));
  return { data: page, paging: { cursors: { before: 'BEFORE', after: 'AFTER' } } };
}

export function limitOf(params: JsonObject): number {
  const asked = Number(params['limit'] ?? 25);
  return Number.isInteger(asked) && asked > 0 ? Math.min(asked, MOST_PER_PAGE) : 25;
}

export function readComments(state: PlatformState, call: ItemCall): GraphReply {
  if (call.item.isRemoved) {
    return notFound(call.node);
  }
  const sinceMs = Number(call.params['since'] ?? 0) * 1000;
  const replies = state.threads.repliesTo(call.item.id).filter((reply) => reply.atMs >= sinceMs);
  const ordered = textParam(call, 'order') === 'reverse_chronological' ? replies.toReversed() : replies;
  const standard = call.item.channel === 'instagram' ? 'text,timestamp' : 'created_time,from,message';
  const fields = parseFields(textParam(call, 'fields') ?? standard);
  return ok(listOf(ordered.map(itemFields), fields, limitOf(call.params)));
}

export function readItem(_state: PlatformState, call: ItemCall): GraphReply {
  if (call.item.isRemoved) {
    return notFound(call.node);
  }
  return ok(pick(itemFields(call.item), parseFields(textParam(call, 'fields') ?? 'created_time,message,text')));
}

export function changeItem(state: PlatformState, call: ItemCall): GraphReply {
  if (call.item.isRemoved) {
    return notFound(call.node);
  }
  const hidden = call.params['is_hidden'] ?? call.params['hide'];
  if (hidden === undefined) {
    return refuse({ code: 100, message: 'Only hiding and showing is understood here' });
  }
  hideItem(state, call.item, hidden === true || hidden === 'true');
  return ok({ success: true });
}

export function deleteItem(state: PlatformState, call: ItemCall): GraphReply {
  if (call.item.isRemoved) {
    return notFound(call.node);
  }
  removeItem(state, call.item);
  return ok({ success: true });
}
