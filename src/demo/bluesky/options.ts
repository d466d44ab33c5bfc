import type { FaultPlan } from '../basics/disorder.js';

/** An account of a municipality, which Schakel logs in to. Citizens need none: they act over the control routes. */
export interface OwnAccount {
  readonly did: string;
  readonly handle: string;
  readonly appPassword: string;
  /** Whether the app password reaches direct messages. */
  readonly isPrivileged: boolean;
}

export interface BlueskyLimits {
  readonly loginsPerFiveMinutes: number;
  readonly loginsPerDay: number;
}

/** As the server of Bluesky has them. */
export const DEFAULT_LIMITS: BlueskyLimits = { loginsPerFiveMinutes: 30, loginsPerDay: 300 };

export interface FakeBlueskyOptions {
  readonly accounts: readonly OwnAccount[];
  /** 0 (default) takes any free port. */
  readonly port?: number;
  /** Tokens and content ids follow from it. */
  readonly seed?: string;
  readonly limits?: Partial<BlueskyLimits>;
  /**
   * Posts and messages are listed twice, telephones are up to `delayMs` behind so that their posts stand below others, and
   * calls lose their answers.
   */
  readonly faultPlan?: FaultPlan;
  /** How long an access token lives; two hours unless told otherwise. */
  readonly accessTokenMs?: number;
  readonly baseNowMs?: () => number;
}
