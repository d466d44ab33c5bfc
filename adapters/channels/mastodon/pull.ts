import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { ChannelContext, Puller, PullOutcome, PullRequest } from '../../../src/adapter-sdk/index.js';
import { call, instanceOf, type Instance } from './instance.js';
import { fieldsOf, idOf, isLaterId } from './payloads.js';
import { readable, UNREADABLE, type Failed } from './pull-failure.js';
import { rootsOf } from './roots.js';

/** A look is a page, maybe a second one, and its threads, and has to be over within a minute: see `rootsOf`. */
const TIMEOUT_MS = 8_000;
const PAGE = 40;
/** Asked for when a whole page is longer than an answer may be. */
const SMALL_PAGE = 4;
/** An answer of this length may have been cut: see `HttpResult`. */
const MAYBE_CUT = 1_000_000;
const USUAL_SECONDS = 60;
const LEAST_SECONDS = 2;
/** Before all ids. */
const BEGINNING = '0';

interface Page {
  readonly kind: 'page';
  readonly text: string;
  readonly notifications: readonly unknown[];
  readonly isFull: boolean;
}

/** Also what the policy of the account filters: private messages of strangers, which is what citizens are. */
function queryOf(limit: number, minId: string | undefined): string {
  const query = new URLSearchParams();
  for (const type of ['mention', 'quote']) {
    query.append('types[]', type);
  }
  query.append('include_filtered', 'true');
  query.append('limit', String(limit));
  if (minId !== undefined) {
    query.append('min_id', minId);
  }
  return query.toString();
}

async function pageOf(
  context: ChannelContext,
  instance: Instance,
  limit: number,
  minId: string | undefined,
): Promise<Page | Failed> {
  const path = `/api/v1/notifications?${queryOf(limit, minId)}`;
  const result = await call(context, instance, { method: 'GET', path, timeoutMs: TIMEOUT_MS });
  const text = readable(result, context.nowMs);
  if (typeof text !== 'string') {
    return text;
  }
  const notifications = jsonOf(text);
  if (Array.isArray(notifications)) {
    return { kind: 'page', text, notifications, isFull: notifications.length >= limit };
  }
  return text.length >= MAYBE_CUT && limit > SMALL_PAGE ? pageOf(context, instance, SMALL_PAGE, minId) : UNREADABLE;
}

/** The latest id of a page, whatever its order; the one given when none is later. */
function latestOf(notifications: readonly unknown[], cursor: string): string {
  const ids = notifications.flatMap((one) => idOf(fieldsOf(one)?.['id']) ?? []);
  return ids.reduce((latest, id) => (isLaterId(id, latest) ? id : latest), cursor);
}

async function pull({ cursor: told }: PullRequest, context: ChannelContext): Promise<PullOutcome> {
  const instance = instanceOf(context);
  if (instance === undefined) {
    return { kind: 'park', code: 'MASTODON_NOT_CONFIGURED' };
  }
  const cursor = idOf(told);
  const page = await pageOf(context, instance, cursor === undefined ? 1 : PAGE, cursor);
  if (page.kind !== 'page') {
    return page;
  }
  const latest = latestOf(page.notifications, cursor ?? BEGINNING);
  // A page that brings us nowhere is nothing new: it must not be asked for again and again.
  if (cursor === undefined || latest === cursor) {
    return { kind: 'pulled', body: null, cursor: latest, hasMore: false };
  }
  const roots = await rootsOf(page.notifications, context, instance);
  if (roots.kind !== 'roots') {
    return roots;
  }
  const body = `{"notifications":${page.text},"roots":${JSON.stringify(Object.fromEntries(roots.byStatus))}}`;
  return { kind: 'pulled', body: Buffer.from(body), cursor: latest, hasMore: page.isFull };
}

/** `pollSeconds`; the schema gives the one that is used where the settings say nothing. */
function everyMs(settings: Readonly<Record<string, unknown>>): number {
  const seconds = settings['pollSeconds'];
  return (typeof seconds === 'number' && seconds >= LEAST_SECONDS ? seconds : USUAL_SECONDS) * 1000;
}

/** Mentions and quotes of the account, from where the look before ended. */
export const mastodonPuller: Puller = { everyMs, pull };
