import type { InvoiceHead } from '../../../src/billing/invoice/compose-invoice.js';
import type { UnbilledLine } from '../../../src/billing/invoice/unbilled-line.js';

/** A line of one ticket at the given amount. */
export function sampleLine(change: Partial<UnbilledLine> = {}): UnbilledLine {
  return {
    ...{ kind: 'charge', tenant: 'leuven', tenantName: 'Leuven', period: '2026-10', corrects: null },
    ...{ rule: 'unit', meter: 'ticket.opened', tariff: 'per-gebruik', tariffVersion: '2026-01-01', bracket: null },
    ...{ units: 1, quantity: '1', unitPriceEuro: change.exactEuro ?? '0.45', exactEuro: '0.45' },
    sentence: '1 ticket geopend.',
    ...change,
  };
}

const PARTY = { street: 'Grote Markt 9', city: 'Leuven', postalCode: '3000', country: 'BE', email: null };

export function sampleHead(change: Partial<InvoiceHead> = {}): InvoiceHead {
  return {
    ...{ id: '00000000-0000-7000-8000-000000000001', kind: 'invoice', number: 'SCH-2026-000001' },
    ...{ issueDate: '2026-11-02', dueDate: '2026-12-02', period: '2026-10', firstDate: '2026-10-01' },
    lastDate: '2026-10-31',
    seller: {
      ...{ ...PARTY, kbo: '0888888895', name: 'Schakel Demonstratie', vatNumber: 'BE0888888895' },
      ...{ iban: 'BE71096123456769', bic: null },
    },
    buyer: { ...PARTY, kbo: '0207521503', name: 'Leuven', vatNumber: null, reference: 'BON-1' },
    ...{ paymentReference: '202600000177', preceding: [], settingsHash: 'h' },
    ...change,
  };
}
