import type { Problem } from '../platform/http-in/problem.js';

/** Every code that the API itself answers with; a refused command adds the code of its decision. */
export const API_PROBLEMS = {
  KEY_MISSING: { status: 401, title: 'Send a key: "Authorization: Bearer sk_…".' },
  KEY_UNKNOWN: { status: 401, title: 'This key is unknown or was revoked.' },
  TOO_MANY_SIGN_INS: { status: 429, title: 'Too many wrong keys. Wait before the next try.' },
  NOT_ALLOWED: { status: 403, title: 'This key may not do that.' },
  QUERY_INVALID: { status: 400, title: 'The query parameters are not right.' },
  BODY_INVALID: { status: 400, title: 'The body is not right.' },
  CONTENT_TYPE_UNSUPPORTED: { status: 415, title: 'Send a JSON body with "Content-Type: application/json".' },
  NUL_CHARACTER: { status: 400, title: 'The input holds a NUL character, which cannot be stored.' },
  CURSOR_INVALID: { status: 400, title: 'The cursor is not one that this list gave out.' },
  IDEMPOTENCY_KEY_MISSING: {
    status: 400,
    title: 'Every POST needs an "Idempotency-Key" header of 1 to 200 characters.',
  },
  IDEMPOTENCY_KEY_REUSED: { status: 422, title: 'This Idempotency-Key was used for another request.' },
  COMMAND_IN_FLIGHT: { status: 409, title: 'The first request with this Idempotency-Key is not decided yet.' },
  TICKET_UNKNOWN: { status: 404, title: 'There is no such ticket.' },
  ATTACHMENT_UNKNOWN: { status: 404, title: 'There is no copy of such an attachment on this ticket.' },
  MUNICIPALITY_UNKNOWN: { status: 404, title: 'There is no such municipality.' },
  INVOICE_UNKNOWN: { status: 404, title: 'There is no such invoice, or no such line on it.' },
  PRICE_UNKNOWN: { status: 422, title: 'Some use has no price: its tariff is not in the settings.' },
  NOT_ACCEPTABLE: { status: 406, title: 'An invoice has no such form.' },
  CRISIS_END_INVALID: { status: 422, title: 'A crisis ends in the future, and at most 14 days from now.' },
  CRISIS_UNDER_WAY: { status: 409, title: 'A crisis is under way for this municipality. End it first.' },
  NO_CRISIS: { status: 404, title: 'There is no crisis to end.' },
  NOT_FOUND: { status: 404, title: 'There is nothing at this address.' },
  CHANGE_INVALID: { status: 422, title: 'The changed configuration is not right.' },
  WHATIF_BUSY: { status: 429, title: 'Another what-if is running. One runs at a time.' },
  WHATIF_TOO_LARGE: { status: 422, title: 'This month holds more tickets than can be tried while a caller waits.' },
  TOO_MANY_STREAMS: { status: 429, title: 'Too many event streams are open.' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

export type ApiProblemCode = keyof typeof API_PROBLEMS;

export function apiProblem(code: ApiProblemCode, more: Pick<Problem, 'detail' | 'errors' | 'headers'> = {}): Problem {
  return { ...API_PROBLEMS[code], code, ...more };
}
