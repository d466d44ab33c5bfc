import { describe, expect, it } from '@jest/globals';
import { sampleHead, sampleLine } from '../../../test/support/billing/sample-lines.js';
import { composeInvoice } from './compose-invoice.js';
import { basisOf } from './line-facts.js';
import type { UnbilledLine } from './unbilled-line.js';

const VAT = { category: 'S', percent: '21', exemption: null } as const;

function made(rule: string, change: Partial<UnbilledLine> = {}) {
  return { ...sampleLine({ rule, ...change }), vat: VAT };
}

const WHOLE = { meter: null, units: 0 } as const;
const INVOICE = composeInvoice(sampleHead(), [
  made('subscription', WHOLE),
  made('free'),
  made('graduated'),
  made('surcharge'),
  made('meter-discount'),
  made('unit', { meter: 'answer.sent' }),
  made('pool-share'),
  made('cap', WHOLE),
  made('total-discount', WHOLE),
  made('minimum', WHOLE),
  made('service-credit', { ...WHOLE, kind: 'service-credit' }),
  made('meter-discount', { kind: 'correction', corrects: 'SCH-2026-000001', period: '2026-09' }),
  made('cap', { ...WHOLE, tenant: 'gent' }),
]);

describe('what a line was made of', () => {
  it.each([
    ['a line that counts units itself', 3, []],
    ['the discount of a meter: its units and surcharges', 5, [2, 3, 4]],
    ['a share of a pool: the lines of its meter', 7, [2, 3, 4, 5]],
    ['the cap: all use, and not the fee', 8, [2, 3, 4, 5, 6, 7]],
    ['a discount on the whole: all before it', 9, [1, 2, 3, 4, 5, 6, 7, 8]],
    ['the minimum: all before it', 10, [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ['a service credit: the whole month', 11, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    ['a correction', 12, []],
    ['a line of another municipality', 13, []],
  ])('is told: %s', (_, number, basis) => {
    const line = INVOICE.lines[number - 1];
    expect(line === undefined ? 'no line' : basisOf(INVOICE, line)).toEqual(basis);
  });
});
