import type { ChannelContext } from './channel-context.js';

export interface PullRequest {
  readonly account: string;
  /** Where the pull before ended, in the words of the adapter; null at the first one of an account. */
  readonly cursor: string | null;
  /** The municipality reached what platforms may cost it this month: leave out what is paid for and not needed. */
  readonly isThrifty?: boolean;
}

/** What one look at a platform gave. The set is closed. */
export type PullOutcome =
  | {
      readonly kind: 'pulled';
      /** Kept as it is and split by the receiver, like the body of a webhook; null when nothing is new. */
      readonly body: Buffer | null;
      /** Goes on after all that is in `body`; kept in the transaction that keeps the body. */
      readonly cursor: string;
      /** The platform has more: look again at once. */
      readonly hasMore: boolean;
    }
  /** The platform could not tell now. `afterMs` is its own wish. */
  | { readonly kind: 'retry'; readonly code: string; readonly afterMs?: number; readonly detail?: string }
  /** The account may not look (token, permission): unhealthy until a person acts. It is tried again now and then. */
  | { readonly kind: 'park'; readonly code: string; readonly detail?: string };

/** How a watch ended: its connection was lost, or a person must act. */
export type WatchOutcome =
  | { readonly kind: 'lost'; readonly code: string; readonly detail?: string }
  | { readonly kind: 'park'; readonly code: string; readonly detail?: string };

/**
 * Gets what came in from a platform that posts nothing by itself. Looking twice from one cursor may give the same
 * things: their keys make them one.
 */
export interface Puller {
  /** True where the platform charges for looks: they become rare once a municipality has spent what it means to. */
  readonly isPaid?: boolean;
  /** Pause between two looks at an account with these settings, milliseconds. Pure. */
  everyMs(settings: Readonly<Record<string, unknown>>): number;
  /**
   * One look of at most a page. The first one of an account takes nothing in: it only finds where to begin, so that
   * years of old messages do not become tickets. One attempt, bounded in time; never throws for what a platform can do.
   */
  pull(request: PullRequest, context: ChannelContext): Promise<PullOutcome>;
  /**
   * Where the platform can tell that something came: waits for it on a connection, and calls `onNews` then and once when it
   * begins. It rings and gives nothing: what came is pulled. Returns when the connection is lost or the signal says so; it
   * is called again. Never throws for what a platform can do.
   */
  watch?(
    request: { readonly account: string },
    context: ChannelContext,
    onNews: () => void,
    signal: AbortSignal,
  ): Promise<WatchOutcome>;
}
