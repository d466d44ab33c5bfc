import { describe, expect, it } from '@jest/globals';
import { SAMPLE_INVOICES, sampleInvoice, STANDARD } from '../../../../test/billing/sample-invoices.js';
import type { Invoice, InvoiceLine, InvoiceVat } from '../../../domain/invoice.js';
import { checkInvoice } from './check-invoice.js';

const GOOD = sampleInvoice([
  { quantity: '1', unitPriceEuro: '250', sentence: 'Vast bedrag.' },
  { quantity: '3', unitPriceEuro: '0.4525', sentence: 'Drie tickets.' },
]);
const CREDIT_NOTE = SAMPLE_INVOICES['credit note'] ?? GOOD;

function withLine(change: Partial<InvoiceLine>, invoice = GOOD): Invoice {
  return { ...invoice, lines: invoice.lines.map((line, index) => (index === 0 ? { ...line, ...change } : line)) };
}

function withVat(change: Partial<InvoiceVat>, invoice = GOOD): Invoice {
  return { ...invoice, vat: invoice.vat.map((rate) => ({ ...rate, ...change })) };
}

function withSeller(change: Partial<Invoice['seller']>): Invoice {
  return { ...GOOD, seller: { ...GOOD.seller, ...change } };
}

function withBuyer(change: Partial<Invoice['buyer']>): Invoice {
  return { ...GOOD, buyer: { ...GOOD.buyer, ...change } };
}

function ofCategory(category: InvoiceVat['category'], percent: string, exemption: string | null): Invoice {
  const vat = { category, percent, exemption };
  return sampleInvoice([{ quantity: '1', unitPriceEuro: '250', sentence: 'Vast bedrag.', vat }]);
}

const WITHOUT_VAT_NUMBER = { ...GOOD.seller, vatNumber: null };

/** What is changed in a good invoice, and the rules that must find it, each once. */
const MUTATIONS: readonly (readonly [what: string, rules: readonly string[], invoice: Invoice])[] = [
  ['an amount with a comma', ['SCHAKEL-DECIMAL'], { ...GOOD, netEuro: '251,36' }],
  ['a price with an exponent', ['SCHAKEL-DECIMAL'], withLine({ unitPriceEuro: '2.5e2' })],
  ['a control character in a text', ['SCHAKEL-TEXT'], withLine({ sentence: 'Vast\u0000bedrag.' })],
  ['a net amount with three decimals', ['BR-DEC-12'], { ...GOOD, netEuro: '251.360' }],
  ['VAT with three decimals', ['BR-DEC-13'], { ...GOOD, vatEuro: '52.790' }],
  ['an amount due with three decimals', ['BR-DEC-18'], { ...GOOD, payableEuro: '304.150' }],
  ['a base with three decimals', ['BR-DEC-19'], withVat({ baseEuro: '251.360' })],
  ['VAT of a rate with three decimals', ['BR-DEC-20'], withVat({ vatEuro: '52.790' })],
  ['a line with three decimals', ['BR-DEC-23'], withLine({ amountEuro: '250.000' })],
  ['a net amount that is not the sum', ['BR-CO-10', 'BR-CO-15'], { ...GOOD, netEuro: '251.37' }],
  ['VAT that is not the sum of the rates', ['BR-CO-14', 'BR-CO-15'], { ...GOOD, vatEuro: '52.80' }],
  ['an amount due that is not the sum', ['BR-CO-15'], { ...GOOD, payableEuro: '304.16' }],
  [
    'an invoice below zero',
    ['SCHAKEL-SIGN'],
    sampleInvoice([{ quantity: '-3', unitPriceEuro: '0.4525', sentence: 'Drie tickets terug.' }]),
  ],
  ['VAT of a rate that is wrong by a cent', ['BR-CO-14', 'BR-CO-17'], withVat({ vatEuro: '52.78' })],
  ['a base that its lines are not', ['BR-CO-17', 'BR-S-08', 'SCHAKEL-BASE'], withVat({ baseEuro: '251.35' })],
  ['cents moved to another line', ['BR-CO-10', 'BR-S-08', 'SCHAKEL-CENT'], withLine({ amountEuro: '250.01' })],
  ['an exact amount that gives another total', ['SCHAKEL-BASE'], withLine({ exactEuro: '250.009' })],
  ['a price below zero', ['BR-27', 'SCHAKEL-QUANTITY'], withLine({ unitPriceEuro: '-250' })],
  ['a quantity below zero for what is charged', ['SCHAKEL-QUANTITY'], withLine({ quantity: '-1' })],
  ['no lines', ['BR-CO-10', 'BR-S-08', 'SCHAKEL-BASE', 'BR-16'], { ...GOOD, lines: [] }],
  ['numbers with a gap', ['SCHAKEL-NUMBER'], withLine({ number: 7 })],
  ['a line without a sentence', ['BR-25'], withLine({ sentence: ' ' })],
  ['no VAT total', ['BR-CO-14', 'BR-CO-18', 'BR-S-01', 'BR-S-01'], { ...GOOD, vat: [] }],
  ['a VAT category of nowhere', ['BR-CL-17', 'BR-Q-08', 'SCHAKEL-BASE'], withVat({ category: 'Q' as 'S' })],
  ['a standard rate of nothing', ['BR-S-05'], ofCategory('S', '0', null)],
  ['a zero rate with VAT', ['BR-Z-05'], ofCategory('Z', '6', null)],
  ['an exemption with VAT', ['BR-E-05'], ofCategory('E', '21', 'Artikel 44')],
  ['an exemption without a reason', ['BR-E-10'], ofCategory('E', '0', null)],
  ['reverse charge without a reason', ['BR-AE-10'], ofCategory('AE', '0', null)],
  ['outside the scope without a reason', ['BR-O-10'], ofCategory('O', '0', ' ')],
  ['a reason for no exemption', ['BR-S-10'], ofCategory('S', '21', 'Artikel 44')],
  ['another reason in the line', ['SCHAKEL-EXEMPTION'], withLine({ vat: { ...STANDARD, exemption: 'Artikel 44' } })],
  [
    'the scope of VAT and outside on one invoice',
    ['BR-O-11'],
    sampleInvoice([
      ...[{ quantity: '1', unitPriceEuro: '250', sentence: 'Vast bedrag.' }],
      {
        ...{ quantity: '1', unitPriceEuro: '1', sentence: 'Een ticket.' },
        vat: { category: 'O', percent: '0', exemption: 'Artikel 6' },
      },
    ]),
  ],
  ['VAT from a seller without a number', ['BR-S-02'], { ...GOOD, seller: WITHOUT_VAT_NUMBER }],
  [
    'reverse charge from a seller without a number',
    ['BR-AE-02'],
    { ...ofCategory('AE', '0', 'Btw verlegd'), seller: WITHOUT_VAT_NUMBER },
  ],
  ['a seller without a name', ['BR-06'], withSeller({ name: '' })],
  ['a buyer without a name', ['BR-07'], withBuyer({ name: ' ' })],
  ['a country of the seller in full', ['BR-09'], withSeller({ country: 'België' })],
  ['a buyer without a country', ['BR-11'], withBuyer({ country: '' })],
  ['a buyer without a postal code', ['SCHAKEL-ADDRESS'], withBuyer({ postalCode: '' })],
  ['a seller without a street', ['SCHAKEL-ADDRESS'], withSeller({ street: '' })],
  ['an enterprise number with a wrong check', ['PEPPOL-COMMON-R043'], withBuyer({ kbo: '0207451272' })],
  ['a VAT number without its country', ['BR-CO-09'], withBuyer({ vatNumber: '0207451227' })],
  ['a VAT number with a wrong check', ['BR-CO-09'], withSeller({ vatNumber: 'BE0400865367' })],
  ['an address of e-mail without a host', ['SCHAKEL-EMAIL'], withSeller({ email: 'facturen' })],
  ['an account with a wrong check', ['BR-50'], withSeller({ iban: 'BE71096123456796' })],
  ['a BIC that is none', ['SCHAKEL-BIC'], withSeller({ bic: 'GKCC' })],
  ['a reference with a wrong check', ['SCHAKEL-REFERENCE'], { ...GOOD, paymentReference: '000000012327' }],
  ['a buyer without a reference', ['PEPPOL-EN16931-R003'], withBuyer({ reference: '' })],
  ['an invoice without a number', ['BR-02'], { ...GOOD, number: '' }],
  ['a day that does not exist', ['PEPPOL-EN16931-F001'], { ...GOOD, issueDate: '2026-11-31' }],
  ['a date in another order', ['PEPPOL-EN16931-F001'], { ...GOOD, dueDate: '31-12-2026' }],
  ['a month that does not exist', ['SCHAKEL-MONTH'], withLine({ period: '2026-13' })],
  ['no due date', ['BR-CO-25'], { ...GOOD, dueDate: null }],
  ['due before it is issued', ['SCHAKEL-DUE'], { ...GOOD, dueDate: '2026-11-30' }],
  ['a credit note with a due date', ['SCHAKEL-DUE'], { ...CREDIT_NOTE, dueDate: '2026-12-31' }],
  ['days of another month', ['BR-29'], { ...GOOD, lastDate: '2026-11-29' }],
  ['a line about a month to come', ['PEPPOL-EN16931-R111'], withLine({ period: '2026-12' })],
  ['a credit note of nothing', ['BR-55', 'SCHAKEL-CORRECTS'], { ...CREDIT_NOTE, preceding: [] }],
  ['an earlier invoice without a number', ['BR-55'], { ...GOOD, preceding: [{ number: '', issueDate: '2026-10-01' }] }],
  ['a correction of an invoice that is not named', ['SCHAKEL-CORRECTS'], withLine({ corrects: 'SCH-2026-000001' })],
  ['a correction of nothing', ['SCHAKEL-CORRECTS'], withLine({ kind: 'correction', corrects: null })],
];

describe('checkInvoice', () => {
  it.each(Object.entries(SAMPLE_INVOICES))('has nothing against the sample: %s', (_, invoice) => {
    expect(checkInvoice(invoice)).toEqual([]);
  });

  it.each(MUTATIONS)('finds %s by %j', (_, rules, invoice) => {
    const found = checkInvoice(invoice).map((sentence) => sentence.split(':')[0] ?? '');
    expect(found.toSorted()).toEqual([...rules].toSorted());
  });
});
