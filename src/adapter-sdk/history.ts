import type { ChannelContext } from './channel-context.js';
import type { PullOutcome } from './puller.js';

export interface HistoryRequest {
  readonly account: string;
  /** What happened before this is known. UTC milliseconds. */
  readonly sinceMs: number;
  /** Where the page before ended, in the words of the adapter; null at the first one. */
  readonly page: string | null;
}

/** Reads what a platform that posts what happens keeps of an account's past, to fill a gap after an outage. */
export interface History {
  /**
   * One page. Its body has the shape of the platform's own posts, so that the receiver gives each message the key that its
   * post had, or will have: told twice, it counts once. `cursor` is the next page; without `hasMore` there is none. One attempt, bounded
   * in time and in what it reads; never throws for what a platform can do.
   */
  read(request: HistoryRequest, context: ChannelContext): Promise<PullOutcome>;
}
