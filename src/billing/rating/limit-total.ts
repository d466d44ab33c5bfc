import { compareEuro, negateEuro, percentOfEuro, sumEuro, type EuroText } from '../../domain/money.js';
import type { Tariff } from '../../domain/tariff.js';
import { limitText } from './line-sentence.js';
import type { RatingRule, UnsaidLine } from './rated-line.js';

function sumOf(lines: readonly UnsaidLine[]): EuroText {
  return sumEuro(lines.flatMap(({ amountEuro }) => (amountEuro === null ? [] : [amountEuro])));
}

function moneyLine(terms: Tariff, rule: RatingRule, bracket: string, amountEuro: EuroText): UnsaidLine {
  return {
    ...{ rule, meter: null, tariff: terms.name, tariffVersion: terms.validFrom, bracket },
    ...{ units: 0, quantity: 1, unitPriceEuro: amountEuro, amountEuro },
  };
}

function capLine(usage: readonly UnsaidLine[], terms: Tariff): readonly UnsaidLine[] {
  const cap = terms.overageCapEuro;
  const used = sumOf(usage);
  return cap === undefined || compareEuro(used, cap) <= 0
    ? []
    : [moneyLine(terms, 'cap', limitText(cap), sumEuro([cap, negateEuro(used)]))];
}

function discountLines(lines: readonly UnsaidLine[], terms: Tariff): readonly UnsaidLine[] {
  const base = sumOf(lines);
  const discounts = (terms.discounts ?? []).filter(({ meter }) => meter === undefined);
  return discounts
    .map(({ label, percent }) => moneyLine(terms, 'total-discount', label, negateEuro(percentOfEuro(base, percent))))
    .filter(({ amountEuro }) => amountEuro !== '0');
}

function minimumLine(lines: readonly UnsaidLine[], terms: Tariff): readonly UnsaidLine[] {
  const least = terms.minimumEuro;
  const sum = sumOf(lines);
  return least === undefined || compareEuro(sum, least) >= 0
    ? []
    : [moneyLine(terms, 'minimum', limitText(least), sumEuro([least, negateEuro(sum)]))];
}

/**
 * The lines about a month as a whole, in this order: what the use costs above the cap falls away, then the discounts on
 * fee and use, and last what lacks to the minimum, so that a discount never goes below what was agreed as the least.
 */
export function limitTotal(
  fees: readonly UnsaidLine[],
  usage: readonly UnsaidLine[],
  terms: Tariff | undefined,
): readonly UnsaidLine[] {
  if (terms === undefined) {
    return [];
  }
  const capped = [...fees, ...usage, ...capLine(usage, terms)];
  const discounted = [...capped, ...discountLines(capped, terms)];
  return [...discounted, ...minimumLine(discounted, terms)].slice(fees.length + usage.length);
}
