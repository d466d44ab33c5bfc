import type { Invoice, InvoiceLine, InvoiceVat, VatRate } from '../../domain/invoice.js';
import { groupBy } from '../../domain/group-by.js';
import { negateEuro, roundToCents, sumEuro, vatEuro, type EuroText } from '../../domain/money.js';
import type { UnbilledLine } from './unbilled-line.js';

/** A line with the VAT of its month. */
export interface TaxedLine extends UnbilledLine {
  readonly vat: VatRate;
}

/** Who, when and why: all of an invoice but its lines and sums. */
export type InvoiceHead = Omit<Invoice, 'lines' | 'vat' | 'netEuro' | 'vatEuro' | 'payableEuro'>;

function rateKey({ category, percent }: VatRate): string {
  return `${category} ${percent}`;
}

/**
 * Whole cents for exact amounts, so that they add up to their rounded sum: each is what the running sum gains when it is
 * rounded. It differs from its exact amount by less than a cent.
 */
export function apportionCents(amounts: readonly EuroText[]): readonly EuroText[] {
  let exact = '0';
  let given = '0';
  return amounts.map((amount) => {
    exact = sumEuro([exact, amount]);
    const until = roundToCents(exact);
    const cents = roundToCents(sumEuro([until, negateEuro(given)]));
    given = until;
    return cents;
  });
}

/** Each VAT rate is rounded by itself. */
function withCents(taxed: readonly TaxedLine[]): readonly InvoiceLine[] {
  const lines = taxed.map((line, index): InvoiceLine => ({ number: index + 1, ...line, amountEuro: '0.00' }));
  const cents = new Map(
    [...groupBy(lines, ({ vat }) => rateKey(vat)).values()].flatMap((ofRate) => {
      const amounts = apportionCents(ofRate.map(({ exactEuro }) => exactEuro));
      return ofRate.map(({ number }, index) => [number, amounts[index] ?? '0.00'] as const);
    }),
  );
  return lines.map((line) => ({ ...line, amountEuro: cents.get(line.number) ?? line.amountEuro }));
}

function vatOf(lines: readonly TaxedLine[]): readonly InvoiceVat[] {
  return [...groupBy(lines, ({ vat }) => rateKey(vat)).values()].flatMap(([first, ...others]) => {
    if (first === undefined) {
      return [];
    }
    const baseEuro = roundToCents(sumEuro([first, ...others].map(({ exactEuro }) => exactEuro)));
    return [{ ...first.vat, baseEuro, vatEuro: vatEuro(baseEuro, first.vat.percent) }];
  });
}

function total(amounts: readonly EuroText[]): EuroText {
  return roundToCents(sumEuro(amounts));
}

/**
 * Puts lines under their head. The exact amounts of each VAT rate are added and rounded once, and VAT is taken of that
 * (EN 16931, BR-CO-17); the cents of a line are its part of that sum.
 */
export function composeInvoice(head: InvoiceHead, taxed: readonly TaxedLine[]): Invoice {
  const vat = vatOf(taxed);
  const netEuro = total(vat.map(({ baseEuro }) => baseEuro));
  const vatSum = total(vat.map((one) => one.vatEuro));
  return { ...head, lines: withCents(taxed), vat, netEuro, vatEuro: vatSum, payableEuro: total([netEuro, vatSum]) };
}
