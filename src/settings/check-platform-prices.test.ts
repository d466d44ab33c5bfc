import { describe, expect, it } from '@jest/globals';
import { checkPlatformPrices } from './check-platform-prices.js';
import type { Draft } from './draft.js';
import { platformPriceOf } from './platform-price.js';
import { readSchemas } from './schemas.js';

const CARD = {
  platform: 'whatsapp',
  validFrom: '2026-10-01',
  source: 'test',
  prices: { 'whatsapp.service': '0.0456' },
};
const NEXT = { ...CARD, validFrom: '2027-01-01', prices: { 'whatsapp.service': '0.000001' } };

function errors(value: typeof CARD): readonly string[] {
  const draft = { platformPrices: [{ file: 'p.yaml', value }] } as unknown as Draft;
  return checkPlatformPrices(draft, { ids: () => ['facebook', 'whatsapp'] } as unknown as Parameters<
    typeof checkPlatformPrices
  >[1]);
}

describe('rate cards of platforms', () => {
  it('are of a channel that exists, with items of their own', () => {
    expect(errors(CARD)).toEqual([]);
    expect(errors({ ...CARD, platform: 'telepathy' })).toEqual([
      'p.yaml: /platform: "telepathy" is no channel; allowed: facebook, whatsapp',
      'p.yaml: /prices: "whatsapp.service" is no item of telepathy; names begin with "telepathy."',
    ]);
  });

  it('have every item of a channel that tells them all, so that nobody waits for a price', () => {
    const draft = { platformPrices: [{ file: 'p.yaml', value: CARD }] } as unknown as Draft;
    const catalogue = { ids: () => ['whatsapp'], priceItems: () => ['whatsapp.service', 'whatsapp.other'] };
    expect(checkPlatformPrices(draft, catalogue as unknown as Parameters<typeof checkPlatformPrices>[1])).toEqual([
      'p.yaml: /prices: "whatsapp.other" is missing; whatsapp charges for it, and nobody waits for a price',
    ]);
  });

  it.each(['0.0000001', '1e-3', '-1', '1000', 0.0456])('has no price of %p', async (price) => {
    const check = (await readSchemas())['platform-prices'];
    expect(check(CARD).ok).toBe(true);
    expect(check({ ...CARD, prices: { 'whatsapp.service': price } }).ok).toBe(false);
  });

  it('hold from midnight in Brussels on, until the next one does', () => {
    const price = platformPriceOf([NEXT, CARD]);
    const [first, second] = [Date.parse('2026-10-01T00:00:00+02:00'), Date.parse('2027-01-01T00:00:00+01:00')];
    expect(price('whatsapp', 'whatsapp.service', first - 1)).toEqual({ kind: 'not-passed-on' });
    expect(price('whatsapp', 'whatsapp.service', first)).toEqual({ kind: 'price', millionths: 45_600 });
    expect(price('whatsapp', 'whatsapp.service', second - 1)).toEqual({ kind: 'price', millionths: 45_600 });
    expect(price('whatsapp', 'whatsapp.service', second)).toEqual({ kind: 'price', millionths: 1 });
    expect(price('whatsapp', 'whatsapp.new', second)).toEqual({ kind: 'missing' });
    expect(price('x', 'x.post', second)).toEqual({ kind: 'not-passed-on' });
  });
});
