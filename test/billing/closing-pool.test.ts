import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sumEuro } from '../../src/domain/money.js';
import type { Database } from '../../src/platform/store/store.js';
import type { Settings } from '../../src/settings/snapshot.js';
import { SETTINGS } from '../ops/small-settings.js';
import { newestDatabase } from '../support/newest-database.js';
import { closingScene, type ClosingScene } from './closing-scene.js';

/** The first two tickets of a month cost a euro each, the others ten cents; two municipalities count them together. */
const POOLED: Settings = {
  ...SETTINGS,
  tariffs: SETTINGS.tariffs.map((tariff) => ({
    ...tariff,
    unitPriceEuro: { ...tariff.unitPriceEuro, 'message.received': '0' },
    rates: { 'ticket.opened': { graduated: [{ upTo: 2, unitPriceEuro: '1' }, { unitPriceEuro: '0.1' }] } },
  })),
  pools: [
    {
      ...{ name: 'samen', validFrom: '2026-09-01', members: ['t-alfa', 't-beta'] },
      ...{ meters: ['ticket.opened'], split: 'by-units' },
    },
  ],
};

let db: Database;
let scene: ClosingScene;

beforeAll(async () => {
  db = await newestDatabase();
  scene = await closingScene(db, POOLED);
  for (const [who, page] of [
    ['a1', 'page-alfa'],
    ['a2', 'page-alfa'],
    ['b1', 'page-beta'],
    ['b2', 'page-beta'],
  ] as const) {
    await scene.says(who, '2026-09-10T08:00:00Z', page);
  }
});

afterAll(() => db.close());

/** What each document adds for tickets, without the fee. */
async function ticketsOf(period: string) {
  return (await scene.issued())
    .filter((one) => one.period === period)
    .map(({ kind, buyer, lines }) => [
      ...[kind, buyer.name],
      sumEuro(lines.filter(({ meter }) => meter === 'ticket.opened').map(({ exactEuro }) => exactEuro)),
    ]);
}

describe('a pool', () => {
  it('is divided on the invoices of its members, and they add up to what it costs', async () => {
    await scene.close('2026-09');
    // Four tickets together: 2.20 for the pool, where each alone would have paid 2.
    expect(await ticketsOf('2026-09')).toEqual([
      ['invoice', 'alfa', '1.1'],
      ['invoice', 'beta', '1.1'],
    ]);
    expect(await scene.findings()).toEqual([]);
  });

  it('is divided again when use of one member is known late, for all of them', async () => {
    await scene.says('a3', '2026-09-20T08:00:00Z', 'page-alfa');
    await scene.close('2026-10');
    // Five tickets: 2.30, three fifths of it for Alfa. So 0.28 more for the one and 0.18 less for the other.
    expect(await ticketsOf('2026-10')).toEqual([
      ['invoice', 'alfa', '0.28'],
      ['invoice', 'beta', '0'],
      ['credit-note', 'beta', '0.18'],
    ]);
    expect(await scene.findings()).toEqual([]);
  });

  it('is left alone after that', async () => {
    await scene.close('2026-11');
    expect(await ticketsOf('2026-11')).toEqual([
      ['invoice', 'alfa', '0'],
      ['invoice', 'beta', '0'],
    ]);
  });
});
