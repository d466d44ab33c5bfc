import type { FaultPlan } from '../basics/disorder.js';

/** An account of a municipality, and the tokens by which the app acts for it. */
export interface XAccount {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly token: string;
  readonly tokenSecret: string;
  /** Under an Enterprise contract replies go to anybody. */
  readonly isEnterprise?: boolean;
}

export interface XLimits {
  /** Posts, and private messages, of one account in a quarter of an hour. */
  readonly posts: number;
  readonly messages: number;
}

/** As X has them in its documentation (`x-api/fundamentals/rate-limits.mdx`). */
export const DEFAULT_LIMITS: XLimits = { posts: 100, messages: 15 };

export interface FakeXOptions {
  readonly accounts: readonly XAccount[];
  readonly consumerKey: string;
  readonly consumerSecret: string;
  /** 0 (default) takes any free port. */
  readonly port?: number;
  readonly limits?: Partial<XLimits>;
  /** Disorder in what is posted to the webhook. */
  readonly disorder?: FaultPlan;
  readonly baseNowMs?: () => number;
}
