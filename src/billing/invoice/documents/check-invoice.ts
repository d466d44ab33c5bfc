import type { Invoice } from '../../../domain/invoice.js';
import { isExactDecimal } from '../../../domain/money.js';
import { checkAmounts } from './check-amounts.js';
import { checkDates } from './check-dates.js';
import { checkParties } from './check-parties.js';
import { checkVat } from './check-vat.js';
import { isXmlText } from './xml.js';

/** Every number that is calculated with, by where it stands. */
function decimals(invoice: Invoice): readonly (readonly [place: string, text: string])[] {
  const { netEuro, vatEuro, payableEuro, lines, vat } = invoice;
  return [
    ...Object.entries({ netEuro, vatEuro, payableEuro }),
    ...vat.flatMap(({ percent, baseEuro, vatEuro: tax }) =>
      Object.entries({ percent, baseEuro, vatEuro: tax }).map(([key, text]) => [`VAT ${key}`, text] as const),
    ),
    ...lines.flatMap(({ number, quantity, unitPriceEuro, exactEuro, amountEuro, vat: { percent } }) =>
      Object.entries({ quantity, unitPriceEuro, exactEuro, amountEuro, percent }).map(
        ([key, text]) => [`line ${number} ${key}`, text] as const,
      ),
    ),
  ];
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    return [value];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/**
 * What is wrong with an invoice, as sentences that name the rule; nothing when it can be issued. Run before each one is
 * issued: afterwards it can only be credited. Rules by the name `BR-…` are of EN 16931, `PEPPOL-…` of Peppol BIS Billing 3.0,
 * and `SCHAKEL-…` are promises of ours that no public rule checks.
 *
 * It is stricter than the public rules where these leave room: VAT to the cent, where BR-S-09 allows a euro.
 */
export function checkInvoice(invoice: Invoice): readonly string[] {
  const unreadable = decimals(invoice).filter(([, text]) => !isExactDecimal(text));
  if (unreadable.length > 0) {
    // Nothing can be calculated with these, so the other checks would fail for the same reason.
    return unreadable.map(([place, text]) => `SCHAKEL-DECIMAL: ${place} is no exact decimal: "${text}"`);
  }
  const hasBadText = textsIn(invoice).some((text) => !isXmlText(text));
  return [
    ...(hasBadText ? ['SCHAKEL-TEXT: a text has control characters or half a character, which XML cannot hold'] : []),
    ...checkAmounts(invoice),
    ...checkVat(invoice),
    ...checkParties(invoice),
    ...checkDates(invoice),
  ];
}
