import { ExpectedFailure } from '../../domain/expected-failure.js';
import { compareEuro, multiplyEuro } from '../../domain/money.js';
import type { RatedLine } from '../rating/rated-line.js';
import type { RatedUsage } from '../rating/rate-usage.js';
import { asOne, type UnbilledLine } from './unbilled-line.js';

/** A municipality, and a month of its use. */
export interface MonthOfTenant {
  readonly tenant: string;
  readonly tenantName: string;
  /** `YYYY-MM` */
  readonly period: string;
}

/** A tariff is not in the settings, so its use has no price: nothing is billed by a guess. */
export class UnknownPrice extends ExpectedFailure {
  constructor({ tenantName, period }: MonthOfTenant, { tariff, tariffVersion }: RatedLine) {
    const version = tariffVersion === null ? '' : `, version ${tariffVersion},`;
    super(`${tenantName}, ${period}: tariff "${tariff}"${version} is not in the settings, so its use has no price.`);
  }
}

function priced({ quantity, unitPriceEuro, amountEuro }: RatedLine) {
  if (amountEuro === null || unitPriceEuro === null) {
    return undefined;
  }
  // A share of a monthly fee and what is below zero stand as one of their own amount.
  const isProduct =
    compareEuro(unitPriceEuro, '0') >= 0 &&
    compareEuro(multiplyEuro(unitPriceEuro, String(quantity)), amountEuro) === 0;
  return isProduct ? { quantity: String(quantity), unitPriceEuro, exactEuro: amountEuro } : asOne(amountEuro);
}

/**
 * What was rated, as lines of an invoice: the same lines, in the same order, with the same exact sum.
 *
 * @throws UnknownPrice when a line has no amount
 */
export function chargeLines(month: MonthOfTenant, { lines }: Pick<RatedUsage, 'lines'>): readonly UnbilledLine[] {
  return lines.map((line): UnbilledLine => {
    const { rule, meter, tariff, tariffVersion, bracket, units, sentence } = line;
    const price = priced(line);
    if (price === undefined || tariffVersion === null) {
      throw new UnknownPrice(month, line);
    }
    return {
      ...{ kind: 'charge', ...month, corrects: null },
      ...{ rule, meter, tariff, tariffVersion, bracket, units, ...price, sentence },
    };
  });
}
