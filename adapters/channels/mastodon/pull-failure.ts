import type { HttpResult, PullOutcome } from '../../../src/adapter-sdk/index.js';
import { waitAfter, whyParked } from './errors.js';

export type Failed = Exclude<PullOutcome, { kind: 'pulled' }>;

/** Why a look failed; undefined when the answer is there and may be read. */
export function failureOf(result: HttpResult, nowMs: number): Failed | undefined {
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
  return result.status === 200 ? undefined : { kind: 'retry', code: 'MASTODON_ANSWER_UNREADABLE', detail };
}
