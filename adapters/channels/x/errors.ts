import { jsonOf } from '../../../src/adapter-sdk/index.js';
import { fieldsIn, fieldsOf, textOf } from './payloads.js';
import type { Answer } from './rest.js';

const MAX_WAIT_MS = 24 * 3_600_000;

/** A problem as X tells it. Its words are read and never kept: they may quote what somebody wrote. */
export interface Problem {
  /** The last part of the address that names its kind, such as `usage-capped`. */
  readonly kind: string;
  readonly words: string;
  /** The status, which stands in the body as well. */
  readonly status: number;
}

/** Undefined for a body that is not X's: the page of a proxy, or one that was cut. */
export function problemOf(answer: Answer): Problem | undefined {
  const body = fieldsOf(jsonOf(answer.text)) ?? {};
  const all = [body, ...fieldsIn(body['errors']).slice(0, 1)];
  const textsOf = (name: string): readonly string[] => all.flatMap((one) => textOf(one[name]) ?? []);
  const words = ['title', 'detail', 'message'].flatMap(textsOf);
  const [type] = textsOf('type');
  if (words.length === 0 && type === undefined) {
    return undefined;
  }
  const told = body['status'];
  return {
    kind: type?.split('/').at(-1) ?? '',
    words: words.join(' '),
    status: answer.status < 400 && typeof told === 'number' ? told : answer.status,
  };
}

/** What may be kept of a problem: its status and its kind, where that is one word. */
export function detailOf(answer: Answer, problem: Problem | undefined): string {
  const kind = problem?.kind ?? '';
  return /^[a-z-]{1,60}$/.test(kind) ? `status ${answer.status}, ${kind}` : `status ${answer.status}`;
}

export type ParkCode = 'X_TOKEN_INVALID' | 'X_ACCESS_DENIED' | 'X_CREDIT_EXHAUSTED';

/** Why nothing goes for the account until a person acts; undefined when that is not what the answer says. */
export function whyParked({ kind, status, words }: Problem): ParkCode | undefined {
  if (status === 401) {
    return 'X_TOKEN_INVALID';
  }
  if (
    status === 402 ||
    kind === 'usage-capped' ||
    kind === 'credits' ||
    /credits? (?:depleted|to fulfill)/i.test(words)
  ) {
    return 'X_CREDIT_EXHAUSTED';
  }
  const isClosed = kind === 'client-forbidden' || /suspended|oauth1 app permissions/i.test(words);
  return status === 403 && isClosed ? 'X_ACCESS_DENIED' : undefined;
}

const LIMITS = ['x-rate-limit', 'x-user-limit-24hour', 'x-app-limit-24hour'];

/** Until the limit that is used up begins anew, of a quarter of an hour or a day; in seconds since 1970. */
export function waitAfter({ headers }: Answer, nowMs: number): { readonly afterMs?: number } {
  const used = LIMITS.filter((name) => (headers[`${name}-remaining`] ?? '0') === '0');
  const resets = used
    .map((name) => Number(headers[`${name}-reset`] ?? Number.NaN) * 1000 - nowMs)
    .filter((ms) => ms >= 0);
  return resets.length === 0 ? {} : { afterMs: Math.min(Math.max(...resets), MAX_WAIT_MS) };
}
