import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { ChannelContext, HttpResult, Puller, PullOutcome, PullRequest } from '../../../src/adapter-sdk/index.js';
import { cursorOf, cursorText, type Cursor, type Seen } from './cursor.js';
import { detailOf, problemOf, waitAfter, whyParked, type ParkCode, type Problem } from './errors.js';
import { webhookIdOf } from './app-webhook.js';
import { watchedAfter } from './gap.js';
import { goneAmong, type Gone } from './gone.js';
import { replayed, type ReplayTold } from './replay.js';
import { publicConversation } from './names.js';
import type { Credentials } from './oauth1.js';
import { at, fieldsIn, idOf, isLaterId, type Fields } from './payloads.js';
import { call, credentialsOf, type Answer } from './rest.js';

const TIMEOUT_MS = 20_000;
const PAGE = 100;
/** The least that X gives: the first look only asks what is the newest. */
const FIRST_PAGE = 5;
const USUAL_SECONDS = 900;
const LEAST_SECONDS = 2;
/** Before all ids. */
const BEGINNING = '0';

type Failed = Exclude<PullOutcome, { kind: 'pulled' }>;

interface Page {
  readonly kind: 'page';
  readonly text: string;
  readonly posts: readonly Fields[];
  readonly hasOlder: boolean;
}

const FIELDS = {
  'tweet.fields':
    'attachments,author_id,conversation_id,created_at,display_text_range,entities,in_reply_to_user_id,note_tweet,referenced_tweets',
  'user.fields': 'name,username',
  'media.fields': 'alt_text,preview_image_url,type,url',
  expansions: 'author_id,attachments.media_keys',
} as const;

/** Why a look failed. X charges nothing for it. */
function failureOf(result: HttpResult, nowMs: number): Failed {
  if (result.kind === 'answer') {
    return failureOfAnswer(result, nowMs);
  }
  const code = result.kind === 'not-sent' ? 'X_NOT_REACHED' : 'X_NO_ANSWER';
  return { kind: 'retry', code, detail: result.cause };
}

/** What reading is forbidden is the permission of the account, whatever the words. */
function whyNot(answer: Answer, problem: Problem | undefined): ParkCode | undefined {
  if (answer.status === 401) {
    return 'X_TOKEN_INVALID';
  }
  return problem === undefined
    ? undefined
    : (whyParked(problem) ?? (answer.status === 403 ? 'X_ACCESS_DENIED' : undefined));
}

function failureOfAnswer(result: Answer, nowMs: number): Failed {
  const problem = problemOf(result);
  const detail = detailOf(result, problem);
  const parked = whyNot(result, problem);
  if (parked !== undefined) {
    return { kind: 'park', code: parked, detail };
  }
  if (result.status === 429) {
    return { kind: 'retry', code: 'X_RATE_LIMITED', detail, ...waitAfter(result, nowMs) };
  }
  return { kind: 'retry', code: result.status >= 500 ? 'X_SERVER_ERROR' : 'X_ANSWER_UNREADABLE', detail };
}

function rangeOf(cursor: Cursor | undefined): Readonly<Record<string, string>> {
  if (cursor === undefined) {
    return { max_results: String(FIRST_PAGE) };
  }
  return {
    max_results: String(PAGE),
    ...(cursor.since === BEGINNING ? {} : { since_id: cursor.since }),
    ...(cursor.until === undefined ? {} : { until_id: cursor.until }),
  };
}

async function pageOf(
  own: string,
  cursor: Cursor | undefined,
  context: ChannelContext,
  credentials: Credentials,
): Promise<Page | Failed> {
  const query = { ...rangeOf(cursor), ...FIELDS };
  const path = `/2/users/${own}/mentions`;
  const result = await call(context, credentials, { method: 'GET', path, query, timeoutMs: TIMEOUT_MS });
  const body = result.kind === 'answer' && result.status === 200 ? jsonOf(result.text) : undefined;
  const [data, count] = [at(body, 'data'), at(body, 'meta', 'result_count')];
  if (result.kind !== 'answer' || (!Array.isArray(data) && count !== 0)) {
    return failureOf(result, context.nowMs);
  }
  return {
    kind: 'page',
    text: result.text,
    posts: fieldsIn(data),
    hasOlder: at(body, 'meta', 'next_token') !== undefined,
  };
}

function idsOf(posts: readonly Fields[]): readonly string[] {
  return posts.flatMap((post) => idOf(post['id']) ?? []).toSorted((a, b) => (isLaterId(a, b) ? 1 : -1));
}

/** What a look does not change. */
function keptOf({ seen, lookedOn, watched }: Cursor): Pick<Cursor, 'seen' | 'lookedOn' | 'watched'> {
  return {
    ...(seen === undefined ? {} : { seen }),
    ...(lookedOn === undefined ? {} : { lookedOn }),
    ...(watched === undefined ? {} : { watched }),
  };
}

/** Goes on with the older pages of this look before it goes on after its newest post. */
function cursorAfter(cursor: Cursor, { posts, hasOlder }: Page): Cursor {
  const kept = keptOf(cursor);
  const ids = idsOf(posts);
  const [oldest, last] = [ids[0], ids.at(-1)];
  const newest = cursor.newest ?? last;
  // A page that is no older than the one before would be asked for again and again.
  const isOlder = oldest !== undefined && (cursor.until === undefined || isLaterId(cursor.until, oldest));
  return hasOlder && isOlder && newest !== undefined
    ? { since: cursor.since, until: oldest, newest, ...kept }
    : { since: newest ?? cursor.since, ...kept };
}

/** As many as can be asked for in one call. */
const MOST_SEEN = 100;

function seenIn(posts: readonly Fields[]): readonly Seen[] {
  return posts.flatMap((post): readonly Seen[] => {
    const [id, author] = [idOf(post['id']), idOf(post['author_id'])];
    const thread = idOf(post['conversation_id']) ?? id;
    return id === undefined || author === undefined || thread === undefined
      ? []
      : [{ id, conversation: publicConversation(thread, author) }];
  });
}

/** Which of the newest mentions were deleted: once a UTC day, since X charges for a post once a day. */
async function withGone(
  cursor: Cursor,
  { posts }: Page,
  request: PullRequest,
  about: { readonly context: ChannelContext; readonly credentials: Credentials },
): Promise<{ readonly cursor: Cursor; readonly gone: readonly Gone[] }> {
  const { context, credentials } = about;
  if (context.settings['looksForDeleted'] !== true) {
    const { seen: _seen, lookedOn: _lookedOn, ...rest } = cursor;
    return { cursor: rest, gone: [] };
  }
  const known = [...(cursor.seen ?? []), ...seenIn(posts)].slice(-MOST_SEEN);
  const today = new Date(context.nowMs).toISOString().slice(0, 10);
  const first = { ...cursor, seen: known, lookedOn: cursor.lookedOn ?? today };
  const before = cursor.seen ?? [];
  if (request.isThrifty === true || first.lookedOn === today || before.length === 0) {
    return { cursor: first, gone: [] };
  }
  const gone = await goneAmong(before, context, credentials);
  // A look that failed is done again with the next one; a deletion that is seen later is seen all the same.
  return gone === undefined
    ? { cursor: first, gone: [] }
    : {
        cursor: { ...first, lookedOn: today, seen: known.filter(({ id }) => !gone.some((one) => one.id === id)) },
        gone,
      };
}

async function pull(request: PullRequest, context: ChannelContext): Promise<PullOutcome> {
  const [credentials, own] = [credentialsOf(context), idOf(request.account)];
  if (credentials === undefined || own === undefined) {
    return { kind: 'park', code: 'X_NOT_CONFIGURED' };
  }
  const cursor = cursorOf(request.cursor);
  const page = await pageOf(own, cursor, context, credentials);
  if (page.kind !== 'page') {
    return page;
  }
  if (cursor === undefined) {
    return { kind: 'pulled', body: null, cursor: idsOf(page.posts).at(-1) ?? BEGINNING, hasMore: false };
  }
  const after = await withGone(cursorAfter(cursor, page), page, request, { context, credentials });
  const kept = await withReplay(after.cursor, request, context, credentials);
  const hasMore = after.cursor.until !== undefined;
  if (page.posts.length === 0 && after.gone.length === 0 && kept.told === undefined) {
    return { kind: 'pulled', body: null, cursor: cursorText(kept.cursor), hasMore };
  }
  const replay = kept.told === undefined ? '' : `"replay":${JSON.stringify(kept.told)},`;
  const body = `{"pulled":{"gone":${JSON.stringify(after.gone)},${replay}${pageFields(page.text)}}}`;
  return { kind: 'pulled', body: Buffer.from(body), cursor: cursorText(kept.cursor), hasMore };
}

/** Where this account looks after the webhook: what X could not post while nobody was here is asked for again. */
async function withReplay(
  { watched = {}, ...cursor }: Cursor,
  { isThrifty = false }: PullRequest,
  context: ChannelContext,
  credentials: Credentials,
): Promise<{ readonly cursor: Cursor; readonly told?: ReplayTold }> {
  if (webhookIdOf(context) === undefined) {
    return { cursor };
  }
  const { nowMs, settings } = context;
  const now = watchedAfter(watched, { nowMs, everyMs: everyMs(settings), isThrifty });
  const after = await replayed(now, context, credentials);
  return {
    cursor: { ...cursor, watched: after.watched },
    ...(after.told === undefined ? {} : { told: after.told }),
  };
}

/** The page as X told it, without the braces around it. */
function pageFields(text: string): string {
  return text.trim().slice(1, -1);
}

/** `pollSeconds`; the schema gives the one that is used where the settings say nothing. */
function everyMs(settings: Readonly<Record<string, unknown>>): number {
  const seconds = settings['pollSeconds'];
  return (typeof seconds === 'number' && seconds >= LEAST_SECONDS ? seconds : USUAL_SECONDS) * 1000;
}

/** Mentions that no webhook brought: X does not promise to post again what could not be posted. */
export const xPuller: Puller = { isPaid: true, everyMs, pull };
