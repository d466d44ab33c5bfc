import type { HttpResult, SendOutcome } from '../../../src/adapter-sdk/index.js';
import type { ZammadCall } from './calls.js';
import { errorIn, recordIn } from './payloads.js';

type Answer = Extract<HttpResult, { kind: 'answer' }>;

const MAX_DETAIL_CHARACTERS = 200;
const MAX_WAIT_MS = 24 * 3_600_000;

/** Seconds or a date; undefined for anything else. Bounded, so that nobody can stop us for a year. */
function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) {
    return undefined;
  }
  const waitMs = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - nowMs;
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), MAX_WAIT_MS);
}

function detailOf(answer: Answer): string {
  return `HTTP ${answer.status} ${errorIn(answer.text) ?? ''}`.trim().slice(0, MAX_DETAIL_CHARACTERS);
}

/** Whether the call came through; the body decides, because a proxy may say 200 as well. */
function successOutcome(answer: Answer, call: ZammadCall): SendOutcome {
  if (errorIn(answer.text) !== undefined) {
    return { kind: 'quarantined', code: 'CRM_REJECTED', detail: detailOf(answer) };
  }
  const record = recordIn(answer.text);
  if (record === undefined) {
    return { kind: 'unknown', code: 'CRM_ANSWER_UNREADABLE', detail: detailOf(answer) };
  }
  for (const [field, value] of Object.entries(call.expected)) {
    if (record[field as keyof typeof record] !== value) {
      return { kind: 'quarantined', code: 'CRM_CHANGE_IGNORED', detail: `${field} is not ${value}` };
    }
  }
  return { kind: 'delivered', remoteId: String(record.id) };
}

/** A 404 with Zammad's own error is about the ticket; any other is about the address. */
function notFoundOutcome(answer: Answer, call: ZammadCall): SendOutcome {
  const isAboutTicket = errorIn(answer.text) !== undefined && !call.path.startsWith('/api/v1/tickets?');
  return isAboutTicket
    ? { kind: 'refused', code: 'REMOTE_TICKET_GONE', detail: detailOf(answer) }
    : { kind: 'park', code: 'CRM_ADDRESS_WRONG', detail: detailOf(answer) };
}

function clientErrorOutcome(answer: Answer, call: ZammadCall, nowMs: number): SendOutcome {
  const afterMs = retryAfterMs(answer.headers['retry-after'], nowMs);
  switch (answer.status) {
    case 401:
    case 402:
    case 403:
      return { kind: 'park', code: 'CRM_ACCESS_DENIED', detail: detailOf(answer) };
    case 404:
      return notFoundOutcome(answer, call);
    case 408:
    case 429:
      return { kind: 'retry', code: 'CRM_BUSY', ...(afterMs === undefined ? {} : { afterMs }) };
    default:
      return { kind: 'quarantined', code: 'CRM_REJECTED', detail: detailOf(answer) };
  }
}

/** What became of one call. Zammad cannot be asked to do a create once, so every doubt about one is `unknown`. */
export function outcomeOf(result: HttpResult, call: ZammadCall, nowMs: number): SendOutcome {
  if (result.kind === 'not-sent') {
    return { kind: 'retry', code: 'CRM_UNREACHABLE', detail: result.cause.slice(0, MAX_DETAIL_CHARACTERS) };
  }
  const doubt = call.isRepeatable ? 'retry' : 'unknown';
  if (result.kind === 'no-answer') {
    return { kind: doubt, code: 'CRM_NO_ANSWER', detail: result.cause.slice(0, MAX_DETAIL_CHARACTERS) };
  }
  if (result.status >= 200 && result.status < 300) {
    return successOutcome(result, call);
  }
  if (result.status >= 400 && result.status < 500) {
    return clientErrorOutcome(result, call, nowMs);
  }
  if (result.status >= 500) {
    return { kind: doubt, code: 'CRM_FAILED', detail: detailOf(result) };
  }
  return { kind: 'park', code: 'CRM_ADDRESS_WRONG', detail: detailOf(result) };
}
