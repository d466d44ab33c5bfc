import { attainmentOf, type DecidedPromises } from '../../domain/attainment.js';
import {
  compareEuro,
  multiplyEuro,
  negateEuro,
  percentOfEuro,
  sayExactEuro,
  sumEuro,
  type EuroText,
} from '../../domain/money.js';
import { DUTCH } from '../../domain/sla/clock-words.js';
import type { ClockName } from '../../domain/sla/vocabulary.js';
import type { ServiceCredit, Tariff } from '../../domain/tariff.js';
import { groupBy } from '../../domain/group-by.js';
import type { MonthOfTenant } from './charge-lines.js';
import { asOne, type UnbilledLine } from './unbilled-line.js';

/** How the promises of a month were kept: all together (`clock` null), and by clock. The figures of the scorecard. */
export interface KeptPromises extends DecidedPromises {
  readonly clock: ClockName | null;
}

interface Due {
  readonly credit: ServiceCredit;
  readonly share: string;
}

function dueOf(credit: ServiceCredit, kept: readonly KeptPromises[]): readonly Due[] {
  const found = kept.find(({ clock }) => clock === (credit.clock ?? null));
  const share = found === undefined ? null : attainmentOf(found).share;
  // Where nothing was promised nothing was broken.
  return share !== null && compareEuro(share, credit.below) < 0 ? [{ credit, share }] : [];
}

/** Of several on one clock the largest counts. */
function largest(due: readonly Due[]): readonly Due[] {
  return [...groupBy(due, ({ credit }) => credit.clock ?? null).values()].flatMap((ofClock) =>
    ofClock.toSorted((a, b) => compareEuro(b.credit.percent, a.credit.percent)).slice(0, 1),
  );
}

function percent(share: string): string {
  return `${multiplyEuro(share, '100').replace('.', ',')} %`;
}

function sentenceOf({ credit, share }: Due, base: EuroText, amount: EuroText, tariff: Tariff): string {
  const what = credit.clock === undefined ? 'de beloften' : `de belofte "${DUTCH.names[credit.clock]}"`;
  return (
    `${credit.label}: ${what} van de maand werd gehouden voor ${percent(share)}, minder dan de afgesproken ${percent(credit.below)}. ` +
    `Terug: ${credit.percent.replace('.', ',')} % van ${sayExactEuro(base)}: ${sayExactEuro(amount)} (tarief "${tariff.name}", versie van ${tariff.validFrom}).`
  );
}

/**
 * What is given back for a month in which promises were not kept: percent of all that the month costs, exact. Never more
 * than all of it.
 *
 * @param tariff the tariff at the end of the month
 * @param costEuro what the month costs, exact
 */
export function serviceCreditLines(
  month: MonthOfTenant,
  tariff: Tariff | undefined,
  costEuro: EuroText,
  kept: readonly KeptPromises[],
): readonly UnbilledLine[] {
  if (tariff === undefined || compareEuro(costEuro, '0') <= 0) {
    return [];
  }
  let left = '100';
  return largest((tariff.serviceCredits ?? []).flatMap((credit) => dueOf(credit, kept))).flatMap((due) => {
    const share = compareEuro(due.credit.percent, left) > 0 ? left : due.credit.percent;
    left = sumEuro([left, negateEuro(share)]);
    const amount = negateEuro(percentOfEuro(costEuro, share));
    return compareEuro(amount, '0') === 0
      ? []
      : [
          {
            ...{ kind: 'service-credit', ...month, corrects: null, rule: 'service-credit', meter: null },
            ...{ tariff: tariff.name, tariffVersion: tariff.validFrom, bracket: due.credit.label, units: 0 },
            ...asOne(amount),
            sentence: sentenceOf({ ...due, credit: { ...due.credit, percent: share } }, costEuro, amount, tariff),
          },
        ];
  });
}
