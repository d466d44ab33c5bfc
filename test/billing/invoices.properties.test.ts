import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { billingPeriod, rateUsage, type DayUsage } from '../../src/billing/index.js';
import { chargeLines } from '../../src/billing/invoice/charge-lines.js';
import { composeInvoice } from '../../src/billing/invoice/compose-invoice.js';
import { billedLines, correctionLines, turned } from '../../src/billing/invoice/correction-lines.js';
import { draftBills, type TenantMonth } from '../../src/billing/invoice/draft-bills.js';
import { lineKey, type UnbilledLine } from '../../src/billing/invoice/unbilled-line.js';
import type { Invoice, VatRate } from '../../src/domain/invoice.js';
import { compareEuro, multiplyEuro, sumEuro } from '../../src/domain/money.js';
import type { Tariff } from '../../src/domain/tariff.js';
import { sampleHead } from '../support/billing/sample-lines.js';
import { arbitraryDays, arbitraryTariff } from './arbitrary-use.js';

const PERIOD = '2026-11';
const NEXT = '2026-12';
const VAT: VatRate = { category: 'S', percent: '21', exemption: null };
const MONTH = { tenant: 'leuven', tenantName: 'Leuven', period: PERIOD };
const SUBSCRIPTIONS = [{ tariff: 'proef', fromDate: '2026-01-01' }];

const versions = fc.tuple(arbitraryTariff('2026-01-01'), arbitraryTariff('2026-11-15'));

function linesOf(days: readonly DayUsage[], tariffs: readonly Tariff[]): readonly UnbilledLine[] {
  const use = { period: billingPeriod(PERIOD), days, subscriptions: SUBSCRIPTIONS, versions: tariffs };
  return chargeLines(MONTH, rateUsage(use));
}

function invoiceOf(lines: readonly UnbilledLine[]): Invoice {
  const taxed = lines.map((line) => ({ ...line, vat: VAT }));
  return composeInvoice(sampleHead({ period: PERIOD, number: 'SCH-2026-000001' }), taxed);
}

/** The next month of the municipality, with the old one as it is known now. */
function nextMonth(days: readonly DayUsage[], tariffs: readonly Tariff[], issued: readonly Invoice[]) {
  const use = { subscriptions: SUBSCRIPTIONS, versions: tariffs };
  const town: TenantMonth = {
    month: { ...MONTH, period: NEXT },
    use: { ...use, period: billingPeriod(NEXT), days: [] },
    kept: [],
    late: [{ period: PERIOD, use: { ...use, period: billingPeriod(PERIOD), days } }],
  };
  return draftBills({ buyer: sampleHead().buyer, tenants: [town], issued }, NEXT, () => VAT).map((bill, index) =>
    composeInvoice(sampleHead({ ...bill, period: NEXT, number: `SCH-2026-00000${index + 2}` }), bill.lines),
  );
}

function sums(lines: readonly UnbilledLine[]): Readonly<Record<string, readonly [number, string]>> {
  const found: Record<string, readonly [number, string]> = {};
  for (const line of lines) {
    const [units, euro] = found[lineKey(line)] ?? [0, '0'];
    found[lineKey(line)] = [units + line.units, sumEuro([euro, line.exactEuro])];
  }
  return Object.fromEntries(
    Object.entries(found).filter(([, [units, euro]]) => units !== 0 || compareEuro(euro, '0') !== 0),
  );
}

describe('what was late or taken back', () => {
  it('is billed next month, so that all documents together are the right bill', () => {
    fc.assert(
      fc.property(versions, arbitraryDays, arbitraryDays, (tariffs, known, truth) => {
        const first = invoiceOf(linesOf(known, tariffs));
        const issued = [first, ...nextMonth(truth, tariffs, [first])];
        expect(sums(billedLines(issued, MONTH))).toEqual(sums(linesOf(truth, tariffs)));
      }),
      { numRuns: 200 },
    );
  });

  it('can be corrected again, and ends where a direct correction ends', () => {
    fc.assert(
      fc.property(versions, arbitraryDays, arbitraryDays, arbitraryDays, (tariffs, known, wrong, truth) => {
        const about = { ...MONTH, invoice: 'SCH-2026-000001' };
        const first = linesOf(known, tariffs);
        const second = correctionLines({ ...about, now: linesOf(wrong, tariffs), billed: first });
        const third = correctionLines({ ...about, now: linesOf(truth, tariffs), billed: [...first, ...second] });
        const direct = correctionLines({ ...about, now: linesOf(truth, tariffs), billed: first });
        expect(sums([...second, ...third])).toEqual(sums(direct));
      }),
      { numRuns: 100 },
    );
  });

  it('is nothing when nothing changed, also when it is asked twice', () => {
    fc.assert(
      fc.property(versions, arbitraryDays, arbitraryDays, (tariffs, known, truth) => {
        const first = invoiceOf(linesOf(known, tariffs));
        const issued = [first, ...nextMonth(truth, tariffs, [first])];
        const about = { ...MONTH, invoice: first.number };
        const billed = billedLines(issued, MONTH);
        expect(correctionLines({ ...about, now: linesOf(truth, tariffs), billed })).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('stands on a credit note when more is given back than added, and on the invoice otherwise', () => {
    fc.assert(
      fc.property(versions, arbitraryDays, arbitraryDays, (tariffs, known, truth) => {
        const first = invoiceOf(linesOf(known, tariffs));
        const [next, ...notes] = nextMonth(truth, tariffs, [first]);
        const [was, is] = [linesOf(known, tariffs), linesOf(truth, tariffs)].map((lines) =>
          sumEuro(lines.map(({ exactEuro }) => exactEuro)),
        );
        const given = compareEuro(is ?? '0', was ?? '0') < 0;
        expect(notes.map(({ kind, preceding }) => [kind, preceding.map(({ number }) => number)])).toEqual(
          given ? [['credit-note', [first.number]]] : [],
        );
        expect(next?.lines.some(({ kind }) => kind === 'correction')).toBe(
          !given &&
            Object.keys(
              sums(
                was === undefined
                  ? []
                  : correctionLines({
                      ...MONTH,
                      invoice: 'x',
                      now: linesOf(truth, tariffs),
                      billed: linesOf(known, tariffs),
                    }),
              ),
            ).length > 0,
        );
        for (const note of notes) {
          expect(compareEuro(note.payableEuro, '0')).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('the lines of an invoice', () => {
  it('are what was rated: same sum, and each quantity times its price', () => {
    fc.assert(
      fc.property(versions, arbitraryDays, (tariffs, days) => {
        const rated = rateUsage({
          period: billingPeriod(PERIOD),
          days,
          subscriptions: SUBSCRIPTIONS,
          versions: tariffs,
        });
        const lines = linesOf(days, tariffs);
        expect(sumEuro(lines.map(({ exactEuro }) => exactEuro))).toBe(rated.totalEuro);
        for (const line of [...lines, ...lines.map(turned)]) {
          expect(compareEuro(multiplyEuro(line.unitPriceEuro, line.quantity), line.exactEuro)).toBe(0);
          expect(compareEuro(line.unitPriceEuro, '0')).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 100 },
    );
  });
});
