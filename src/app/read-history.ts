import type { ChannelAdapter, History, PullOutcome } from '../adapter-sdk/index.js';
import { askedIn, cursorAfter, NOTHING_ASKED } from '../intake/index.js';

/** An account stands still until somebody asks; then a day passes before it is looked at for nothing. */
export const HISTORY_EVERY_MS = 24 * 3_600_000;

type Context = Parameters<History['read']>[1];

/** One look at an account whose platform posts by itself: a page of its history where that was asked for, else nothing. */
export async function readHistory(
  history: History,
  account: string,
  cursor: string | null,
  context: Context,
): Promise<PullOutcome> {
  const asked = askedIn(cursor);
  if (asked === undefined) {
    return NOTHING_ASKED;
  }
  const outcome = await history.read({ account, ...asked }, context);
  return outcome.kind === 'pulled'
    ? { ...outcome, cursor: cursorAfter(asked, outcome.cursor, outcome.hasMore) }
    : outcome;
}

/** True for a channel that tells what happens by itself and keeps it: what is pulled of it was missed. */
export function recovers(adapter: ChannelAdapter | undefined): boolean {
  return adapter?.history !== undefined;
}
