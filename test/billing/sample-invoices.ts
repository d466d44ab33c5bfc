import type { Invoice, InvoiceLine, InvoiceVat, VatRate } from '../../src/domain/invoice.js';
import { multiplyEuro, negateEuro, roundToCents, sumEuro, vatEuro } from '../../src/domain/money.js';

/** A line as a sample tells it; the rest has a value that serves for most. */
type SampleLine = Partial<Omit<InvoiceLine, 'number' | 'amountEuro'>> &
  Pick<InvoiceLine, 'quantity' | 'unitPriceEuro' | 'sentence'>;

export const STANDARD: VatRate = { category: 'S', percent: '21', exemption: null };

function lineOf(line: SampleLine): Omit<InvoiceLine, 'number' | 'amountEuro'> {
  return {
    ...{ kind: 'charge', tenant: 'gent', tenantName: 'Gent', period: '2026-11', corrects: null, rule: 'unit' },
    ...{ meter: 'ticket.opened', tariff: 'formule-basis', tariffVersion: '2026-01-01', bracket: null },
    ...{ units: 0, exactEuro: multiplyEuro(line.unitPriceEuro, line.quantity), vat: STANDARD },
    ...line,
  };
}

function isOf(rate: VatRate) {
  return ({ vat }: { readonly vat: VatRate }): boolean =>
    vat.category === rate.category && vat.percent === rate.percent;
}

/** The cents of a line: what its rounded total grows by when the line comes to those before it of the same rate. */
function amountOf(lines: readonly Omit<InvoiceLine, 'number' | 'amountEuro'>[], index: number): string {
  const own = lines.slice(0, index + 1).filter(isOf(lines[index]?.vat ?? STANDARD));
  const until = (count: number) => roundToCents(sumEuro(own.slice(0, count).map(({ exactEuro }) => exactEuro)));
  return roundToCents(sumEuro([until(own.length), negateEuro(until(own.length - 1))]));
}

function vatOf(lines: readonly InvoiceLine[]): readonly InvoiceVat[] {
  const rates = lines
    .map(({ vat }) => vat)
    .filter((rate, index, all) => all.findIndex((one) => isOf(rate)({ vat: one })) === index);
  return rates.map((rate) => {
    const baseEuro = roundToCents(sumEuro(lines.filter(isOf(rate)).map(({ exactEuro }) => exactEuro)));
    return { ...rate, baseEuro, vatEuro: vatEuro(baseEuro, rate.percent) };
  });
}

/** An invoice of November 2026 for Gent, with totals that follow from its lines. Persons and numbers are made up. */
export function sampleInvoice(samples: readonly SampleLine[], change: Partial<Invoice> = {}): Invoice {
  const exact = samples.map(lineOf);
  const lines = exact.map((line, index) => ({ ...line, number: index + 1, amountEuro: amountOf(exact, index) }));
  const vat = vatOf(lines);
  const netEuro = roundToCents(sumEuro(vat.map(({ baseEuro }) => baseEuro)));
  const tax = roundToCents(sumEuro(vat.map((rate) => rate.vatEuro)));
  return {
    ...{ id: '019ac0de-0000-7000-8000-000000000001', kind: 'invoice', number: 'SCH-2026-000123' },
    ...{ issueDate: '2026-12-01', dueDate: '2026-12-31', period: '2026-11' },
    ...{ firstDate: '2026-11-01', lastDate: '2026-11-30' },
    seller: {
      ...{ kbo: '0400865366', name: 'Schakel Diensten', street: 'Havenlaan 88', postalCode: '1000', city: 'Brussel' },
      ...{ country: 'BE', email: 'facturen@schakel.example', vatNumber: 'BE0400865366' },
      ...{ iban: 'BE71096123456769', bic: 'GKCCBEBB' },
    },
    buyer: {
      ...{ kbo: '0207451227', name: 'Stad Gent', street: 'Botermarkt 1', postalCode: '9000', city: 'Gent' },
      ...{ country: 'BE', email: null, vatNumber: 'BE0207451227', reference: 'BB-2026-0417' },
    },
    ...{ paymentReference: '000000012326', preceding: [], lines, vat },
    ...{ netEuro, vatEuro: tax, payableEuro: roundToCents(sumEuro([netEuro, tax])), settingsHash: 'ab12' },
    ...change,
  };
}

const FEE: SampleLine = {
  ...{ rule: 'subscription', meter: null, quantity: '1', unitPriceEuro: '250' },
  sentence: 'Vast bedrag van de maand: € 250,00 (tarief "formule-basis", versie van 2026-01-01).',
};
const TICKETS: SampleLine = {
  ...{ units: 612, quantity: '612', unitPriceEuro: '0.4525' },
  sentence: '612 tickets geopend aan € 0,4525 per stuk: € 276,93 (tarief "formule-basis", versie van 2026-01-01).',
};
const SEPTEMBER = { number: 'SCH-2026-000098', issueDate: '2026-10-01' };
const GIVEN_BACK: SampleLine = {
  ...{ kind: 'correction', period: '2026-09', corrects: SEPTEMBER.number, units: -3, quantity: '-3' },
  unitPriceEuro: '0.4525',
  sentence: '3 tickets geopend waren spam & worden teruggegeven: € -1,3575.',
};

function exempt(vat: VatRate): readonly SampleLine[] {
  return [FEE, TICKETS].map((line) => ({ ...line, vat }));
}

function money(rule: string, exactEuro: string, sentence: string): SampleLine {
  const isBack = exactEuro.startsWith('-');
  const unitPriceEuro = isBack ? negateEuro(exactEuro) : exactEuro;
  return { rule, meter: null, quantity: isBack ? '-1' : '1', unitPriceEuro, sentence };
}

const ORDINARY = sampleInvoice([FEE, TICKETS]);

/** What invoices can be, by a few words. Each passes the official rules and our own check. */
export const SAMPLE_INVOICES: Readonly<Record<string, Invoice>> = {
  ordinary: ORDINARY,
  'two municipalities and many fractions of cents': sampleInvoice(
    Array.from({ length: 8 }, (_, index) => ({
      ...(index % 2 === 0 ? {} : { tenant: 'aalter', tenantName: 'Aalter' }),
      ...{ units: index + 1, quantity: String(index + 1), unitPriceEuro: `0.00${index % 9}35`, meter: 'answer.sent' },
      sentence: `${index + 1} antwoorden verzonden.`,
    })),
  ),
  corrections: sampleInvoice([FEE, TICKETS, GIVEN_BACK], { preceding: [SEPTEMBER] }),
  'credit note': sampleInvoice([{ ...GIVEN_BACK, units: 3, quantity: '3' }], {
    ...{ kind: 'credit-note', number: 'SCH-C-2026-000004', dueDate: null, preceding: [SEPTEMBER] },
  }),
  'credit note with something that is still owed': sampleInvoice(
    [
      { ...GIVEN_BACK, units: 30, quantity: '30' },
      { ...TICKETS, units: -1, quantity: '-1' },
    ],
    { kind: 'credit-note', dueDate: null, preceding: [SEPTEMBER] },
  ),
  'a buyer that is not liable to VAT': sampleInvoice([FEE, TICKETS], {
    buyer: { ...ORDINARY.buyer, vatNumber: null },
  }),
  'a fee for a part of the month': sampleInvoice([
    { ...FEE, exactEuro: '116.666666667', sentence: 'Vast bedrag van € 250,00, voor 14 van de 30 dagen.' },
    TICKETS,
  ]),
  'a share of a fee that is given back': sampleInvoice([
    FEE,
    { ...FEE, quantity: '-1', exactEuro: '-8.333333333', sentence: 'Eén dag van het vaste bedrag.' },
  ]),
  'discounts, a cap and a minimum': sampleInvoice([
    FEE,
    { ...TICKETS, bracket: '1-612', rule: 'graduated' },
    { ...TICKETS, rule: 'free', units: 50, quantity: '50', unitPriceEuro: '0', sentence: '50 tickets zonder kost.' },
    money('meter-discount', '-13.8465', 'Korting "start" op tickets geopend.'),
    money('cap', '-63.0835', 'Het verbruik van een maand kost nooit meer dan € 200,00.'),
    money('total-discount', '-45.00045', 'Korting "regio" op het geheel.'),
    money('minimum', '95.000045', 'Een maand kost minstens € 500,00; aanvulling.'),
  ]),
  'a promise that was not kept': sampleInvoice([
    FEE,
    { ...money('service-credit', '-12.5', 'Eerste antwoorden kwamen te laat: € -12,50.'), kind: 'service-credit' },
  ]),
  'exempt, from a seller without a VAT number': sampleInvoice(
    exempt({ category: 'E', percent: '0', exemption: 'Vrijgesteld van btw, artikel 44 van het btw-wetboek' }),
    { seller: { ...ORDINARY.seller, vatNumber: null } },
  ),
  'outside the scope of VAT': sampleInvoice(
    exempt({ category: 'O', percent: '0', exemption: 'Niet aan btw onderworpen, artikel 6 van het btw-wetboek' }),
  ),
  'reverse charge': sampleInvoice(exempt({ category: 'AE', percent: '0', exemption: 'Btw verlegd' })),
  'two rates': sampleInvoice([FEE, { ...TICKETS, vat: { category: 'Z', percent: '0', exemption: null } }]),
};
