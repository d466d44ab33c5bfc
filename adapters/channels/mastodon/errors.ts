import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { HttpResult } from '../../../src/adapter-sdk/index.js';
import { fieldsOf, textOf } from './payloads.js';

export type Answer = Extract<HttpResult, { kind: 'answer' }>;

const MAX_WAIT_MS = 24 * 3_600_000;
/** In the words of Doorkeeper, which guards the API. */
const TOKEN_REFUSED = /access token (?:is invalid|was revoked|expired)/i;
/** A scope that is not there, or an account that is closed, not confirmed or not let in yet. */
const ACCOUNT_REFUSED = /authorized scopes|your login/i;

/** The sentence of an error of Mastodon; undefined for a body that is not Mastodon's (a proxy's page). Never kept. */
export function errorTextOf(answer: Answer): string | undefined {
  return textOf(fieldsOf(jsonOf(answer.text))?.['error']);
}

/** Why nothing goes for this account until a person acts; undefined when that is not what the answer says. */
export function whyParked(answer: Answer): 'MASTODON_TOKEN_INVALID' | 'MASTODON_ACCESS_DENIED' | undefined {
  const error = errorTextOf(answer) ?? '';
  if (answer.status === 401 || TOKEN_REFUSED.test(error)) {
    return 'MASTODON_TOKEN_INVALID';
  }
  return answer.status === 403 && ACCOUNT_REFUSED.test(error) ? 'MASTODON_ACCESS_DENIED' : undefined;
}

/** How long a limited account has to wait: until the time in `X-RateLimit-Reset`, else as `Retry-After` says. */
export function waitAfter(answer: Answer, nowMs: number): { readonly afterMs?: number } {
  const seconds = answer.headers['retry-after'] ?? '';
  const resetMs = Date.parse(answer.headers['x-ratelimit-reset'] ?? '') - nowMs;
  const ms = Number.isNaN(resetMs) && /^\d{1,9}$/.test(seconds) ? Number(seconds) * 1000 : resetMs;
  return Number.isNaN(ms) || ms < 0 ? {} : { afterMs: Math.min(ms, MAX_WAIT_MS) };
}
