import { asObject, asText, type JsonObject } from '../basics/json.js';
import type { OwnAccount } from './options.js';
import { contentId, forgetOldest, nextId, type BlueskyState, type Person, type Post } from './state.js';
import { give, refuse, type XrpcReply } from './xrpc-reply.js';

export const COLLECTION = 'app.bsky.feed.post';
const MOST_GRAPHEMES = 300;
const MOST_BYTES = 3_000;
const RECORD_KEY = /^[234567a-j][234567a-z]{12}$/;

export function uriOf(did: string, rkey: string): string {
  return `at://${did}/${COLLECTION}/${rkey}`;
}

/** Takes a post in. Lists sort by the earlier of now and the post's own date, which is the clock of a telephone. */
export function addPost(state: BlueskyState, author: Person, rkey: string, record: JsonObject): Post {
  const indexedAtMs = state.clock.nowMs();
  const createdAtMs = Date.parse(asText(record['createdAt']) ?? '');
  const sortedAtMs = Number.isNaN(createdAtMs) ? indexedAtMs : Math.min(createdAtMs, indexedAtMs);
  const uri = uriOf(author.did, rkey);
  const post = { uri, cid: contentId(record), author, record, indexedAtMs, sortedAtMs };
  state.posts.set(uri, post);
  forgetOldest(state.posts);
  return post;
}

function whyInvalid(record: JsonObject): string | undefined {
  const text = asText(record['text']);
  if (record['$type'] !== COLLECTION || text === undefined || !asText(record['createdAt'])) {
    return 'Invalid app.bsky.feed.post record';
  }
  if (Buffer.byteLength(text) > MOST_BYTES) {
    return `Invalid app.bsky.feed.post record: string too big (maximum ${String(MOST_BYTES)}) at $.text`;
  }
  const graphemes = [...new Intl.Segmenter('nl', { granularity: 'grapheme' }).segment(text)].length;
  return graphemes > MOST_GRAPHEMES
    ? `Invalid app.bsky.feed.post record: grapheme too big (maximum ${String(MOST_GRAPHEMES)}, got ${String(graphemes)}) at $.text`
    : undefined;
}

/** What is wrong with where a record is to stand. */
function whyMisplaced(account: OwnAccount, input: JsonObject, rkey: string): XrpcReply | undefined {
  if (input['repo'] !== account.did && input['repo'] !== account.handle) {
    return refuse('InvalidRequest', 'Could not find repo', 403);
  }
  return input['collection'] === COLLECTION && RECORD_KEY.test(rkey)
    ? undefined
    : refuse('InvalidRequest', 'Input/rkey must be a valid TID');
}

/** `putRecord` of what is there already changes nothing; `createRecord` fails on it, as the server of Bluesky does. */
export function writeRecord(state: BlueskyState, account: OwnAccount, input: JsonObject, isPut: boolean): XrpcReply {
  const rkey = asText(input['rkey']) ?? (isPut ? '' : nextId(state));
  const misplaced = whyMisplaced(account, input, rkey);
  if (misplaced !== undefined) {
    return misplaced;
  }
  const record = asObject(input['record']) ?? {};
  const invalid = whyInvalid(record);
  if (invalid !== undefined) {
    return refuse('InvalidRequest', invalid);
  }
  const known = state.posts.get(uriOf(account.did, rkey));
  if (known !== undefined && !isPut) {
    return refuse('InternalServerError', 'Internal Server Error', 500);
  }
  const { uri, cid } = known?.cid === contentId(record) ? known : addPost(state, account, rkey, record);
  return give({ uri, cid, validationStatus: 'valid' }, true);
}

export function getRecord(state: BlueskyState, query: JsonObject): XrpcReply {
  const repo = asText(query['repo']) ?? '';
  const did = state.accounts.find(({ handle }) => handle === repo)?.did ?? repo;
  const uri = `at://${did}/${asText(query['collection']) ?? ''}/${asText(query['rkey']) ?? ''}`;
  const post = state.posts.get(uri);
  return post === undefined
    ? refuse('RecordNotFound', `Could not locate record: ${uri}`)
    : give({ uri, cid: post.cid, value: post.record });
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

export function getPosts(state: BlueskyState, uris: readonly string[]): XrpcReply {
  const posts = uris.flatMap((uri) => {
    const post = state.posts.get(uri);
    return post === undefined
      ? []
      : [{ uri, cid: post.cid, author: post.author, record: post.record, indexedAt: iso(post.indexedAtMs) }];
  });
  return give({ posts });
}

function mentions(record: JsonObject, did: string): boolean {
  const facets = Array.isArray(record['facets']) ? record['facets'] : [];
  return facets.some((facet) => JSON.stringify(asObject(facet)?.['features'] ?? []).includes(`"did":"${did}"`));
}

function startsAt(value: unknown, did: string): boolean {
  return asText(asObject(value)?.['uri'])?.startsWith(`at://${did}/`) === true;
}

/** One reason for one post, the first that fits, also where several do. */
function reasonFor(post: Post, did: string): 'mention' | 'reply' | 'quote' | undefined {
  const { record, author } = post;
  if (author.did === did) {
    return undefined;
  }
  if (mentions(record, did)) {
    return 'mention';
  }
  const reply = asObject(record['reply']);
  if (startsAt(reply?.['parent'], did) || startsAt(reply?.['root'], did)) {
    return 'reply';
  }
  return startsAt(asObject(record['embed'])?.['record'], did) ? 'quote' : undefined;
}

export interface ListInput {
  readonly reasons: readonly string[];
  readonly limit: number;
  /** An instant; what is older follows. */
  readonly cursor: string | undefined;
}

/** Newest first. What was deleted is not there any more. */
export function listNotifications(state: BlueskyState, account: OwnAccount, input: ListInput): XrpcReply {
  const found = [...state.posts.values()]
    .map((post) => ({ post, reason: reasonFor(post, account.did) }))
    .filter(({ reason }) => reason !== undefined && (input.reasons.length === 0 || input.reasons.includes(reason)))
    .filter(({ post }) => input.cursor === undefined || iso(post.sortedAtMs) < input.cursor)
    .toSorted((a, b) => b.post.sortedAtMs - a.post.sortedAtMs)
    .slice(0, input.limit);
  const told = found.flatMap((one) => (state.lists.isDuplicated() ? [one, one] : [one]));
  const notifications = told.map(({ post, reason }) => ({
    ...{ uri: post.uri, cid: post.cid, author: post.author, reason, record: post.record },
    ...{ isRead: true, indexedAt: iso(post.sortedAtMs), labels: [] },
  }));
  const cursor = notifications.at(-1)?.indexedAt;
  return give({ notifications, ...(cursor === undefined ? {} : { cursor }), priority: false });
}
