import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '../../src/platform/store/store.js';
import type { Settings } from '../../src/settings/snapshot.js';
import { SETTINGS } from '../ops/small-settings.js';
import { newestDatabase } from '../support/newest-database.js';
import { closingScene, type ClosingScene } from './closing-scene.js';

const WITH_CREDIT: Settings = {
  ...SETTINGS,
  tariffs: SETTINGS.tariffs.map((tariff) => ({
    ...tariff,
    serviceCredits: [{ label: 'Te laat', clock: 'first-response', below: '0.9', percent: '10' }],
  })),
};

let db: Database;
let scene: ClosingScene;

beforeAll(async () => {
  db = await newestDatabase();
  scene = await closingScene(db, WITH_CREDIT);
  await scene.says('an', '2026-09-10T08:00:00Z');
  // A clock starts when a message was received, which is today; the scorecard reads rows, so this one is as old as it says.
  await db.owner.query(
    `update clock set state = 'breached', due_at = '2026-09-10T09:00:00Z' where tenant = 't-alfa' and name = 'first-response'`,
  );
});

afterAll(() => db.close());

describe('a month in which a promise was not kept', () => {
  it('gives back on its invoice what the tariff says, and once', async () => {
    await scene.close('2026-09');
    await scene.close('2026-10');
    const found = (await scene.issued()).map(({ buyer, period, netEuro, lines }) => [
      ...[buyer.name, period, netEuro],
      lines.filter(({ kind }) => kind === 'service-credit').map(({ exactEuro }) => exactEuro),
    ]);
    expect(found).toEqual([
      // Ten per cent of the fee, a ticket and a message: 10.20.
      ['alfa', '2026-09', '9.18', ['-1.02']],
      ['beta', '2026-09', '10.00', []],
      ['alfa', '2026-10', '10.00', []],
      ['beta', '2026-10', '10.00', []],
    ]);
  });
});
