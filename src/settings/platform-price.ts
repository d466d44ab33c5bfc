import { millionthsOf, type PlatformPrice, type PlatformPrices } from '../domain/platform-price.js';
import { startOfDateMs } from '../domain/time.js';
import { TARIFF_TIME_ZONE } from './charging.js';

/** What a platform charges for an item at an instant, UTC milliseconds. */
export type PlatformPriceOf = (platform: string, item: string, atMs: number) => PlatformPrice;

/** A version begins at midnight in Brussels, as versions of tariffs do. */
export function platformPriceOf(versions: readonly PlatformPrices[]): PlatformPriceOf {
  // Worked out once: finding a local date costs tens of microseconds, and each receipt asks.
  const newestFirst = versions
    .map(({ platform, validFrom, prices }) => ({
      platform,
      startMs: startOfDateMs(validFrom, TARIFF_TIME_ZONE),
      millionths: new Map(Object.entries(prices).map(([item, euro]) => [item, millionthsOf(euro)])),
    }))
    .toSorted((a, b) => b.startMs - a.startMs);
  return (platform, item, atMs) => {
    const version = newestFirst.find((one) => one.platform === platform && one.startMs <= atMs);
    const millionths = version?.millionths.get(item);
    if (version === undefined) {
      return { kind: 'not-passed-on' };
    }
    return millionths === undefined ? { kind: 'missing' } : { kind: 'price', millionths };
  };
}
