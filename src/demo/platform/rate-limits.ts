import type { Conversation } from './conversations.js';
import type { RateLimits } from './options.js';

interface Counter {
  windowStartMs: number;
  count: number;
}

/** Counts by the platform's clock. Says no; the callers say it in the words of their product. */
export class RateCounters {
  readonly limits: RateLimits;
  private readonly counters = new Map<string, Counter>();
  private readonly hourly = new Map<string, Counter>();

  constructor(limits: RateLimits) {
    this.limits = limits;
  }

  /** Counts one use of a name in the running second, and tells whether it fits. Names are account ids: few. */
  fits(name: string, perSecond: number, nowMs: number): boolean {
    return count(this.counters, name, { nowMs, windowMs: 1_000 }) <= perSecond;
  }

  /** Percentage of the hourly calls that are used, for the usage headers. */
  usage(accountId: string, nowMs: number): number {
    return Math.min(100, Math.ceil(count(this.hourly, accountId, { nowMs, windowMs: 3_600_000 }) / 48));
  }

  /** One message per interval to one citizen; a burst may borrow from the future, and the debt has to be waited out. */
  pairFits(conversation: Conversation, nowMs: number): boolean {
    const { pair } = conversation;
    const { whatsappPairIntervalMs: intervalMs, whatsappPairBurst: burst } = this.limits;
    if (nowMs >= pair.freeAtMs) {
      conversation.pair = { freeAtMs: nowMs + intervalMs, burstStartMs: nowMs, burstCount: 1 };
      return true;
    }
    if (nowMs - pair.burstStartMs < intervalMs && pair.burstCount < burst) {
      conversation.pair = { ...pair, freeAtMs: pair.freeAtMs + intervalMs, burstCount: pair.burstCount + 1 };
      return true;
    }
    return false;
  }
}

function count(
  counters: Map<string, Counter>,
  name: string,
  window: { readonly nowMs: number; readonly windowMs: number },
): number {
  const known = counters.get(name);
  if (known === undefined || window.nowMs - known.windowStartMs >= window.windowMs) {
    counters.set(name, { windowStartMs: window.nowMs, count: 1 });
    return 1;
  }
  known.count += 1;
  return known.count;
}
