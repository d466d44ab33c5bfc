import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { closingParts } from '../../src/app/invoicing.js';
import { billingPeriod, closeMonth, type ClosingParts } from '../../src/billing/index.js';
import type { Database, Store } from '../../src/platform/store/store.js';
import type { Settings } from '../../src/settings/snapshot.js';
import { newestDatabase } from '../support/newest-database.js';
import { SETTINGS } from '../ops/small-settings.js';
import { closingScene, type ClosingScene } from './closing-scene.js';

/** So many that several of them are closed in one transaction. */
const COUNT = 40;
/** Whose month somebody else closes between the reading and the closing, and whose address breaks a rule. */
const [CLOSED, REFUSED] = [17, 23];
const PERIOD = billingPeriod('2026-09');

function kboOf(index: number): string {
  const digits = 2_070_000 + index;
  return `0${digits}${String(97 - (digits % 97)).padStart(2, '0')}`;
}

function municipalityOf(index: number): Settings['municipalities'][number] {
  const [like] = SETTINGS.municipalities;
  if (like?.invoicing === undefined) {
    throw new Error('the settings have nobody who is invoiced');
  }
  const about = { tenant: `t-${index}`, nis: String(50_000 + index), kbo: kboOf(index), name: `plaats ${index}` };
  const invoicing = { ...like.invoicing, city: index === REFUSED ? ' ' : 'Aalst' };
  return { ...like, ...about, accounts: [], formerNis: [], invoicing };
}

const MANY: Settings = {
  ...SETTINGS,
  municipalities: Array.from({ length: COUNT }, (_, index) => municipalityOf(index)),
};

let db: Database;
let scene: ClosingScene;

beforeAll(async () => {
  db = await newestDatabase();
  scene = await closingScene(db, MANY);
});

afterAll(() => db.close());

function partsOn(store: Store): ClosingParts {
  return closingParts(store, MANY, Date.parse('2026-12-03T09:00:00Z'));
}

/** Whoever closes by this store finds one month closed by somebody else, after all was read. */
function overtaken({ handling }: Database): Store {
  return {
    ...handling,
    transaction: async (point, work) => {
      const value = await handling.transaction(point, work);
      if (point === 'billing.read') {
        await closeMonth(partsOn(handling), { period: PERIOD, debtors: new Set([kboOf(CLOSED)]) });
      }
      return value;
    },
  };
}

describe('closing many debtors, several in one transaction', () => {
  it('lets nobody wait for one that is refused or was closed meanwhile, and numbers without a gap', async () => {
    const told: (readonly [number, number])[] = [];
    const onProgress = (done: number, all: number): void => {
      told.push([done, all]);
    };
    const outcomes = await closeMonth({ ...partsOn(overtaken(db)), onProgress }, { period: PERIOD });
    expect(outcomes.map(({ debtor }) => debtor)).toEqual(MANY.municipalities.map(({ kbo }) => kbo));
    const kinds = outcomes.map(({ kind }) => kind);
    expect([kinds[CLOSED], kinds[REFUSED]]).toEqual(['closed', 'refused']);
    expect(kinds.filter((kind) => kind === 'issued')).toHaveLength(COUNT - 2);
    expect(outcomes[REFUSED]).toMatchObject({ reason: expect.stringContaining('must have a city') });

    // Each debtor was told of its own document, which is the one that is kept.
    const issued = await scene.issued();
    expect(issued.map(({ number }) => number)).toEqual(
      Array.from({ length: COUNT - 1 }, (_, index) => `SCH-2026-${String(index + 1).padStart(6, '0')}`),
    );
    const tellings = outcomes.flatMap((one) =>
      one.kind === 'issued' ? one.invoices.map((invoice) => [one.debtor, invoice] as const) : [],
    );
    expect(tellings).toEqual(issued.slice(1).map((invoice) => [invoice.buyer.kbo, invoice]));

    expect(told.at(-1)).toEqual([COUNT, COUNT]);
    expect(told.length).toBeLessThan(COUNT);
    expect(await scene.findings()).toEqual([]);
  });

  it('leaves nothing to do but the one that was refused', async () => {
    const kinds = (await scene.close('2026-09')).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'closed')).toHaveLength(COUNT - 1);
    expect(kinds[REFUSED]).toBe('refused');
    expect(await scene.issued()).toHaveLength(COUNT - 1);
  });
});
