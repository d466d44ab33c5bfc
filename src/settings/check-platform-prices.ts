import type { PlatformPrices } from '../domain/platform-price.js';
import type { AdapterCatalogue } from './adapter-catalogue.js';
import { unknown } from './check-names.js';
import type { Draft } from './draft.js';

function checkPrices({ platform, prices }: PlatformPrices, adapters: AdapterCatalogue): readonly string[] {
  const channels = adapters.ids('channel');
  const lacking = (adapters.priceItems?.(platform) ?? []).filter((item) => !Object.hasOwn(prices, item));
  const foreign = Object.keys(prices).filter((item) => !item.startsWith(`${platform}.`));
  return [
    ...unknown('/platform', 'channel', platform, channels),
    ...lacking.map((item) => `/prices: "${item}" is missing; ${platform} charges for it, and nobody waits for a price`),
    ...foreign.map((item) => `/prices: "${item}" is no item of ${platform}; names begin with "${platform}."`),
  ];
}

/** What a schema cannot say about rate cards: that the platform exists, and that items are its own. */
export function checkPlatformPrices(draft: Draft, adapters: AdapterCatalogue): readonly string[] {
  return draft.platformPrices.flatMap(({ file, value }) =>
    checkPrices(value, adapters).map((error) => `${file}: ${error}`),
  );
}
