/** An account of a municipality on this instance. */
export interface OwnAccount {
  readonly username: string;
  readonly name: string;
  readonly token: string;
}

export interface MastodonLimits {
  /** Calls of one account in five minutes. */
  readonly calls: number;
  /** Of one status, counted as Mastodon does. */
  readonly characters: number;
}

/** As Mastodon has them out of the box. */
export const DEFAULT_LIMITS: MastodonLimits = { calls: 300, characters: 500 };

export interface FakeMastodonOptions {
  readonly accounts: readonly OwnAccount[];
  /** Host in the addresses of its own accounts. */
  readonly host?: string;
  /** 0 (default) takes any free port. */
  readonly port?: number;
  readonly limits?: Partial<MastodonLimits>;
  readonly baseNowMs?: () => number;
}
