import type { ChannelContext, Puller, PullOutcome, PullRequest } from '../../../src/adapter-sdk/index.js';
import { failedLook, withComments } from './comments.js';
import { afterWindow, cursorText, firstMsOf, OVERLAP_MS, readCursor, type Cursor, type Mark } from './cursor.js';
import { digestOf, digitsOf, fieldsIn, instantOf, jsonOfValue, type Fields } from './payloads.js';
import { callLinkedIn, hasNextPage, lengthOf, type RestAnswer } from './rest.js';
import { escaped, organizationUrnOf } from './urn.js';

/** 96 looks a day. LinkedIn lets a member of an app in development make 100 calls a day, and answers need some too. */
const USUAL_SECONDS = 900;
const LEAST_SECONDS = 2;
const LIST_TIMEOUT_MS = 15_000;
/** Each of them may need a call of its own, and a look ends within a minute. */
const PAGE = 20;
/** A window that has more is no window of a municipality: a person looks, and nothing is skipped. */
const MOST_IN_WINDOW = 5_000;
/** LinkedIn keeps notifications for 60 days. */
const KEPT_MS = 59 * 86_400_000;

/** Likes and shares are left out: no ticket comes of them, and what we do not have we need not keep. */
const ACTIONS = 'COMMENT,ADMIN_COMMENT,COMMENT_EDIT,COMMENT_DELETE,SHARE_MENTION';

/** The place as it was handed in, and as it was read. */
interface Given {
  readonly text: string;
  readonly cursor: Cursor;
}

interface Window {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly start: number;
}

/** Rest.li 2.0: the brackets and commas of `List` and of the range have a meaning and stay as they are. */
async function listed(organization: string, window: Window, context: ChannelContext): Promise<RestAnswer> {
  const query = [
    'q=criteria',
    `organizationalEntity=${escaped(organization)}`,
    `actions=List(${ACTIONS})`,
    `timeRange=(start:${String(window.fromMs)},end:${String(window.untilMs)})`,
    `start=${String(window.start)}`,
    `count=${String(PAGE)}`,
  ];
  const path = `organizationalEntityNotifications?${query.join('&')}`;
  const answer = await callLinkedIn({ method: 'GET', path, timeoutMs: LIST_TIMEOUT_MS }, context);
  return answer.ok && !Array.isArray(answer.body['elements'])
    ? { ok: false, verdict: { kind: 'unknown', code: 'LINKEDIN_ANSWER_UNREADABLE' } }
    : answer;
}

/** A comment that changes twice may be told under one number, so the time is part of the name. */
function markOf(notification: Fields, untilMs: number): Mark {
  const atMs = instantOf(notification['lastModifiedAt']);
  const number = digitsOf(notification['notificationId']);
  return {
    name: number ?? digestOf(notification),
    // One of the future must not move the place past what is still to come.
    atMs: Math.min(atMs ?? untilMs, untilMs),
  };
}

function isSeen(mark: Mark, seen: readonly Mark[]): boolean {
  return seen.some(({ name, atMs }) => name === mark.name && atMs === mark.atMs);
}

/** The first look only finds out that the account may look, and begins now. */
async function begin(organization: string, context: ChannelContext): Promise<PullOutcome> {
  const { nowMs } = context;
  const answer = await listed(organization, { fromMs: nowMs - OVERLAP_MS, untilMs: nowMs, start: 0 }, context);
  return answer.ok
    ? { kind: 'pulled', body: null, cursor: cursorText({ sinceMs: nowMs, begunMs: nowMs, seen: [] }), hasMore: false }
    : failedLook(answer);
}

/** `got` is how many this page had, or null after the last one. */
function nextCursor(cursor: Cursor, window: Window, marks: readonly Mark[], got: number | null): Cursor {
  const newestMs = Math.max(cursor.page?.newestMs ?? cursor.sinceMs, ...marks.map(({ atMs }) => atMs));
  const seen = [...cursor.seen, ...marks];
  return got === null
    ? afterWindow(cursor, newestMs, seen)
    : { ...cursor, seen, page: { untilMs: window.untilMs, start: window.start + got, newestMs } };
}

function windowOf(cursor: Cursor, nowMs: number): Window {
  return {
    fromMs: Math.max(firstMsOf(cursor), nowMs - KEPT_MS),
    untilMs: cursor.page?.untilMs ?? nowMs,
    start: cursor.page?.start ?? 0,
  };
}

/** What one page gave, as the place where the next look begins and what is kept of it. */
async function taken(
  given: Given,
  page: { readonly window: Window; readonly body: Fields },
  context: ChannelContext,
): Promise<PullOutcome> {
  const { cursor } = given;
  const { window, body } = page;
  const fresh = fieldsIn(body['elements']).filter((one) => !isSeen(markOf(one, window.untilMs), cursor.seen));
  const items = await withComments(fresh, context);
  if ('kind' in items) {
    return items;
  }
  const kept = jsonOfValue({ items });
  if (kept === undefined) {
    return { kind: 'retry', code: 'LINKEDIN_ANSWER_UNREADABLE' };
  }
  const hasMore = hasNextPage(body, window.start, PAGE);
  const got = hasMore ? lengthOf(body) : null;
  const marks = fresh.map((one) => markOf(one, window.untilMs));
  const isUnmoved = items.length === 0 && !hasMore && cursor.page === undefined;
  return {
    kind: 'pulled',
    body: items.length === 0 ? null : Buffer.from(kept),
    cursor: isUnmoved ? given.text : cursorText(nextCursor(cursor, window, marks, got)),
    hasMore,
  };
}

async function look(organization: string, given: Given, context: ChannelContext): Promise<PullOutcome> {
  const window = windowOf(given.cursor, context.nowMs);
  if (window.start > MOST_IN_WINDOW) {
    return { kind: 'park', code: 'LINKEDIN_WINDOW_TOO_FULL' };
  }
  const answer = await listed(organization, window, context);
  return answer.ok ? taken(given, { window, body: answer.body }, context) : failedLook(answer);
}

async function pull(request: PullRequest, context: ChannelContext): Promise<PullOutcome> {
  const organization = organizationUrnOf(request.account);
  if (organization === undefined) {
    return { kind: 'park', code: 'LINKEDIN_ACCOUNT_INVALID' };
  }
  if (request.cursor === null) {
    return begin(organization, context);
  }
  const cursor = readCursor(request.cursor);
  return cursor === undefined
    ? { kind: 'park', code: 'LINKEDIN_CURSOR_UNREADABLE' }
    : look(organization, { text: request.cursor, cursor }, context);
}

/** `pollSeconds`; the schema gives the one that is used where the settings say nothing. */
function everyMs(settings: Readonly<Record<string, unknown>>): number {
  const seconds = settings['pollSeconds'];
  return (typeof seconds === 'number' && seconds >= LEAST_SECONDS ? seconds : USUAL_SECONDS) * 1000;
}

/** Reads what happened on a page since the last look. */
export const linkedInPuller: Puller = { everyMs, pull };
