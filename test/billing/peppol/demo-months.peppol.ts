import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { closingParts } from '../../../src/app/invoicing.js';
import { billingPeriod, closeMonth } from '../../../src/billing/index.js';
import { ublOf } from '../../../src/billing/invoice/documents/ubl.js';
import { newId } from '../../../src/domain/ids.js';
import type { Invoice } from '../../../src/domain/invoice.js';
import type { Database } from '../../../src/platform/store/store.js';
import type { Settings } from '../../../src/settings/snapshot.js';
import { embeddedDatabase } from '../../support/embedded-database.js';
import { load } from '../../support/changed-demo.js';
import { validateUbl } from '../../support/peppol/validate-ubl.js';
import { rules } from './rules.js';

/** Two months of the municipalities of the demonstration, closed as `schakel invoice close` closes them. */
/** Few lines: the time that the rules take grows faster than their number. */
const USED = ['ticket.opened', 'answer.sent'] as const;

let db: Database;
let settings: Settings;

async function use(units: number, period: string, only?: string): Promise<void> {
  for (const { tenant, tariff } of settings.municipalities.filter((one) => only === undefined || one.tenant === only)) {
    for (const [index, meter] of USED.entries()) {
      const at = new Date(`${period}-${String(3 + index)}T22:15:00Z`.replace(/-(\d)T/, '-0$1T'));
      await db.handling.query(
        `insert into usage_entry (id, tenant, meter, quantity, channel, ticket_id, fact_kind, fact_id, tariff, tariff_version,
           outside_hours, settings_hash, occurred_at)
         values ($1, $2, $3, $4, 'whatsapp', $1, 'event', $1, $5, '2026-01-01', true, 'demo', $6)`,
        [newId(at.getTime()), tenant, meter, units, tariff, at],
      );
    }
  }
}

async function close(period: string): Promise<readonly Invoice[]> {
  const parts = closingParts(db.handling, settings, Date.parse('2026-12-03T09:00:00Z'));
  const outcomes = await closeMonth(parts, { period: billingPeriod(period) });
  return outcomes.flatMap((one) => (one.kind === 'issued' ? one.invoices : []));
}

beforeAll(async () => {
  const loaded = await load('config/demo');
  if (!loaded.ok) {
    throw new Error(loaded.errors.join('\n'));
  }
  const { municipalities } = loaded.settings;
  settings = {
    ...loaded.settings,
    // The tariff with all forms for one of them: brackets, bundles, surcharges, discounts and limits.
    municipalities: municipalities.map((one, index) => ({
      ...one,
      ...(index === 0 ? { tariff: 'formule-premium' } : {}),
      ...(one.invoicing === undefined ? {} : { invoicing: { ...one.invoicing, from: '2026-10' } }),
    })),
  };
  db = await embeddedDatabase();
});

afterAll(() => db.close());

describe('the official rules accept', () => {
  it('the invoices of a month of the demonstration', async () => {
    await use(137, '2026-10');
    const invoices = await close('2026-10');
    expect(invoices).toHaveLength(5);
    for (const invoice of invoices) {
      expect({ number: invoice.number, objections: await validateUbl(ublOf(invoice), rules) }).toMatchObject({
        objections: [],
      });
    }
  });

  it('those of the next month, with late use of one municipality and a credit note for another', async () => {
    await use(211, '2026-11');
    await use(3, '2026-10', 'leuven');
    await use(-5, '2026-10', 'gent');
    const documents = await close('2026-11');
    expect(documents.filter(({ kind }) => kind === 'credit-note').map(({ buyer }) => buyer.name)).toEqual(['Gent']);
    const corrected = documents.filter(({ lines }) => lines.some(({ kind }) => kind === 'correction'));
    expect(corrected).toHaveLength(2);
    for (const document of corrected) {
      expect({ number: document.number, objections: await validateUbl(ublOf(document), rules) }).toMatchObject({
        objections: [],
      });
    }
  });
});
