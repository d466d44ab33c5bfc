import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { ChannelContext, LookUpOutcome, OutgoingPart } from '../../../src/adapter-sdk/index.js';
import { destinationOf, messageName, postName, type Destination } from './names.js';
import type { Credentials } from './oauth1.js';
import { at, fieldsIn, idOf, instantOf, textOf, type Fields } from './payloads.js';
import { call, credentialsOf } from './rest.js';
import { privatelyOf } from './send.js';
import { readableText, urlsIn } from './text.js';

const TIMEOUT_MS = 20_000;
const AGAIN_MS = 60_000;
/** Clocks of two machines. */
const CLOCK_MARGIN_MS = 2 * 60_000;
/** A list of X may lack for a moment what was just written: what it does not show yet is not absent. */
const SHOWN_AFTER_MS = 30_000;
/** Each thing in a page is paid for, and in public only what came since the attempt is asked for. */
const PAGE = 20;
const MAX_PAGES = 5;

const UNSURE: LookUpOutcome = { kind: 'unsure', afterMs: AGAIN_MS, code: 'X_LOOK_UP_FAILED' };

interface Wanted {
  readonly own: string;
  readonly destination: Destination;
  readonly words: string;
  readonly sinceMs: number;
}

function comparable(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function repliedTo(post: Fields): string | undefined {
  return idOf(fieldsIn(post['referenced_tweets']).find(({ type }) => type === 'replied_to')?.['id']);
}

/** X may put names before a reply, so the end decides. */
function isWanted(one: Fields, { own, destination, words, sinceMs }: Wanted): boolean {
  const long = at(one, 'note_tweet');
  const text = textOf(at(long, 'text')) ?? textOf(one['text']) ?? '';
  const said = comparable(readableText(text, urlsIn(at(long, 'entities') ?? one['entities'])));
  const isThere = destination.to === 'post' ? repliedTo(one) === destination.post : one['sender_id'] === own;
  return isThere && (instantOf(one['created_at']) ?? 0) >= sinceMs && said.endsWith(words);
}

function pageRequest({ own, destination, sinceMs }: Wanted, token: string | undefined) {
  const paging = { max_results: String(PAGE), ...(token === undefined ? {} : { pagination_token: token }) };
  return destination.to === 'post'
    ? {
        path: `/2/users/${own}/tweets`,
        query: {
          ...paging,
          start_time: new Date(sinceMs).toISOString().replace(/\.\d+Z$/, 'Z'),
          'tweet.fields': 'created_at,entities,note_tweet,referenced_tweets',
        },
      }
    : {
        path: `/2/dm_conversations/with/${destination.citizen}/dm_events`,
        query: { ...paging, event_types: 'MessageCreate', 'dm_event.fields': 'created_at,entities,sender_id,text' },
      };
}

interface Page {
  readonly items: readonly Fields[];
  readonly next: string | undefined;
}

async function pageOf(
  wanted: Wanted,
  token: string | undefined,
  context: ChannelContext,
  credentials: Credentials,
): Promise<Page | undefined> {
  const request = pageRequest(wanted, token);
  const result = await call(context, credentials, { method: 'GET', ...request, timeoutMs: TIMEOUT_MS });
  const body = result.kind === 'answer' && result.status === 200 ? jsonOf(result.text) : undefined;
  const isPage = at(body, 'meta', 'result_count') === 0 || Array.isArray(at(body, 'data'));
  return isPage ? { items: fieldsIn(at(body, 'data')), next: textOf(at(body, 'meta', 'next_token')) } : undefined;
}

/** What a whole look that found nothing says. */
function notThere(part: OutgoingPart, { nowMs }: ChannelContext): LookUpOutcome {
  const passedMs = nowMs - part.firstAttemptAtMs;
  return passedMs >= SHOWN_AFTER_MS
    ? { kind: 'absent' }
    : { kind: 'unsure', afterMs: SHOWN_AFTER_MS - passedMs, code: 'X_NOT_SHOWN_YET' };
}

/** Private messages are told newest first and without a beginning, so one from before the attempt ends the look. */
function isFromBefore({ items }: Page, sinceMs: number): boolean {
  const oldest = instantOf(items.at(-1)?.['created_at']);
  return oldest !== undefined && oldest < sinceMs;
}

/** Looks among what the account wrote since the first attempt for the same words in the same place. */
export async function lookUpAnswer(part: OutgoingPart, context: ChannelContext): Promise<LookUpOutcome> {
  const credentials = credentialsOf(context);
  const own = idOf(part.account);
  const destination = destinationOf(part);
  if (credentials === undefined || own === undefined || destination === undefined) {
    return UNSURE;
  }
  const sinceMs = part.firstAttemptAtMs - CLOCK_MARGIN_MS;
  const wanted = { own, destination, sinceMs, words: comparable(part.text) };
  const found = (await lookAmong(wanted, context, credentials)) ?? notThere(part, context);
  return found.kind === 'found' ? { ...found, ...privatelyOf(part, destination) } : found;
}

/** Page after page; undefined when all were read and it is in none. */
async function lookAmong(
  wanted: Wanted,
  context: ChannelContext,
  credentials: Credentials,
): Promise<LookUpOutcome | undefined> {
  let token: string | undefined;
  for (let count = 0; count < MAX_PAGES; count += 1) {
    const page = await pageOf(wanted, token, context, credentials);
    if (page === undefined) {
      return UNSURE;
    }
    const id = idOf(page.items.find((one) => isWanted(one, wanted))?.['id']);
    if (id !== undefined) {
      return { kind: 'found', remoteId: wanted.destination.to === 'post' ? postName(id) : messageName(id) };
    }
    if (page.next === undefined || isFromBefore(page, wanted.sinceMs)) {
      return undefined;
    }
    token = page.next;
  }
  return { kind: 'untellable', code: 'X_TOO_MANY_POSTS' };
}
