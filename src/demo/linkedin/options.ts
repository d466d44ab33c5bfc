import type { FaultPlan } from '../basics/disorder.js';

/** A page of an organisation, and the token of the member who administers it. */
export interface Page {
  /** Digits, as in `urn:li:organization:9900001`. */
  readonly organization: string;
  readonly name: string;
  readonly token: string;
}

/** The app that the tokens are for; only it may ask about them. */
export interface App {
  readonly clientId: string;
  readonly clientSecret: string;
}

export const DEFAULT_APP: App = { clientId: 'schakel-app', clientSecret: 'schakel-app-secret' };

export interface LinkedInLimits {
  /** Calls a day of one member; LinkedIn's development tier has 100. It begins anew at midnight UTC. */
  readonly callsPerDay: number;
  /** LinkedIn does not publish it. */
  readonly commentsPerMinute: number;
}

export const DEFAULT_LIMITS: LinkedInLimits = { callsPerDay: 100_000, commentsPerMinute: 60 };

/** Versions that are switched on, year and month. */
export interface Versions {
  readonly oldest: string;
  readonly newest: string;
}

export const DEFAULT_VERSIONS: Versions = { oldest: '202512', newest: '202611' };

export interface FakeLinkedInOptions {
  readonly pages: readonly Page[];
  /** 0 (default) takes any free port. */
  readonly port?: number;
  /** Numbers that the platform gives follow from it. Without it they rise with the clock, so none is given twice. */
  readonly seed?: string;
  readonly limits?: Partial<LinkedInLimits>;
  readonly versions?: Partial<Versions>;
  readonly app?: App;
  /** Notifications are listed twice, or up to `delayMs` late so that later ones come first, and calls lose their answers. */
  readonly faultPlan?: FaultPlan;
  /** Most elements of one page of notifications, however many are asked for. */
  readonly mostOnPage?: number;
  readonly baseNowMs?: () => number;
}
