import type { ChannelContext, Puller, PullOutcome, PullRequest } from '../../../src/adapter-sdk/index.js';
import { cursorText, readCursor, type Cursor } from './cursor.js';
import { outcomeOf, type Failure } from './errors.js';
import { firstLookAtMessages, lookAtMessages, type MessagesLook } from './look-at-messages.js';
import { firstLookAtPosts, lookAtPosts, type PostsLook } from './look-at-posts.js';
import type { NoSession } from './sessions.js';

const USUAL_SECONDS = 30;
const LEAST_SECONDS = 2;

type Failed =
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'no-session'; readonly outcome: NoSession };

/** A look that can never succeed waits for a person, whatever is wrong with it. */
function outcomeOfLook(failed: Failed, nowMs: number): PullOutcome {
  const outcome = failed.kind === 'failed' ? outcomeOf(failed.failure, 'retry', nowMs) : failed.outcome;
  return outcome.kind === 'retry' ? outcome : { ...outcome, kind: 'park' };
}

function hasMessages(context: ChannelContext): boolean {
  return context.settings['directMessages'] === true;
}

async function firstPull(context: ChannelContext): Promise<PullOutcome> {
  const posts = await firstLookAtPosts(context);
  if (posts.kind !== 'looked') {
    return outcomeOfLook(posts, context.nowMs);
  }
  const messages = hasMessages(context) ? await firstLookAtMessages(context) : undefined;
  if (messages !== undefined && messages.kind !== 'looked') {
    return outcomeOfLook(messages, context.nowMs);
  }
  const cursor = cursorText({ ...posts.cursor, ...(messages === undefined ? {} : { rev: messages.rev }) });
  return { kind: 'pulled', body: null, cursor, hasMore: false };
}

/** Also the first look at messages, when they were switched on later. */
function messagesSince(context: ChannelContext, cursor: Cursor): Promise<MessagesLook> | undefined {
  if (!hasMessages(context)) {
    return undefined;
  }
  return cursor.rev === undefined ? firstLookAtMessages(context) : lookAtMessages(context, cursor.rev);
}

type Looked<Look> = Extract<Look, { kind: 'looked' }>;

/** What both looks gave; posts alone where messages could not be had. */
function pulledOf(posts: Looked<PostsLook>, messages: Looked<MessagesLook> | undefined): PullOutcome {
  const { did, notifications } = posts;
  const logs = messages?.logs ?? [];
  const isNews = notifications.length > 0 || logs.length > 0;
  return {
    kind: 'pulled',
    body: isNews ? Buffer.from(JSON.stringify({ did, notifications, logs })) : null,
    cursor: cursorText({ ...posts.cursor, ...(messages === undefined ? {} : { rev: messages.rev }) }),
    hasMore: posts.hasMore || logs.length > 0,
  };
}

async function pullAfter(context: ChannelContext, before: Cursor): Promise<PullOutcome> {
  const posts = await lookAtPosts(context, before);
  if (posts.kind !== 'looked') {
    return outcomeOfLook(posts, context.nowMs);
  }
  const messages = await messagesSince(context, before);
  if (messages === undefined || messages.kind === 'looked') {
    return pulledOf(posts, messages);
  }
  // Posts are not kept waiting for messages that cannot be had; the next look tells what is wrong.
  const isQuiet = posts.notifications.length === 0 && !posts.hasMore;
  return isQuiet ? outcomeOfLook(messages, context.nowMs) : pulledOf(posts, undefined);
}

async function pull(request: PullRequest, context: ChannelContext): Promise<PullOutcome> {
  if (request.cursor === null) {
    return firstPull(context);
  }
  const cursor = readCursor(request.cursor);
  // To begin anew would skip what came since, and to take all would open tickets of years.
  return cursor === undefined ? { kind: 'park', code: 'BLUESKY_CURSOR_UNREADABLE' } : pullAfter(context, cursor);
}

/** `pollSeconds`; the schema gives the one that is used where the settings say nothing. */
function everyMs(settings: Readonly<Record<string, unknown>>): number {
  const seconds = settings['pollSeconds'];
  return (typeof seconds === 'number' && seconds >= LEAST_SECONDS ? seconds : USUAL_SECONDS) * 1000;
}

export const blueskyPuller: Puller = { everyMs, pull };
