import type { InvoiceLine } from '../../domain/invoice.js';
import { compareEuro, negateEuro, type EuroText } from '../../domain/money.js';

/** A line before it has its number, its cents and its VAT. */
export type UnbilledLine = Omit<InvoiceLine, 'number' | 'amountEuro' | 'vat'>;

/** An amount as quantity and price: what is given back has a quantity below zero, never a price (EN 16931, BR-27). */
export function asOne(amountEuro: EuroText): Pick<UnbilledLine, 'quantity' | 'unitPriceEuro' | 'exactEuro'> {
  return compareEuro(amountEuro, '0') < 0
    ? { quantity: '-1', unitPriceEuro: negateEuro(amountEuro), exactEuro: amountEuro }
    : { quantity: '1', unitPriceEuro: amountEuro, exactEuro: amountEuro };
}

/** What makes two lines of one municipality and month the same line at two moments. */
export function lineKey({ rule, meter, tariff, tariffVersion, bracket }: Omit<UnbilledLine, 'sentence'>): string {
  return JSON.stringify([rule, meter, tariff, tariffVersion, bracket]);
}
