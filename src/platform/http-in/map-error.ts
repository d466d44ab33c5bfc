import type { Problem } from './problem.js';

const BY_BODY_ERROR: Readonly<Record<string, Problem>> = {
  'entity.too.large': { status: 413, code: 'BODY_TOO_LARGE', title: 'The body is too large.' },
  'entity.parse.failed': { status: 400, code: 'BODY_NOT_JSON', title: 'The body is not JSON.' },
  'charset.unsupported': { status: 415, code: 'CHARSET_UNSUPPORTED', title: 'The body must be UTF-8.' },
  'encoding.unsupported': { status: 415, code: 'ENCODING_UNSUPPORTED', title: 'This content encoding is not known.' },
  'request.aborted': { status: 400, code: 'BODY_INCOMPLETE', title: 'The body did not arrive whole.' },
  'request.size.invalid': { status: 400, code: 'BODY_INCOMPLETE', title: 'The body did not arrive whole.' },
};

const TOO_SLOW: Problem = {
  status: 503,
  code: 'QUERY_TOO_SLOW',
  title: 'The answer took too long.',
  detail: 'Ask for less: fewer results or a narrower filter.',
};

const STORE_AWAY: Problem = {
  status: 503,
  code: 'STORE_UNAVAILABLE',
  title: 'The database does not answer now.',
  detail: 'Send the same request again in a moment.',
  headers: { 'retry-after': '5' },
};

const UNEXPECTED: Problem = {
  status: 500,
  code: 'UNEXPECTED',
  title: 'Something went wrong on our side.',
  detail: 'Tell the administrator the request id.',
};

const NETWORK_CODES = ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EHOSTUNREACH'];
/** PostgreSQL: connection lost, too many connections, shutting down or starting up. */
const SERVER_AWAY = /^(08...|53300|57P0[1-3])$/;

function fieldOf(error: unknown, name: 'type' | 'code' | 'message'): string {
  const value = typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : '';
}

function isStoreAway(error: unknown): boolean {
  const code = fieldOf(error, 'code');
  // The pool's own words when no connection came free or one broke; these errors carry no code.
  const text = fieldOf(error, 'message');
  return (
    NETWORK_CODES.includes(code) ||
    SERVER_AWAY.test(code) ||
    /^(timeout exceeded when trying to connect|Connection terminated|Query read timeout)/.test(text)
  );
}

/** What a caller is told of something that was thrown. `isOurs` says that it belongs in the log. */
export function mapError(error: unknown): { readonly problem: Problem; readonly isOurs: boolean } {
  const ofBody = BY_BODY_ERROR[fieldOf(error, 'type')];
  if (ofBody !== undefined) {
    return { problem: ofBody, isOurs: false };
  }
  if (error instanceof URIError) {
    return { problem: { status: 400, code: 'PATH_MALFORMED', title: 'The path is not well formed.' }, isOurs: false };
  }
  if (fieldOf(error, 'code') === '57014') {
    return { problem: TOO_SLOW, isOurs: true };
  }
  return { problem: isStoreAway(error) ? STORE_AWAY : UNEXPECTED, isOurs: true };
}
