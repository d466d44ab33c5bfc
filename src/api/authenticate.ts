import { timingSafeEqual } from 'node:crypto';
import type { Store } from '../platform/store/store.js';
import { findKey, hashSecret, parseToken, type StoredKey } from './keys.js';
import { ALL_TENANTS, type Principal } from './permissions.js';

/** A revoked key is refused after this time at the latest. */
const CACHE_MS = 10_000;
const MAX_CACHED = 1_000;
const FAILURE_WINDOW_MS = 60_000;
const MAX_FAILURES = 10;
const MAX_WATCHED = 10_000;

export type SignIn =
  | { readonly kind: 'known'; readonly principal: Principal }
  | { readonly kind: 'unknown' }
  /** Too many wrong secrets for this prefix; the right one is still let in. */
  | { readonly kind: 'slow-down'; readonly retryAfterSeconds: number };

export interface Authenticator {
  signIn(token: string): Promise<SignIn>;
}

export interface AuthenticatorOptions {
  readonly store: Store;
  readonly bootstrapKey?: string;
  readonly nowMs: () => number;
}

interface Expiring<T> {
  readonly value: T;
  readonly untilMs: number;
}

/** A map with a bound and an end for every entry; the oldest goes first. */
class ShortMemory<T> {
  readonly #entries = new Map<string, Expiring<T>>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string, nowMs: number): Expiring<T> | undefined {
    const entry = this.#entries.get(key);
    return entry === undefined || entry.untilMs <= nowMs ? undefined : entry;
  }

  set(key: string, entry: Expiring<T>): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#limit && oldest !== undefined) {
      this.#entries.delete(oldest);
    }
  }
}

const BOOTSTRAP: Principal = { id: 'bootstrap', name: 'bootstrap', role: 'admin', tenant: ALL_TENANTS };

function sameSecret(secret: string, hash: Buffer): boolean {
  const given = hashSecret(secret);
  return given.length === hash.length && timingSafeEqual(given, hash);
}

/** Turns bearer tokens into principals. Found keys are kept for ten seconds, wrong secrets are counted per prefix. */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { store, bootstrapKey = '', nowMs } = options;
  const bootstrapHash = bootstrapKey === '' ? undefined : hashSecret(bootstrapKey);
  const found = new ShortMemory<StoredKey>(MAX_CACHED);
  const failures = new ShortMemory<number>(MAX_WATCHED);

  async function keyOf(prefix: string): Promise<StoredKey | undefined> {
    const cached = found.get(prefix, nowMs());
    if (cached !== undefined) {
      return cached.value;
    }
    const key = await findKey(store, prefix);
    if (key !== undefined) {
      found.set(prefix, { value: key, untilMs: nowMs() + CACHE_MS });
    }
    return key;
  }

  function refuse(prefix: string): SignIn {
    const before = failures.get(prefix, nowMs());
    const count = (before?.value ?? 0) + 1;
    const untilMs = before?.untilMs ?? nowMs() + FAILURE_WINDOW_MS;
    failures.set(prefix, { value: count, untilMs });
    return count > MAX_FAILURES
      ? { kind: 'slow-down', retryAfterSeconds: Math.max(1, Math.ceil((untilMs - nowMs()) / 1000)) }
      : { kind: 'unknown' };
  }

  return {
    async signIn(token) {
      if (bootstrapHash !== undefined && sameSecret(token, bootstrapHash)) {
        return { kind: 'known', principal: BOOTSTRAP };
      }
      const parts = parseToken(token);
      if (parts === undefined) {
        return refuse('malformed');
      }
      const key = await keyOf(parts.prefix);
      if (key === undefined || !sameSecret(parts.secret, key.hash)) {
        return refuse(parts.prefix);
      }
      const { id, name, role, tenant } = key;
      return { kind: 'known', principal: { id, name, role, tenant } };
    },
  };
}
