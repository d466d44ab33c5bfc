import { Type } from 'typebox';
import { INVOICE_KINDS, INVOICE_LINE_KINDS, VAT_CATEGORIES, type Invoice } from '../../domain/invoice.js';
import { METERS } from '../../domain/vocabulary.js';
import { EURO, exact, ID, INSTANT, nullable, PERIOD } from '../fields.js';

export const DATE = Type.String({ format: 'date', description: 'Local date in Brussels' });
const CENTS = Type.String({ pattern: '^-?(0|[1-9][0-9]*)\\.[0-9]{2}$', description: 'Euro, in whole cents' });

const RATE = {
  category: Type.Enum([...VAT_CATEGORIES], { description: 'Category of EN 16931.' }),
  percent: Type.String({ description: 'Exact decimal text.' }),
  exemption: nullable(Type.String()),
};

const PARTY = {
  kbo: Type.String({ description: 'Enterprise number, ten digits.' }),
  name: Type.String(),
  street: Type.String(),
  postalCode: Type.String(),
  city: Type.String(),
  country: Type.String(),
  email: nullable(Type.String()),
  vatNumber: nullable(Type.String({ description: 'Null for who is not liable to VAT.' })),
};

const LINE = exact(
  {
    number: Type.Integer({ minimum: 1 }),
    kind: Type.Enum([...INVOICE_LINE_KINDS]),
    tenant: Type.String(),
    tenantName: Type.String(),
    period: Type.String({ description: 'The month of the use, YYYY-MM.' }),
    corrects: nullable(Type.String({ description: 'The earlier invoice that a correction is about.' })),
    rule: Type.String({ description: 'The rule of the tariff that made the line.' }),
    meter: nullable(Type.Enum([...METERS])),
    tariff: Type.String(),
    tariffVersion: Type.String({ description: 'The day from which this version of the tariff holds.' }),
    bracket: nullable(Type.String()),
    units: Type.Integer({ description: 'Units of the ledger that stand in this line and in no other.' }),
    quantity: Type.String({ description: 'Exact decimal text; below zero for what is given back.' }),
    unitPriceEuro: EURO,
    exactEuro: EURO,
    amountEuro: CENTS,
    vat: exact(RATE, 'VatRate'),
    sentence: Type.String({ description: 'The line in plain Dutch.' }),
  },
  'InvoiceLine',
);

/** What lists show of an invoice. */
export const SUMMARY = {
  id: ID,
  kind: Type.Enum([...INVOICE_KINDS]),
  number: Type.String({ description: 'Series, year and a number without gaps.' }),
  issueDate: DATE,
  period: PERIOD,
  payableEuro: CENTS,
};

export const INVOICE_SUMMARY = exact(
  { ...SUMMARY, debtor: exact({ kbo: Type.String(), name: Type.String() }), municipalities: Type.Array(Type.String()) },
  'InvoiceSummary',
);

export const INVOICE = exact(
  {
    ...SUMMARY,
    dueDate: nullable(DATE),
    firstDate: DATE,
    lastDate: DATE,
    seller: exact({ ...PARTY, iban: Type.String(), bic: nullable(Type.String()) }, 'InvoiceSeller'),
    buyer: exact({ ...PARTY, reference: Type.String() }, 'InvoiceBuyer'),
    paymentReference: Type.String({ pattern: '^[0-9]{12}$', description: 'Structured communication.' }),
    preceding: Type.Array(exact({ number: Type.String(), issueDate: DATE }), {
      description: 'What a credit note corrects.',
    }),
    lines: Type.Array(LINE),
    vat: Type.Array(exact({ ...RATE, baseEuro: CENTS, vatEuro: CENTS }, 'InvoiceVat')),
    netEuro: CENTS,
    vatEuro: CENTS,
    settingsHash: Type.String({ description: 'The snapshot of the settings by which it was made.' }),
  },
  'Invoice',
);

/** Schemas give lists that may be changed; what is kept may not. */
export function invoiceAnswer(invoice: Invoice) {
  const { preceding, lines, vat } = invoice;
  return { ...invoice, preceding: [...preceding], lines: [...lines], vat: [...vat] };
}

export const LINE_FACTS = exact(
  {
    line: LINE,
    basis: Type.Array(Type.Integer(), {
      description: 'Lines of this invoice of which this one was made, such as those that a discount is taken of.',
    }),
    items: Type.Array(
      exact(
        {
          entryId: ID,
          unit: nullable(
            Type.Integer({ description: 'Place among the units of its meter and version in the month, from 1 on.' }),
          ),
          quantity: Type.Integer({
            description: 'Below zero for what takes a charge back; of platform.cost millionths of a euro.',
          }),
          ticket: exact({ id: ID, number: Type.Integer() }),
          messageId: nullable(ID),
          deliveryId: nullable(ID),
          channel: Type.String(),
          outsideHours: Type.Boolean(),
          reason: nullable(Type.Enum(['spam', 'crisis'])),
          occurredAt: INSTANT,
          knownAt: INSTANT,
        },
        'InvoiceLineFact',
      ),
      { description: 'Entries of the ledger. What a message says is told by its ticket, to who may read that.' },
    ),
    next: nullable(Type.String()),
  },
  'InvoiceLineFacts',
);
