import { createHmac } from 'node:crypto';

/**
 * How often somebody may come. A bucket holds `burst` requests and gets one back every `everyMs`. Whole schools and offices
 * share one IPv4 address, so that of a network is wide; that of an account bounds what a crowd of addresses can do.
 */
export interface Limit {
  readonly burst: number;
  readonly everyMs: number;
}

export const LIMITS = {
  write: {
    session: { burst: 10, everyMs: 6_000 },
    network: { burst: 30, everyMs: 10_000 },
    account: { burst: 300, everyMs: 500 },
  },
  // A page that stands open asks twice a minute.
  read: {
    session: { burst: 60, everyMs: 2_000 },
    network: { burst: 600, everyMs: 200 },
  },
} as const satisfies Record<string, Readonly<Record<string, Limit>>>;

export interface Visit {
  readonly does: 'write' | 'read';
  readonly account: string;
  readonly conversation: string | undefined;
  /** IPv4 address or /64 of IPv6. */
  readonly network: string;
}

export interface Bucket {
  readonly name: string;
  readonly limit: Limit;
}

const DAY_MS = 86_400_000;

/** An address is personal data: what is kept is a keyed hash that is another one each day, so it leads nowhere tomorrow. */
function nameOf(key: Buffer, nowMs: number, parts: readonly string[]): string {
  const day = String(Math.floor(nowMs / DAY_MS));
  return createHmac('sha256', key)
    .update([day, ...parts].join('\n'))
    .digest('base64url')
    .slice(0, 22);
}

/** The buckets of one person; a request is refused when any of them is empty. */
export function ownBuckets(visit: Visit, key: Buffer, nowMs: number): readonly Bucket[] {
  const { does, account, conversation, network } = visit;
  const limits = LIMITS[does];
  const bucket = (limit: Limit, ...parts: readonly string[]): Bucket => ({
    name: nameOf(key, nowMs, [does, account, ...parts]),
    limit,
  });
  return [
    bucket(limits.network, 'network', network),
    ...(conversation === undefined ? [] : [bucket(limits.session, 'session', conversation)]),
  ];
}

/** The bucket that all who write to an account share. Asked last: what a person may not, costs the others nothing. */
export function sharedBuckets({ does, account }: Visit, key: Buffer, nowMs: number): readonly Bucket[] {
  return does === 'write'
    ? [{ name: nameOf(key, nowMs, ['write', account, 'account']), limit: LIMITS.write.account }]
    : [];
}
