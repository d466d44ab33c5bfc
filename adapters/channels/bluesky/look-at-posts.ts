import type { ChannelContext } from '../../../src/adapter-sdk/index.js';
import { OVERLAP_MS, seenName, sortedAtMs, type Cursor } from './cursor.js';
import type { Failure } from './errors.js';
import { fieldsIn, handleOf, type Fields } from './payloads.js';
import { authorised, type NoSession } from './sessions.js';

const PAGES_A_LOOK = 3;
const PAGE = '100';
/** Nothing is older: the list was empty at the first look, so all that comes is new. */
const BEGINNING_MS = 0;

export type PostsLook =
  | {
      readonly kind: 'looked';
      readonly did: string;
      /** New ones, oldest first. */
      readonly notifications: readonly Fields[];
      readonly cursor: Cursor;
      readonly hasMore: boolean;
    }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'no-session'; readonly outcome: NoSession };

interface Page {
  readonly items: readonly Fields[];
  readonly next: string | undefined;
}

/** Newest first; `cursor` walks backwards. */
async function pageAt(context: ChannelContext, at: string | undefined) {
  const answer = await authorised(context, () => ({
    name: 'app.bsky.notification.listNotifications',
    query: [
      ['limit', PAGE],
      ...['mention', 'reply', 'quote'].map((reason) => ['reasons', reason] as const),
      ...(at === undefined ? [] : [['cursor', at] as const]),
    ],
  }));
  if (answer.kind === 'no-session') {
    return answer;
  }
  const { did, result } = answer;
  if (result.kind !== 'ok') {
    return { kind: 'failed', failure: result } as const;
  }
  if (!Array.isArray(result.body['notifications'])) {
    return { kind: 'failed', failure: { kind: 'unreadable', status: 200 } } as const;
  }
  const page: Page = { items: fieldsIn(result.body['notifications']), next: handleOf(result.body['cursor']) };
  return { kind: 'page', did, page } as const;
}

function newestIn(items: readonly Fields[], otherwise: number): number {
  return items.reduce((newest, item) => Math.max(newest, sortedAtMs(item) ?? 0), otherwise);
}

function isAtOrAfter(item: Fields, floorMs: number): boolean {
  return (sortedAtMs(item) ?? Infinity) >= floorMs;
}

/** The end of the walk: a page that reaches below the floor, or the last one there is. */
function endsWalk(page: Page, floorMs: number): boolean {
  return page.next === undefined || page.items.length === 0 || page.items.some((item) => !isAtOrAfter(item, floorMs));
}

/** What to remember of items that were given: those that a later look will meet again. */
function remembered(items: readonly Fields[], before: readonly string[], floorMs: number): readonly string[] {
  const names = items.filter((item) => isAtOrAfter(item, floorMs)).map((item) => seenName(item));
  return [...new Set([...names, ...before])];
}

/** The first look takes nothing in: the newest one there is becomes the watermark, and its neighbours are known. */
export async function firstLookAtPosts(context: ChannelContext): Promise<PostsLook> {
  const got = await pageAt(context, undefined);
  if (got.kind !== 'page') {
    return got;
  }
  const { items } = got.page;
  const watermarkMs = newestIn(items, BEGINNING_MS);
  const seen = remembered(items, [], watermarkMs - OVERLAP_MS);
  return { kind: 'looked', did: got.did, notifications: [], cursor: { watermarkMs, seen }, hasMore: false };
}

/**
 * Walks from the newest one back to the watermark less the overlap. When that is more than a look may fetch, the place is
 * kept and the next look goes on from it; the watermark moves only when the walk has arrived, so that nothing between is
 * skipped. What comes meanwhile is above the walk, and the next walk from the top finds it.
 */
export async function lookAtPosts(context: ChannelContext, cursor: Cursor): Promise<PostsLook> {
  const floorMs = cursor.watermarkMs - OVERLAP_MS;
  const items: Fields[] = [];
  let at = cursor.walk?.at;
  let did = '';
  let isDone = false;
  for (let count = 0; count < PAGES_A_LOOK && !isDone; count += 1) {
    const got = await pageAt(context, at);
    if (got.kind !== 'page') {
      return got;
    }
    did = got.did;
    items.push(...got.page.items.filter((item) => isAtOrAfter(item, floorMs)));
    // A cursor that does not move would be walked for ever.
    isDone = endsWalk(got.page, floorMs) || got.page.next === at;
    at = got.page.next;
  }
  const notifications = items.filter((item) => !cursor.seen.includes(seenName(item))).toReversed();
  const newestMs = newestIn(cursor.walk === undefined ? items : [], cursor.walk?.newestMs ?? cursor.watermarkMs);
  return { kind: 'looked', did, notifications, ...after({ cursor, items, newestMs, at: isDone ? undefined : at }) };
}

interface Walked {
  readonly cursor: Cursor;
  readonly items: readonly Fields[];
  readonly newestMs: number;
  /** Where the walk goes on; undefined when it has arrived. */
  readonly at: string | undefined;
}

function after({ cursor, items, newestMs, at }: Walked): { readonly cursor: Cursor; readonly hasMore: boolean } {
  const { walk: _ended, ...rest } = cursor;
  if (at !== undefined) {
    const seen = remembered(items, cursor.seen, newestMs - OVERLAP_MS);
    return { cursor: { ...rest, seen, walk: { at, newestMs } }, hasMore: true };
  }
  const watermarkMs = Math.max(cursor.watermarkMs, newestMs);
  // A walk of one look met all that is in the overlap, so older names are of no use any more.
  const before = cursor.walk === undefined ? [] : cursor.seen;
  const seen = remembered(items, before, watermarkMs - OVERLAP_MS);
  return { cursor: { ...rest, watermarkMs, seen }, hasMore: false };
}
