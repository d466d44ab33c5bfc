import type { Endpoint } from './faults.js';
import { asObject, asText, type JsonObject } from '../basics/json.js';
import { messageEntity, postEntity, userEntity } from './entities.js';
import { ok, problem, type Reply } from './reply.js';
import { personWithId, postThere, type OwnState, type XPost, type XState } from './state.js';
import { weightOf } from './weight.js';
import { writeMessage, writePost, type Writing } from './write-post.js';

/** A call that an account signed. */
export interface Call {
  readonly writing: Writing;
  readonly own: OwnState;
  readonly url: URL;
  readonly body: JsonObject;
  /** What stands in the path where the route has an id. */
  readonly id: string;
}

interface Route {
  readonly endpoint: Endpoint;
  readonly method: string;
  readonly path: RegExp;
  readonly run: (call: Call) => Reply;
}

const MOST_WEIGHT = 280;
const FORBIDDEN = 'You can only reply to or quote posts where you are mentioned or are the author.';

/** Since 2026-02-23: only to who mentioned the account or quoted one of its posts. */
function mayReply({ account, person }: OwnState, parent: XPost): boolean {
  return (
    account.isEnterprise === true ||
    parent.mentions.some(({ id }) => id === person.id) ||
    parent.quotes?.author.id === person.id
  );
}

function saidBefore({ state }: Writing, { person }: OwnState, words: string, parent: XPost | undefined): boolean {
  const quarterAgoMs = state.clock.nowMs() - 900_000;
  return state.posts
    .values()
    .some(
      (one) =>
        one.author.id === person.id &&
        one.words === words &&
        one.inReplyTo?.id === parent?.id &&
        one.createdAtMs > quarterAgoMs,
    );
}

function whyNot(
  { writing, own }: Call,
  words: string,
  { parentId, parent }: { readonly parentId: string | undefined; readonly parent: XPost | undefined },
): Reply | undefined {
  if (words.trim() === '' || weightOf(words) > MOST_WEIGHT) {
    return problem(400, 'invalid-request', 'One or more parameters to your request was invalid.');
  }
  if (parentId !== undefined && parent === undefined) {
    return problem(400, 'invalid-request', 'You attempted to reply to a Tweet that is deleted or not visible to you.');
  }
  if (parent !== undefined && !mayReply(own, parent)) {
    return problem(403, '', FORBIDDEN);
  }
  return saidBefore(writing, own, words, parent)
    ? problem(403, '', 'You are not allowed to create a Tweet with duplicate content.')
    : undefined;
}

function post(call: Call): Reply {
  const { writing, own, body } = call;
  const words = asText(body['text']) ?? '';
  const parentId = asText(asObject(body['reply'])?.['in_reply_to_tweet_id']);
  const parent = parentId === undefined ? undefined : postThere(writing.state, parentId);
  const refusal = whyNot(call, words, { parentId, parent });
  if (refusal !== undefined) {
    return refusal;
  }
  const { id, text } = writePost(writing, {
    ...{ author: own.person, words },
    ...(parent === undefined ? {} : { inReplyTo: parent }),
  });
  return ok({ data: { id, text, edit_history_tweet_ids: [id] } }, 201);
}

function message({ writing, own, body, id }: Call): Reply {
  const to = personWithId(writing.state, id);
  const text = asText(body['text']) ?? '';
  if (to === undefined) {
    return problem(404, 'resource-not-found', `Could not find user with id: [${id}].`);
  }
  if (text.trim() === '') {
    return problem(400, 'invalid-request', 'One or more parameters to your request was invalid.');
  }
  if (writing.state.closedTo.has(to.username)) {
    return problem(403, '', 'You cannot send messages to this user.');
  }
  const sent = writeMessage(writing, { from: own.person, to, text });
  const conversation = [own.person.id, to.id].toSorted().join('-');
  return ok({ data: { dm_event_id: sent.id, dm_conversation_id: conversation } }, 201);
}

/** The newest first, from where the caller wants; the token of the next page is the id of its last one. */
function pageOf<T extends { readonly id: string }>(all: readonly T[], url: URL, entity: (one: T) => object): Reply {
  const query = url.searchParams;
  const below = query.get('pagination_token') ?? query.get('until_id');
  const within = all
    .filter(
      ({ id }) => (below === null || BigInt(id) < BigInt(below)) && BigInt(id) > BigInt(query.get('since_id') ?? '0'),
    )
    .toReversed();
  const shown = within.slice(0, Number(query.get('max_results') ?? '10'));
  const last = shown.at(-1);
  return ok({
    ...(shown.length === 0 ? {} : { data: shown.map((one) => entity(one)) }),
    meta: {
      result_count: shown.length,
      ...(shown[0] === undefined ? {} : { newest_id: shown[0].id }),
      ...(within.length > shown.length && last !== undefined ? { next_token: last.id } : {}),
    },
  });
}

function ownPosts({ writing, url, id }: Call): Reply {
  const fromMs = Date.parse(url.searchParams.get('start_time') ?? '1970-01-01T00:00:00Z');
  const posts = writing.state.posts
    .values()
    .filter((one) => one.author.id === id && !one.isDeleted && one.createdAtMs >= fromMs);
  return pageOf(posts, url, postEntity);
}

/** In the timeline of mentions stands also who is named only because a post is a reply. */
function mentions({ writing, url, id }: Call): Reply {
  const posts = writing.state.posts
    .values()
    .filter(
      (one) =>
        !one.isDeleted &&
        one.author.id !== id &&
        (one.mentions.some((person) => person.id === id) || one.inReplyTo?.author.id === id),
    );
  const reply = pageOf(posts, url, postEntity);
  const users = [...new Map(posts.map(({ author }) => [author.id, userEntity(author)])).values()];
  return ok({ ...asObject(reply.body), includes: { users } });
}

function messages({ writing, own, url, id }: Call): Reply {
  const pair = new Set([own.person.id, id]);
  const between = writing.state.messages
    .values()
    .filter(({ from, to, text }) => pair.has(from.id) && pair.has(to.id) && text !== undefined);
  return pageOf(between, url, messageEntity);
}

function lookup({ writing, url }: Call): Reply {
  const ids = (url.searchParams.get('ids') ?? '').split(',').slice(0, 100);
  const found = ids.flatMap((id) => postThere(writing.state, id) ?? []);
  const missing = ids.filter((id) => postThere(writing.state, id) === undefined);
  return ok({
    ...(found.length === 0 ? {} : { data: found.map((one) => postEntity(one)) }),
    ...(missing.length === 0
      ? {}
      : {
          errors: missing.map((id) => ({
            ...{ resource_id: id, resource_type: 'tweet', parameter: 'ids', value: id, title: 'Not Found Error' },
            type: 'https://api.x.com/2/problems/resource-not-found',
          })),
        }),
  });
}

function me({ own }: Call): Reply {
  return ok({ data: userEntity(own.person) });
}

const ROUTES: readonly Route[] = [
  { endpoint: 'me', method: 'GET', path: /^\/2\/users\/me$/, run: me },
  { endpoint: 'post', method: 'POST', path: /^\/2\/tweets$/, run: post },
  { endpoint: 'message', method: 'POST', path: /^\/2\/dm_conversations\/with\/(\d+)\/messages$/, run: message },
  { endpoint: 'posts', method: 'GET', path: /^\/2\/users\/(\d+)\/tweets$/, run: ownPosts },
  { endpoint: 'mentions', method: 'GET', path: /^\/2\/users\/(\d+)\/mentions$/, run: mentions },
  { endpoint: 'messages', method: 'GET', path: /^\/2\/dm_conversations\/with\/(\d+)\/dm_events$/, run: messages },
  { endpoint: 'lookup', method: 'GET', path: /^\/2\/tweets$/, run: lookup },
];

export interface Routed {
  readonly endpoint: Endpoint;
  readonly id: string;
  readonly run: (call: Call) => Reply;
}

/** The route of a call; undefined where the API has none. */
export function routeOf(method: string, path: string): Routed | undefined {
  for (const { endpoint, run, ...route } of ROUTES) {
    const match = route.method === method ? route.path.exec(path) : null;
    if (match !== null) {
      return { endpoint, run, id: match[1] ?? '' };
    }
  }
  return undefined;
}

const WINDOW_MS = 900_000;

export interface Counted {
  readonly headers: Readonly<Record<string, string>>;
  readonly isOver: boolean;
}

/** Counts a call, and tells what is left in headers. Looks are limited so widely that nothing here counts them. */
export function counted(state: XState, own: OwnState, endpoint: Endpoint): Counted {
  const limit = endpoint === 'post' ? state.limits.posts : endpoint === 'message' ? state.limits.messages : undefined;
  if (limit === undefined) {
    return { headers: {}, isOver: false };
  }
  const beganAtMs = Math.floor(state.clock.nowMs() / WINDOW_MS) * WINDOW_MS;
  const before = own.calls.get(endpoint);
  const count = (before?.beganAtMs === beganAtMs ? before.count : 0) + 1;
  own.calls.set(endpoint, { beganAtMs, count });
  return { headers: limitHeaders(limit, Math.max(0, limit - count), beganAtMs + WINDOW_MS), isOver: count > limit };
}

export function limitHeaders(limit: number, left: number, resetMs: number): Readonly<Record<string, string>> {
  return {
    'x-rate-limit-limit': String(limit),
    'x-rate-limit-remaining': String(left),
    'x-rate-limit-reset': String(Math.ceil(resetMs / 1000)),
  };
}
