import type { HttpResult, PullOutcome } from '../../../src/adapter-sdk/index.js';
import { waitAfter, whyParked } from './errors.js';

export type Failed = Exclude<PullOutcome, { kind: 'pulled' }>;

/** An answer that is not Mastodon's: the page of a proxy, or one that was cut. */
export const UNREADABLE: Failed = { kind: 'retry', code: 'MASTODON_ANSWER_UNREADABLE', detail: 'status 200' };

/** The text of an answer that may be read, or why the look failed. */
export function readable(result: HttpResult, nowMs: number): string | Failed {
  if (result.kind !== 'answer') {
    const code = result.kind === 'not-sent' ? 'MASTODON_NOT_REACHED' : 'MASTODON_NO_ANSWER';
    return { kind: 'retry', code, detail: result.cause };
  }
  const detail = `status ${result.status}`;
  // What reading is forbidden is the account's permission, whatever the words.
  const parked = whyParked(result) ?? (result.status === 403 ? 'MASTODON_ACCESS_DENIED' : undefined);
  if (parked !== undefined) {
    return { kind: 'park', code: parked, detail };
  }
  if (result.status === 429) {
    return { kind: 'retry', code: 'MASTODON_RATE_LIMITED', detail, ...waitAfter(result, nowMs) };
  }
  if (result.status >= 500) {
    return { kind: 'retry', code: 'MASTODON_SERVER_ERROR', detail };
  }
  return result.status === 200 ? result.text : { kind: 'retry', code: 'MASTODON_ANSWER_UNREADABLE', detail };
}
