import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { ChannelContext, LookUpOutcome, OutgoingPart } from '../../../src/adapter-sdk/index.js';
import { textOfHtml } from './html-text.js';
import { call, instanceOf, type Instance } from './instance.js';
import { fieldsIn, fieldsOf, idOf, instantOf, textOf, type Fields } from './payloads.js';
import { privatelyOf, statusText } from './send.js';
import { answeredBy, isPublic, messageIdOf, visibilityOf, type Visibility } from './visibility.js';

const TIMEOUT_MS = 20_000;
const AGAIN_MS = 60_000;
/** Mastodon keeps an `Idempotency-Key` for an hour after it made the status. Some of it is left for the repetition. */
const KEY_HOLDS_MS = 50 * 60_000;
/** Clocks of two machines. */
const CLOCK_MARGIN_MS = 5 * 60_000;
const PAGE = 40;
/** Two hundred statuses: far more than an account makes between an answer and the look for it. */
const MAX_PAGES = 5;

const UNSURE: LookUpOutcome = { kind: 'unsure', afterMs: AGAIN_MS, code: 'MASTODON_LOOK_UP_FAILED' };

/** Mastodon's HTML keeps the words and not every space. */
function comparable(text: string): string {
  return text.replace(/[\s\u200b]+/g, ' ').trim();
}

/** What is looked for among the statuses of the account. */
interface Wanted {
  readonly part: OutgoingPart;
  readonly parent: string | undefined;
  readonly visibility: Visibility;
  /** The words without the mentions: the HTML shows those in another form. */
  readonly words: string;
  readonly sinceMs: number;
}

function wantedFor(part: OutgoingPart): Wanted {
  const { visibility, id } = answeredBy(part);
  const words = comparable(statusText(part.text, [], visibility));
  return { part, parent: id, visibility, words, sinceMs: part.firstAttemptAtMs - CLOCK_MARGIN_MS };
}

/** An instance may list less widely what was to be public, and never lets more people read than was asked. */
function isAsPrivate(status: Fields, { visibility }: Wanted): boolean {
  return isPublic(visibilityOf(status['visibility'])) === isPublic(visibility);
}

function isWanted(status: Fields, wanted: Wanted): boolean {
  const text = comparable(textOfHtml(textOf(status['content']) ?? ''));
  const parent = idOf(status['in_reply_to_id']);
  const madeAtMs = instantOf(status['created_at']) ?? 0;
  const isThere = parent === wanted.parent && isAsPrivate(status, wanted);
  return isThere && madeAtMs >= wanted.sinceMs && text.endsWith(wanted.words);
}

async function jsonAt(path: string, context: ChannelContext, instance: Instance): Promise<unknown> {
  const result = await call(context, instance, { method: 'GET', path, timeoutMs: TIMEOUT_MS });
  return result.kind === 'answer' && result.status === 200 ? jsonOf(result.text) : undefined;
}

/** Reads back from the newest status of the account to those from before the first attempt. */
async function lookAmong(
  own: string,
  wanted: Wanted,
  context: ChannelContext,
  instance: Instance,
): Promise<LookUpOutcome> {
  let before = '';
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const path = `/api/v1/accounts/${own}/statuses?exclude_reblogs=true&limit=${PAGE}${before}`;
    const statuses = await jsonAt(path, context, instance);
    if (!Array.isArray(statuses)) {
      return UNSURE;
    }
    const read = fieldsIn(statuses);
    const found = read.find((status) => isWanted(status, wanted));
    const id = idOf(found?.['id']);
    if (id !== undefined) {
      return { kind: 'found', remoteId: messageIdOf(wanted.visibility, id), ...privatelyOf(wanted.part) };
    }
    const oldest = read.at(-1);
    const oldestId = idOf(oldest?.['id']);
    if (oldest === undefined || (instantOf(oldest['created_at']) ?? Number.POSITIVE_INFINITY) < wanted.sinceMs) {
      return { kind: 'absent' };
    }
    if (oldestId === undefined) {
      return UNSURE;
    }
    before = `&max_id=${oldestId}`;
  }
  return { kind: 'untellable', code: 'MASTODON_TOO_MANY_STATUSES' };
}

/**
 * While Mastodon knows the key, sending again makes no second status and is the way to find out: see ADR 7. After that
 * the statuses of the account tell.
 */
export async function lookUpStatus(part: OutgoingPart, context: ChannelContext): Promise<LookUpOutcome> {
  if (context.nowMs - part.firstAttemptAtMs < KEY_HOLDS_MS) {
    return { kind: 'absent' };
  }
  const instance = instanceOf(context);
  if (instance === undefined) {
    return UNSURE;
  }
  const own = idOf(fieldsOf(await jsonAt('/api/v1/accounts/verify_credentials', context, instance))?.['id']);
  return own === undefined ? UNSURE : lookAmong(own, wantedFor(part), context, instance);
}
