import type { ErrorCode } from './error-code.js';

/** The webhook and the API. What a caller over HTTP is told. The HTTP status stands beside the code in src/api/problems.ts and src/platform/http-in/map-error.ts. */
export const HTTP_CODES = [
  {
    code: 'SIGNATURE_MISSING',
    kind: 'reject',
    hint: 'The post carried no signature. Check that the sender signs, and that no proxy in between removes the header.',
  },
  {
    code: 'SIGNATURE_WRONG',
    kind: 'reject',
    hint: 'The signature does not fit the body. Compare the secret in the configuration with that of the sender; list the previous secret second while it changes.',
  },
  {
    code: 'SIGNATURE_STALE',
    kind: 'reject',
    hint: 'The signature is right, but more than five minutes old or ahead. Set the clock of the sender, and sign again for every attempt.',
  },
  {
    code: 'KEY_MISSING',
    kind: 'reject',
    hint: 'Send the header "Authorization: Bearer" with a key. Make a key with "schakel keys create".',
  },
  {
    code: 'KEY_UNKNOWN',
    kind: 'reject',
    hint: 'The key is unknown or was revoked. Look with "schakel keys list", and make a new one if needed.',
  },
  {
    code: 'TOO_MANY_SIGN_INS',
    kind: 'retry',
    hint: 'Too many wrong secrets came for one key. Wait as long as "retry-after" says; the right key is still let in.',
  },
  { code: 'NOT_ALLOWED', kind: 'reject', hint: 'The role of this key may not do that. Use a key with another role.' },
  { code: 'QUERY_INVALID', kind: 'reject', hint: 'Correct the query parameters; the answer names each fault.' },
  { code: 'BODY_INVALID', kind: 'reject', hint: 'Correct the body; the answer names each fault.' },
  { code: 'BODY_TOO_LARGE', kind: 'reject', hint: 'Send less in one request.' },
  { code: 'BODY_NOT_JSON', kind: 'reject', hint: 'Send a body that is JSON.' },
  { code: 'BODY_INCOMPLETE', kind: 'retry', hint: 'The body did not arrive whole. Send the request again.' },
  { code: 'CONTENT_TYPE_UNSUPPORTED', kind: 'reject', hint: 'Send "Content-Type: application/json".' },
  { code: 'CHARSET_UNSUPPORTED', kind: 'reject', hint: 'Send the body as UTF-8.' },
  { code: 'ENCODING_UNSUPPORTED', kind: 'reject', hint: 'Send the body without this content encoding.' },
  { code: 'NUL_CHARACTER', kind: 'reject', hint: 'Remove the NUL character; the database cannot store it.' },
  { code: 'PATH_MALFORMED', kind: 'reject', hint: 'Correct the percent encoding of the path.' },
  {
    code: 'CURSOR_INVALID',
    kind: 'reject',
    hint: 'Use the cursor that the same list gave as "next", or begin again without one.',
  },
  { code: 'IDEMPOTENCY_KEY_MISSING', kind: 'reject', hint: 'Send an "Idempotency-Key" header with every POST.' },
  {
    code: 'IDEMPOTENCY_KEY_REUSED',
    kind: 'reject',
    hint: 'This key stands for another request. Use a new one for a new request.',
  },
  {
    code: 'COMMAND_IN_FLIGHT',
    kind: 'retry',
    hint: 'The first request with this key is not decided yet. Ask again in a moment; look at the handling loop when it lasts.',
  },
  {
    code: 'ATTACHMENT_UNKNOWN',
    kind: 'reject',
    hint: 'No copy is kept of such an attachment on this ticket. The ticket says of each attachment where it stands.',
  },
  {
    code: 'MUNICIPALITY_UNKNOWN',
    kind: 'reject',
    hint: 'No municipality has this code, or the key may not see it. NIS codes, OVO codes and retired NIS codes are known.',
  },
  {
    code: 'INVOICE_UNKNOWN',
    kind: 'reject',
    hint: 'No invoice has this id or number, or no line of it this number, or the key may not see it. Look with GET /api/v1/invoices.',
  },
  {
    code: 'PRICE_UNKNOWN',
    kind: 'reject',
    hint: 'The answer names the tariff and its version. Put that version back into the configuration and apply it.',
  },
  {
    code: 'NOT_ACCEPTABLE',
    kind: 'reject',
    hint: 'Ask for a form that the answer names, in the header "Accept".',
  },
  {
    code: 'CRISIS_END_INVALID',
    kind: 'reject',
    hint: 'Give "until" an instant between now and 14 days from now. A longer crisis is declared again when it ends.',
  },
  {
    code: 'CRISIS_UNDER_WAY',
    kind: 'reject',
    hint: 'Only one crisis of a municipality runs at a time. End it, then declare the other.',
  },
  {
    code: 'NO_CRISIS',
    kind: 'reject',
    hint: 'The municipality never declared a crisis, so none can be ended.',
  },
  { code: 'NOT_FOUND', kind: 'reject', hint: 'There is nothing at this address. The paths are listed at /docs.' },
  {
    code: 'CHANGE_INVALID',
    kind: 'reject',
    hint: 'Correct the pieces of configuration that you want to try; the answer names each fault with its place.',
  },
  { code: 'WHATIF_BUSY', kind: 'retry', hint: 'One what-if runs at a time. Ask again when the other one is done.' },
  {
    code: 'WHATIF_TOO_LARGE',
    kind: 'reject',
    hint: 'Ask for one municipality, or run "schakel whatif", which has no time limit.',
  },
  {
    code: 'TICKET_TOO_LONG',
    kind: 'note',
    hint: 'A ticket with more than ten thousand facts is left out of a what-if. The report names it.',
  },
  { code: 'TOO_MANY_STREAMS', kind: 'reject', hint: 'Close event streams that nobody reads; a key may have twenty.' },
  {
    code: 'QUERY_TOO_SLOW',
    kind: 'retry',
    hint: 'The question took too long. Ask for fewer results or a narrower filter.',
  },
  {
    code: 'STORE_UNAVAILABLE',
    kind: 'retry',
    hint: 'The database does not answer. See the runbook "dependency away"; the same request may be sent again.',
  },
  { code: 'UNEXPECTED', kind: 'bug', hint: 'An error of ours. Find the request id in the log and report the line.' },
] as const satisfies readonly ErrorCode[];
