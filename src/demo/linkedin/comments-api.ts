import { asObject, asText, type JsonObject } from '../basics/json.js';
import { rangeOf } from './notifications.js';
import type { Page } from './options.js';
import { commentOf } from './people.js';
import { commentBody, urnOf, type Comment } from './posts.js';
import { listOf, refuse, type RestReply } from './rest-reply.js';
import { addComment, changeComment, counted, organizationUrn, removeComment, type LinkedInState } from './state.js';

const LONGEST_TEXT = 1_250;
const MOST_ON_PAGE = 100;
const MINUTE_MS = 60_000;
const FIELDS: ReadonlySet<string> = new Set(['actor', 'object', 'message', 'parentComment']);

interface Draft {
  readonly text: string;
  readonly post: string;
  readonly parent: string | undefined;
}

function textIn(message: unknown): string {
  return asText(asObject(message)?.['text']) ?? '';
}

/** Why a body is not taken, whatever it is about. */
function bodyRefusal(page: Page, body: JsonObject): RestReply | undefined {
  const odd = Object.keys(body).find((name) => !FIELDS.has(name));
  if (odd !== undefined) {
    const where = `Data Processing Exception while processing fields [/${odd}]`;
    return refuse(403, `Unpermitted fields present in REQUEST_BODY: ${where}`);
  }
  if (body['actor'] !== organizationUrn(page)) {
    return refuse(403, 'Not enough permissions to access: socialActions.CREATE');
  }
  const { length } = textIn(body['message']);
  return length === 0 || length > LONGEST_TEXT
    ? refuse(400, `message text length (${String(length)} characters) exceeded the maximum allowed (1250)`)
    : undefined;
}

/** Where a comment is to stand: under a post, or under a top-level comment of it that the address names too. */
function draftOf(state: LinkedInState, under: string, body: JsonObject): Draft | RestReply {
  const post = asText(body['object']) ?? '';
  const parent = asText(body['parentComment']);
  const text = textIn(body['message']);
  if (!state.posts.has(post)) {
    return refuse(404, 'Not Found');
  }
  // The words are ours: LinkedIn does not publish its own.
  if (state.closed.has(post)) {
    return refuse(403, 'Comments on this post are turned off by its author: commenting is disabled');
  }
  if (parent === undefined) {
    return under === post ? { text, post, parent } : refuse(400, 'object must be the thread of the address');
  }
  const top = commentOf(state, parent);
  if (top === undefined) {
    return refuse(404, 'Not Found');
  }
  const isTop = top.parent === undefined && top.post === post && urnOf(top) === under;
  return isTop
    ? { text, post, parent: urnOf(top) }
    : refuse(400, 'parentComment must be a top-level comment of the thread');
}

export function createComment(state: LinkedInState, page: Page, under: string, body: JsonObject): RestReply {
  const minute = Math.floor(state.clock.nowMs() / MINUTE_MS);
  if (counted(state, `comments ${page.token} ${String(minute)}`) > state.limits.commentsPerMinute) {
    return refuse(429, 'Comment create throttled: creation rate limit exceeded for member');
  }
  const draft = bodyRefusal(page, body) ?? draftOf(state, under, body);
  if ('status' in draft) {
    return draft;
  }
  const made = addComment(state, { ...draft, actor: organizationUrn(page) });
  return { status: 201, body: commentBody(made), headers: { 'x-restli-id': made.number }, isSend: true };
}

/** Comments right under a post, or the replies of a comment; the oldest first. */
export function listComments(state: LinkedInState, under: string, query: JsonObject): RestReply {
  const range = rangeOf(query, MOST_ON_PAGE);
  if (range === undefined) {
    return refuse(400, 'Invalid paging parameters');
  }
  const top = commentOf(state, under);
  if (top === undefined && !state.posts.has(under)) {
    return refuse(404, 'Not Found');
  }
  const here = state.comments
    .values()
    .filter((one) => one !== undefined)
    .filter((one) => isReadable(state, one))
    .filter((one) => (top === undefined ? one.post === under && one.parent === undefined : one.parent === urnOf(top)));
  return listOf(here, range, commentBody);
}

function oneUnder(state: LinkedInState, under: string, number: string): Comment | undefined {
  const found = state.comments.get(number);
  return found !== undefined && (found.post === under || found.parent === under) ? found : undefined;
}

/** What was just written may show later. */
function isReadable(state: LinkedInState, { readableAtMs = 0 }: Comment): boolean {
  return readableAtMs <= state.clock.nowMs();
}

export function getComment(state: LinkedInState, under: string, number: string): RestReply {
  const found = oneUnder(state, under, number);
  return found === undefined || !isReadable(state, found)
    ? refuse(404, 'Not Found')
    : { status: 200, body: commentBody(found) };
}

interface OwnComment {
  readonly page: Page;
  readonly under: string;
  readonly number: string;
}

/** Only the page itself changes or deletes its comments here. */
function ownComment(state: LinkedInState, { page, under, number }: OwnComment): Comment | RestReply {
  const found = oneUnder(state, under, number);
  if (found === undefined) {
    return refuse(404, 'Not Found');
  }
  return found.actor === organizationUrn(page) ? found : refuse(403, 'Not the author of the comment');
}

export function editComment(state: LinkedInState, own: OwnComment, body: JsonObject): RestReply {
  const found = ownComment(state, own);
  if ('status' in found) {
    return found;
  }
  const text = textIn({ text: asObject(asObject(asObject(body['patch'])?.['message'])?.['$set'])?.['text'] });
  if (text === '') {
    return refuse(400, 'patch.message.$set.text is required');
  }
  return { status: 200, body: commentBody(changeComment(state, found, text)), isSend: true };
}

export function deleteComment(state: LinkedInState, own: OwnComment): RestReply {
  const found = ownComment(state, own);
  if ('status' in found) {
    return found;
  }
  removeComment(state, found);
  return { status: 204, isSend: true };
}
