import { backoffMs } from '../../platform/loop/backoff.js';
import type { Fetched } from './fetch-media.js';

const RETRY = { firstMs: 5_000, maxMs: 60 * 60_000 } as const;
/** A token that was refused may be renewed; nobody tells us, so the account's files are tried again now and then. */
const PARKED_MS = 10 * 60_000;
/** A platform that wishes for more is not believed. */
const LONGEST_WISH_MS = 6 * 60 * 60_000;
/** WhatsApp keeps what citizens send for seven days, and no platform that we know gives it longer after it ended. */
const GIVE_UP_AFTER_MS = 8 * 24 * 60 * 60_000;

/** How an attachment stands after an attempt. */
export type AfterFetch =
  | { readonly state: 'fetched'; readonly digest: string; readonly bytes: number; readonly mimeType: string }
  | { readonly state: 'tombstone'; readonly code: string; readonly detail: string | null }
  | {
      readonly state: 'due';
      readonly nextInMs: number;
      readonly code: string;
      readonly detail: string | null;
      /** The account was refused: its other files need not be tried before either. */
      readonly parksAccount: boolean;
    };

/** @param history failures of this attachment before, and how long ago its message came */
export function afterFetch(
  fetched: Fetched,
  history: { readonly failures: number; readonly ageMs: number },
  random: () => number,
): AfterFetch {
  if (fetched.kind === 'fetched') {
    const { digest, bytes, mimeType } = fetched;
    return { state: 'fetched', digest, bytes, mimeType };
  }
  const { code, detail = null } = fetched;
  if (fetched.kind === 'gone') {
    return { state: 'tombstone', code, detail };
  }
  if (history.ageMs > GIVE_UP_AFTER_MS) {
    return { state: 'tombstone', code: 'MEDIA_GIVEN_UP', detail: code };
  }
  if (fetched.kind === 'park') {
    return { state: 'due', code, detail, nextInMs: PARKED_MS, parksAccount: true };
  }
  const wishMs = Math.min(fetched.afterMs ?? 0, LONGEST_WISH_MS);
  const nextInMs = Math.max(wishMs, backoffMs(history.failures + 1, RETRY, random));
  return { state: 'due', code, detail, nextInMs, parksAccount: false };
}
