import type { InvoiceLine } from '../../../domain/invoice.js';
import { compareEuro, multiplyEuro, negateEuro, type EuroText } from '../../../domain/money.js';

/** What stands in an electronic invoice: a price that is never below zero, and a quantity that gives the sign. */
export interface LinePrice {
  readonly quantity: string;
  readonly unitPriceEuro: EuroText;
}

/**
 * Quantity and price of which the product is the exact amount of the line, so that it is less than a cent from the amount in
 * whole cents. PEPPOL-EN16931-R120 allows two cents; BR-27 forbids prices below zero.
 *
 * Where the product is another one, as for a share of a monthly fee, the line is one piece at its exact amount. Its sentence
 * still says the fee and the days.
 */
export function priceOfLine({ quantity, unitPriceEuro, exactEuro }: InvoiceLine): LinePrice {
  if (compareEuro(multiplyEuro(unitPriceEuro, quantity), exactEuro) === 0) {
    return { quantity, unitPriceEuro };
  }
  return compareEuro(exactEuro, '0') < 0
    ? { quantity: '-1', unitPriceEuro: negateEuro(exactEuro) }
    : { quantity: '1', unitPriceEuro: exactEuro };
}
