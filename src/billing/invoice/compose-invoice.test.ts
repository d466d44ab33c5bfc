import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareEuro, negateEuro, roundToCents, sumEuro } from '../../domain/money.js';
import { apportionCents, composeInvoice } from './compose-invoice.js';
import { sampleHead, sampleLine } from '../../../test/support/billing/sample-lines.js';

const amount = fc.integer({ min: -5_000_000, max: 5_000_000 }).map((ten) => {
  const text = String(Math.abs(ten)).padStart(5, '0');
  const exact = `${Number(text.slice(0, -4))}.${text.slice(-4)}`;
  return ten < 0 ? negateEuro(exact) : exact;
});

describe('whole cents for exact amounts', () => {
  it('add up to the rounded sum, each less than a cent from its amount', () => {
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 60 }), (amounts) => {
        const cents = apportionCents(amounts);
        expect(compareEuro(sumEuro(cents), roundToCents(sumEuro(amounts)))).toBe(0);
        for (const [index, one] of cents.entries()) {
          const difference = sumEuro([one, negateEuro(amounts[index] ?? '0')]);
          expect(compareEuro(difference.replace('-', ''), '0.01')).toBe(-1);
          expect(one).toMatch(/^-?\d+\.\d\d$/);
        }
      }),
    );
  });

  it.each([
    ['what rounds by itself stays', ['0.45', '1.20'], ['0.45', '1.20']],
    ['three thirds of a cent are one', ['0.004', '0.004', '0.004'], ['0.00', '0.01', '0.00']],
    ['what is given back goes the other way', ['-0.005', '-0.005'], ['-0.01', '0.00']],
    ['nothing', [], []],
  ])('%s', (_, amounts, cents) => {
    expect(apportionCents(amounts)).toEqual(cents);
  });
});

describe('composeInvoice', () => {
  const standard = { category: 'S', percent: '21', exemption: null } as const;
  const reduced = { category: 'S', percent: '6', exemption: null } as const;

  it('takes VAT of the total of a rate, not of its lines', () => {
    // Three times 0.0333 of VAT would be 0.09 when each is rounded; of the total it is 0.10.
    const lines = Array.from({ length: 3 }, () => ({ ...sampleLine({ exactEuro: '0.1586' }), vat: standard }));
    expect(composeInvoice(sampleHead(), lines)).toMatchObject({
      vat: [{ ...standard, baseEuro: '0.48', vatEuro: '0.10' }],
      ...{ netEuro: '0.48', vatEuro: '0.10', payableEuro: '0.58' },
    });
  });

  it('rounds each rate by itself and numbers the lines in their order', () => {
    const invoice = composeInvoice(sampleHead(), [
      { ...sampleLine({ exactEuro: '10.005' }), vat: standard },
      { ...sampleLine({ exactEuro: '0.004' }), vat: reduced },
      { ...sampleLine({ exactEuro: '0.004' }), vat: standard },
    ]);
    expect(invoice.lines.map(({ number, amountEuro }) => [number, amountEuro])).toEqual([
      ...[
        [1, '10.01'],
        [2, '0.00'],
        [3, '0.00'],
      ],
    ]);
    expect(invoice).toMatchObject({
      vat: [
        { ...standard, baseEuro: '10.01', vatEuro: '2.10' },
        { ...reduced, baseEuro: '0.00', vatEuro: '0.00' },
      ],
      ...{ netEuro: '10.01', vatEuro: '2.10', payableEuro: '12.11' },
    });
  });
});
