import type { HttpResult, SendOutcome } from '../../../src/adapter-sdk/index.js';
import { fieldsOf, idOf, numberOf, textOf, type Fields } from './payloads.js';

type Answer = Extract<HttpResult, { kind: 'answer' }>;

/** A refusal of the Bot API. The number is also the HTTP status; the body is what the Bot API itself says. */
export interface BotApiError {
  readonly number: number;
  /** A sentence for people. It decides where one number has several meanings, and is never kept: it may quote us. */
  readonly description: string;
  readonly retryAfterSeconds: number | undefined;
  /** The id of the group that this group became. */
  readonly movedTo: string | undefined;
}

const MAX_RETRY_AFTER_MS = 24 * 3_600_000;

/** The error of a parsed body. `ok: false` decides, also on status 200. */
export function botApiErrorOf(body: Fields): BotApiError | undefined {
  const parameters = fieldsOf(body['parameters']);
  return body['ok'] === false
    ? {
        // What is no number matches no row and comes before a person.
        number: numberOf(body['error_code']) ?? Number.NaN,
        description: textOf(body['description']) ?? '',
        retryAfterSeconds: numberOf(parameters?.['retry_after']),
        movedTo: idOf(parameters?.['migrate_to_chat_id']),
      }
    : undefined;
}

type Verdict = Pick<SendOutcome, 'kind'> & { readonly kind: 'park' | 'refused' | 'quarantined'; readonly code: string };

/** The first row that matches decides. Texts as the Bot API server and the clients of others have them. */
const RULES: readonly { readonly number: number; readonly says?: RegExp; readonly verdict: Verdict }[] = [
  // A token of the right form that is wrong or revoked gives 401, one of another form 404.
  { number: 401, verdict: { kind: 'park', code: 'TELEGRAM_TOKEN_INVALID' } },
  { number: 404, verdict: { kind: 'park', code: 'TELEGRAM_TOKEN_INVALID' } },
  { number: 403, says: /blocked by the user/i, verdict: { kind: 'refused', code: 'TELEGRAM_BLOCKED_BY_CITIZEN' } },
  { number: 403, verdict: { kind: 'refused', code: 'PERSON_UNREACHABLE' } },
  {
    number: 400,
    says: /chat not found|user not found|PEER_ID_INVALID/i,
    verdict: { kind: 'refused', code: 'RECIPIENT_UNKNOWN' },
  },
  { number: 400, verdict: { kind: 'quarantined', code: 'TELEGRAM_BAD_REQUEST' } },
];

/** How long Telegram asks to wait: in the body, else in the header. */
function waitMs(error: BotApiError, answer: Answer): number | undefined {
  const header = answer.headers['retry-after'] ?? '';
  const seconds = error.retryAfterSeconds ?? (/^\d{1,9}$/.test(header) ? Number(header) : undefined);
  return seconds === undefined || seconds < 0 ? undefined : Math.min(Math.ceil(seconds * 1000), MAX_RETRY_AFTER_MS);
}

/** What a refusal means for this attempt. */
export function outcomeOfError(error: BotApiError, answer: Answer): SendOutcome {
  const detail = `code ${error.number}`;
  if (error.number === 429) {
    const afterMs = waitMs(error, answer);
    return {
      kind: 'retry',
      code: 'TELEGRAM_RATE_LIMITED',
      detail,
      ...(afterMs === undefined ? {} : { afterMs, holdsAccount: true }),
    };
  }
  if (error.movedTo !== undefined) {
    return { kind: 'refused', code: 'TELEGRAM_CHAT_MOVED', detail };
  }
  if (error.number >= 500) {
    // It may have sent the message before it failed.
    return { kind: 'unknown', code: 'TELEGRAM_SERVER_ERROR', detail };
  }
  const rule = RULES.find(
    ({ number, says }) => number === error.number && (says === undefined || says.test(error.description)),
  );
  return { ...(rule?.verdict ?? { kind: 'quarantined', code: 'TELEGRAM_ERROR_UNKNOWN' }), detail };
}
