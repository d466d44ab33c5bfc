import { compareEuro, multiplyEuro, negateEuro, percentOfEuro, sumEuro } from '../../domain/money.js';
import { billedQuantity } from '../../domain/platform-price.js';
import type { Discount, Surcharge, Tariff } from '../../domain/tariff.js';
import type { DayUsage, MeterGroup } from './group-days.js';
import { priceUnits } from './price-units.js';
import type { UnsaidLine } from './rated-line.js';

function meets({ channel, outsideHours }: DayUsage, { when }: Surcharge): boolean {
  return (when.hours === undefined || outsideHours) && (when.channels === undefined || when.channels.includes(channel));
}

function surchargeLine(group: MeterGroup, version: Tariff, surcharge: Surcharge): readonly UnsaidLine[] {
  const { meter, tariff } = group;
  const units = group.days.reduce((sum, day) => sum + (meets(day, surcharge) ? day.units : 0), 0);
  const quantity = billedQuantity(meter, units);
  const { label, unitEuro } = surcharge;
  return quantity === 0
    ? []
    : [
        {
          ...{ rule: 'surcharge', meter, tariff, tariffVersion: version.validFrom, bracket: label },
          ...{ units: 0, quantity, unitPriceEuro: unitEuro, amountEuro: multiplyEuro(unitEuro, String(quantity)) },
        },
      ];
}

function discountLine(priced: readonly UnsaidLine[], group: MeterGroup, version: Tariff, discount: Discount) {
  const { meter, tariff } = group;
  const base = sumEuro(priced.flatMap(({ amountEuro }) => (amountEuro === null ? [] : [amountEuro])));
  const amountEuro = negateEuro(percentOfEuro(base, discount.percent));
  const line: UnsaidLine = {
    ...{ rule: 'meter-discount', meter, tariff, tariffVersion: version.validFrom, bracket: discount.label },
    ...{ units: 0, quantity: 1, unitPriceEuro: amountEuro, amountEuro },
  };
  return compareEuro(amountEuro, '0') === 0 ? [] : [line];
}

interface Counted {
  readonly before: number;
  readonly ofMonth: number;
}

function linesOf(group: MeterGroup, { before, ofMonth }: Counted): readonly UnsaidLine[] {
  const { meter, tariff, version, units } = group;
  if (version === undefined) {
    return [
      {
        ...{
          rule: 'unknown',
          meter,
          tariff,
          tariffVersion: null,
          bracket: null,
          units,
          quantity: billedQuantity(meter, units),
        },
        ...{ unitPriceEuro: null, amountEuro: null },
      },
    ];
  }
  const counted = { units, before, ofMonth };
  const pieces = priceUnits(meter, version.rates?.[meter] ?? {}, version.unitPriceEuro[meter], counted);
  const surcharges = (version.surcharges ?? []).filter((one) => one.meter === meter);
  const priced: readonly UnsaidLine[] = [
    ...pieces.map((piece) => ({ ...piece, meter, tariff, tariffVersion: version.validFrom })),
    ...surcharges.flatMap((surcharge) => surchargeLine(group, version, surcharge)),
  ];
  const discounts = (version.discounts ?? []).filter((one) => one.meter === meter);
  return [...priced, ...discounts.flatMap((discount) => discountLine(priced, group, version, discount))];
}

/**
 * The lines of what was used: for each meter and version first the units, then surcharges on them, then the discounts
 * of that meter. Several discounts are each taken of the same amount, not of each other's remainder.
 */
export function rateMeters(groups: readonly MeterGroup[]): readonly UnsaidLine[] {
  const ofMonth = new Map<string, number>();
  for (const { meter, units } of groups) {
    ofMonth.set(meter, (ofMonth.get(meter) ?? 0) + units);
  }
  const before = new Map<string, number>();
  return groups.flatMap((group) => {
    const { meter, units } = group;
    const counted = { before: before.get(meter) ?? 0, ofMonth: ofMonth.get(meter) ?? 0 };
    before.set(meter, counted.before + units);
    return linesOf(group, counted);
  });
}
