import type { HttpResult, SendOutcome } from '../../../src/adapter-sdk/index.js';
import { numberOf, textOf, type Fields } from './payloads.js';

type Answer = Extract<HttpResult, { kind: 'answer' }>;

/** What LinkedIn says of a call that it did not do: `{"status":401,"serviceErrorCode":65601,"code":"…","message":"…"}`. */
export interface LinkedInError {
  readonly status: number;
  readonly serviceErrorCode: number | undefined;
  readonly code: string;
  /** A sentence for people. It decides where one status has several meanings, and is never kept: it may quote us. */
  readonly message: string;
}

/** Every code that LinkedIn was seen to give; anything else may be words of somebody. */
const CODE = /^[A-Z][A-Z0-9_]{1,63}$/;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** LinkedIn does not say how long its limit of comments a minute holds. */
const THROTTLED_MS = 2 * MINUTE_MS;
/**
 * The daily limits end at midnight UTC, but LinkedIn gives the same status when it protects itself for a short while.
 * So the wait is half an hour at most, and ends a minute after midnight at the latest.
 */
const LIMITED_MS = 30 * MINUTE_MS;
const LONGEST_WISH_MS = DAY_MS;

/** The error of an answer. A body that says so decides, also under status 200. */
export function linkedInErrorOf(body: Fields, httpStatus: number): LinkedInError | undefined {
  const told = numberOf(body['status']);
  const message = textOf(body['message']);
  const serviceErrorCode = numberOf(body['serviceErrorCode']);
  const isTold = told !== undefined && told >= 400 && (message !== undefined || serviceErrorCode !== undefined);
  if (httpStatus < 400 && !isTold) {
    return undefined;
  }
  return {
    status: httpStatus >= 400 ? httpStatus : (told ?? httpStatus),
    serviceErrorCode,
    code: textOf(body['code']) ?? '',
    message: message ?? '',
  };
}

export type Verdict = Exclude<SendOutcome, { kind: 'delivered' }>;

interface Rule {
  readonly status: number;
  readonly says?: RegExp;
  readonly verdict: Pick<Verdict, 'kind' | 'code'>;
}

const VERSION_GONE = { kind: 'park', code: 'LINKEDIN_VERSION_GONE' } as const;
const BAD_REQUEST = { kind: 'quarantined', code: 'LINKEDIN_BAD_REQUEST' } as const;
/** Known of posts. A repetition is only sent after a look that showed nothing, so a person sees which words are there. */
const DUPLICATE = { kind: 'quarantined', code: 'LINKEDIN_DUPLICATE' } as const;
const IS_DUPLICATE = /duplicate/i;

/** The first row that matches decides. `says` is compared with the code and the message. */
const RULES: readonly Rule[] = [
  // Invalid (65600), revoked (65601) and expired (65602) tokens need the same: a new one.
  { status: 401, verdict: { kind: 'park', code: 'LINKEDIN_TOKEN_INVALID' } },
  { status: 426, verdict: VERSION_GONE },
  { status: 400, says: /version/i, verdict: VERSION_GONE },
  { status: 403, says: /unpermitted fields/i, verdict: BAD_REQUEST },
  // LinkedIn does not publish its words for it. One closed post must not hold up the answers of a whole page.
  {
    status: 403,
    says: /comment\w* (?:\w+ ){0,3}(?:disabled|closed|turned off|restricted)/i,
    verdict: { kind: 'refused', code: 'LINKEDIN_COMMENTS_CLOSED' },
  },
  // The member lost the role on the page, or the app the scope. A new token alone does not help.
  { status: 403, verdict: { kind: 'park', code: 'LINKEDIN_ACCESS_LOST' } },
  // An address that no version knows, in place of a post that is gone.
  { status: 404, says: /no virtual resource/i, verdict: BAD_REQUEST },
  { status: 404, verdict: { kind: 'refused', code: 'LINKEDIN_POST_GONE' } },
  { status: 410, verdict: { kind: 'refused', code: 'LINKEDIN_POST_GONE' } },
  ...[400, 409, 422].map((status): Rule => ({ status, says: IS_DUPLICATE, verdict: DUPLICATE })),
  {
    status: 400,
    says: /length|too long|FIELD_LENGTH/i,
    verdict: { kind: 'refused', code: 'LINKEDIN_TEXT_TOO_LONG' },
  },
  { status: 400, verdict: BAD_REQUEST },
  { status: 422, verdict: { kind: 'refused', code: 'LINKEDIN_COMMENT_REFUSED' } },
  // The gateway gave up on a call that may have been done.
  { status: 408, verdict: { kind: 'unknown', code: 'LINKEDIN_SERVER_ERROR' } },
];

function detailOf(error: LinkedInError): string {
  const service = error.serviceErrorCode === undefined ? '' : ` service ${String(error.serviceErrorCode)}`;
  return `status ${String(error.status)}${service}${CODE.test(error.code) ? ` ${error.code}` : ''}`;
}

/** How long to wait after 429: what the header asks, else by what LinkedIn is known to limit. */
export function waitMs(error: Pick<LinkedInError, 'message'>, answer: Answer, nowMs: number): number {
  const header = answer.headers['retry-after'] ?? '';
  if (/^\d{1,9}$/.test(header)) {
    return Math.min(Number(header) * 1000, LONGEST_WISH_MS);
  }
  if (/throttled/i.test(error.message)) {
    return THROTTLED_MS;
  }
  const untilMidnightMs = DAY_MS - (nowMs % DAY_MS);
  return Math.min(LIMITED_MS, untilMidnightMs + MINUTE_MS);
}

/** What an error means for the call that it answers. */
export function verdictOf(error: LinkedInError, answer: Answer, nowMs: number): Verdict {
  const detail = detailOf(error);
  if (error.status === 429) {
    const afterMs = waitMs(error, answer, nowMs);
    return { kind: 'retry', code: 'LINKEDIN_RATE_LIMITED', afterMs, detail, holdsAccount: true };
  }
  if (error.status >= 500) {
    // It may have published the comment before it failed.
    return { kind: 'unknown', code: 'LINKEDIN_SERVER_ERROR', detail };
  }
  const said = `${error.code} ${error.message}`;
  const rule = RULES.find(({ status, says }) => status === error.status && (says === undefined || says.test(said)));
  return { ...(rule?.verdict ?? { kind: 'quarantined', code: 'LINKEDIN_ERROR_UNKNOWN' }), detail };
}
