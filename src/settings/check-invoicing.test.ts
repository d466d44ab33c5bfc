import { describe, expect, it } from '@jest/globals';
import { errorsOf, withChanges } from '../../test/support/changed-demo.js';

const FILE = 'invoicing.yaml';

describe('invoicing.yaml', () => {
  it.each([
    [
      'an enterprise number with a typing error',
      '0888888895',
      '0888888896',
      ['/seller/kbo: 0888888896 is no enterprise number'],
    ],
    [
      'an account number with a typing error',
      'BE71096123456769',
      'BE71096123456768',
      ['/seller/iban: BE71096123456768 is no account number: its check digits are wrong'],
    ],
    [
      'two digits of the account number that changed places',
      'BE71096123456769',
      'BE71091623456769',
      ['/seller/iban: BE71091623456769 is no account number: its check digits are wrong'],
    ],
    [
      'a day that does not exist',
      "validFrom: '2026-01-01'",
      "validFrom: '2026-02-30'",
      ['/vat/0/validFrom: must match format "date"'],
    ],
    [
      'VAT that is exempt and due',
      'category: S',
      'category: E',
      ['/vat/0/percent: must be 0 in category E', '/vat/0: "exemption" is missing; category E needs the reason'],
    ],
    [
      'a standard rate of nothing',
      "percent: '21'",
      "percent: '0'",
      ['/vat/0/percent: 0 does not go with category S; category Z is the zero rate'],
    ],
    [
      'VAT of who is not liable',
      'vatLiable: true',
      'vatLiable: false',
      ['/vat: who is not liable to VAT may use category O only'],
    ],
    [
      'a reason where VAT is due',
      "percent: '21'",
      "percent: '21', exemption: vrijgesteld",
      ['/vat/0/exemption: does not go with category S'],
    ],
  ])('refuses %s', async (_, from, to, errors) => {
    expect(errorsOf(await withChanges({ file: FILE, from, to }))).toEqual(errors.map((error) => `${FILE}: ${error}`));
  });

  it('refuses two rates from one day on', async () => {
    const rate = "  - { validFrom: '2026-01-01', category: S, percent: '21' }\n";
    expect(errorsOf(await withChanges({ file: FILE, from: rate, to: rate + rate }))).toEqual([
      `${FILE}: /vat: two rates begin on one day`,
    ]);
  });

  it('is missed by whoever is to be invoiced', async () => {
    const errors = errorsOf(await withChanges({ file: FILE }));
    expect(errors).toContain(
      'municipalities/24062-leuven.yaml: /invoicing: needs invoicing.yaml, which says who sends the invoice',
    );
    expect(errors).toHaveLength(5);
  });
});
