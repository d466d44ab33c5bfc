import type { ChannelContext, LookUpOutcome, OutgoingPart } from '../../../src/adapter-sdk/index.js';
import { commentIdOfFetched } from './comments.js';
import { fieldsIn, fieldsOf, instantOf, wordsOf, type Fields } from './payloads.js';
import { callLinkedIn, hasNextPage } from './rest.js';
import { placeOf } from './send.js';
import { besides, escaped, organizationUrnOf } from './urn.js';

const TIMEOUT_MS = 15_000;
const PAGE = 100;
/** LinkedIn promises no order, so absence is only known when all was read. With more than this, a person looks. */
const MOST_PAGES = 10;
/** LinkedIn's clock and ours may differ. */
const CLOCK_MARGIN_MS = 60_000;
/** What was accepted may show later. */
const SHOWN_WITHIN_MS = 10 * 60_000;
const LOOK_AGAIN_MS = 60_000;
const LOOK_MUCH_LATER_MS = 30 * 60_000;

function plain(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}

/**
 * The same words, by the page, not before the first attempt. LinkedIn leaves the author out where a token may not see
 * it; then our words at the right time are no proof, and `unclear` says so.
 */
function match(comment: Fields, part: OutgoingPart): 'ours' | 'unclear' | 'other' {
  const createdAtMs = instantOf(fieldsOf(comment['created'])?.['time']);
  const isInTime = createdAtMs === undefined || createdAtMs >= part.firstAttemptAtMs - CLOCK_MARGIN_MS;
  if (!isInTime || plain(wordsOf(comment) ?? '') !== plain(part.text)) {
    return 'other';
  }
  const { actor } = comment;
  if (actor === undefined || createdAtMs === undefined) {
    return 'unclear';
  }
  return actor === organizationUrnOf(part.account) ? 'ours' : 'other';
}

function unsure(code: string, afterMs: number = LOOK_AGAIN_MS): LookUpOutcome {
  return { kind: 'unsure', code, afterMs };
}

function absentAfterWait(part: OutgoingPart, nowMs: number): LookUpOutcome {
  const leftMs = part.firstAttemptAtMs + SHOWN_WITHIN_MS - nowMs;
  return leftMs > 0 ? unsure('LINKEDIN_NOT_SHOWN_YET', Math.max(1000, leftMs)) : { kind: 'absent' };
}

/** What one page shows; undefined when ours is not on it. */
function foundOn(comments: readonly Fields[], part: OutgoingPart): LookUpOutcome | undefined {
  const ours = comments.find((one) => match(one, part) === 'ours');
  if (ours !== undefined) {
    const remoteId = besides(part.conversation, commentIdOfFetched(ours));
    return { kind: 'found', ...(remoteId === undefined ? {} : { remoteId }) };
  }
  return comments.some((one) => match(one, part) === 'unclear')
    ? unsure('LINKEDIN_AUTHOR_NOT_SHOWN', LOOK_MUCH_LATER_MS)
    : undefined;
}

/** Reads all comments where the answer would stand. */
export async function lookUpComment(part: OutgoingPart, context: ChannelContext): Promise<LookUpOutcome> {
  const place = placeOf(part.conversation);
  if (place === undefined) {
    return { kind: 'absent' };
  }
  let start = 0;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const path = `socialActions/${escaped(place.under)}/comments?start=${String(start)}&count=${String(PAGE)}`;
    const answer = await callLinkedIn({ method: 'GET', path, timeoutMs: TIMEOUT_MS }, context);
    if (!answer.ok) {
      const { verdict } = answer;
      return unsure(verdict.code, verdict.kind === 'retry' ? (verdict.afterMs ?? LOOK_AGAIN_MS) : LOOK_AGAIN_MS);
    }
    if (!Array.isArray(answer.body['elements'])) {
      return unsure('LINKEDIN_ANSWER_UNREADABLE');
    }
    const comments = fieldsIn(answer.body['elements']);
    const outcome = foundOn(comments, part);
    if (outcome !== undefined) {
      return outcome;
    }
    if (!hasNextPage(answer.body, start, PAGE)) {
      return absentAfterWait(part, context.nowMs);
    }
    start += answer.body['elements'].length;
  }
  return unsure('LINKEDIN_THREAD_TOO_LONG', LOOK_MUCH_LATER_MS);
}
