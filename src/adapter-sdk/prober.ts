import type { ChannelContext } from './channel-context.js';

export interface ProbeRequest {
  readonly account: string;
  /** Where the platform has to post what happens on this account; absent while the installation does not say so. */
  readonly webhook?: {
    /** With `/webhooks/<receiver>` and, where the receiver has one, the account. */
    readonly url: string;
    /** The current secret of the receiver or account; absent where it cannot be read. */
    readonly secret?: string;
  };
}

/** What a person has to look at. */
export type ProbeSubject = 'token' | 'permission' | 'account' | 'version' | 'subscription';

/** What a look at the state of an account showed. The set is closed. */
export type ProbeOutcome =
  | {
      readonly kind: 'well';
      /** When the token ends, UTC milliseconds, where it has a known end. */
      readonly expiresAtMs?: number;
      /** Permissions that are needed and were not given. */
      readonly missing?: readonly string[];
      /** Whether the platform tells us what happens; left out where it tells nobody. */
      readonly subscription?: 'present' | 'absent' | 'unknown';
      /** A code of something that needs a look, and does not stop the account. */
      readonly warning?: string;
    }
  /** Nothing goes for this account until a person acts. An error about access that nobody knows is this, too. */
  | { readonly kind: 'dead'; readonly about: ProbeSubject; readonly code: string; readonly detail?: string }
  /** The platform could not tell now: the weather of the internet, a limit of calls. */
  | { readonly kind: 'unsure'; readonly code: string; readonly detail?: string };

/** The end of something that the settings of an account choose, such as a version of an API. */
export interface KnownEnd {
  readonly what: string;
  readonly atMs: number;
}

/** Asks a platform how an account is, before a citizen finds out. */
export interface Prober {
  /** Pause between two probes of an account with these settings, milliseconds; a quarter of an hour when left out. Pure. */
  everyMs?(settings: Readonly<Record<string, unknown>>): number;
  /**
   * One look, of a few calls at most, that changes nothing; after half a minute it counts as unsure. The verdict follows from codes of
   * errors, never from sentences. Never throws for what a platform can do.
   */
  probe(request: ProbeRequest, context: ChannelContext): Promise<ProbeOutcome>;
  /**
   * Asks the platform to tell us again what happens, after a probe found the subscription absent. Doing it twice does no
   * more than once. False where the platform does not let us.
   */
  resubscribe?(request: ProbeRequest, context: ChannelContext): Promise<boolean>;
  /** What ends of what the settings choose. Pure. */
  knownEnds?(settings: Readonly<Record<string, unknown>>): readonly KnownEnd[];
}
