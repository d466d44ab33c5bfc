import type { Tariff } from '../../src/domain/tariff.js';
import { METERS, type Meter } from '../../src/domain/vocabulary.js';
import type { DayUsage } from '../../src/billing/index.js';

/**
 * A second way to price a month, to compare the first with: slow and obvious, one unit after the other, in whole
 * nano-cents (`bigint`), with no code of the first. It shares the types and the written rules of ADR 15, nothing else.
 */

/** Nano-cents: eleven decimals of a euro, then six more for percents of percents. */
const SCALE = 10n ** 17n;

export function toUnits(text: string): bigint {
  const sign = text.startsWith('-') ? -1n : 1n;
  const [whole = '0', decimals = ''] = text.replace('-', '').split('.');
  return sign * (BigInt(whole) * SCALE + BigInt(decimals.padEnd(17, '0')));
}

interface OneUnit {
  readonly date: string;
  readonly tariff: Tariff;
  readonly channel: string;
  readonly outside: boolean;
}

function versionFor(tariffs: readonly Tariff[], day: DayUsage): Tariff {
  const ofName = tariffs.filter((one) => one.name === day.tariff);
  const exact = ofName.find((one) => one.validFrom === day.tariffVersion);
  const byDate = [...ofName]
    .sort((a, b) => b.validFrom.localeCompare(a.validFrom))
    .find((one) => one.validFrom <= day.date);
  const found = day.tariffVersion === null ? byDate : exact;
  if (found === undefined) {
    throw new Error('the model is asked for known tariffs only');
  }
  return found;
}

/** Every single unit of a meter, those under the version that was used first before those under later ones. */
function unitsInOrder(days: readonly DayUsage[], meter: Meter, tariffs: readonly Tariff[]): OneUnit[] {
  const all: OneUnit[] = [];
  for (const day of days.filter((one) => one.meter === meter)) {
    for (let n = 0; n < day.units; n += 1) {
      const tariff = versionFor(tariffs, day);
      all.push({ date: day.date, tariff, channel: day.channel, outside: day.outsideHours });
    }
  }
  const firstUse = (tariff: Tariff): string =>
    all
      .filter((one) => one.tariff === tariff)
      .map((one) => one.date)
      .sort()[0] ?? '';
  const key = (tariff: Tariff): string => `${firstUse(tariff)} ${tariff.name} ${tariff.validFrom}`;
  return all.sort((a, b) => (key(a.tariff) < key(b.tariff) ? -1 : key(a.tariff) > key(b.tariff) ? 1 : 0));
}

function bracketPrice(brackets: readonly { upTo?: number; unitPriceEuro: string }[], number: number): bigint {
  for (const { upTo, unitPriceEuro } of brackets) {
    if (upTo === undefined || number <= upTo) {
      return toUnits(unitPriceEuro);
    }
  }
  throw new Error('the last bracket has no end');
}

function surchargesOf({ tariff, outside, channel }: OneUnit, meter: Meter): bigint {
  let sum = 0n;
  for (const { meter: of, when, unitEuro } of tariff.surcharges ?? []) {
    const isMet = (when.hours !== 'outside' || outside) && (when.channels ?? [channel]).includes(channel);
    sum += of === meter && isMet ? toUnits(unitEuro) : 0n;
  }
  return sum;
}

function percentOf(amount: bigint, percents: readonly string[]): bigint {
  return percents.reduce((sum, percent) => sum + (amount * toUnits(percent)) / (100n * SCALE), 0n);
}

/** Walks through the units of one meter with a counter, and opens a new bundle whenever one is used up. */
function costOfMeter(units: readonly OneUnit[], meter: Meter): bigint {
  const byTariff = new Map<Tariff, bigint>();
  const leftInBundle = new Map<Tariff, number>();
  for (const [index, unit] of units.entries()) {
    const number = index + 1;
    const { tariff } = unit;
    const rate = tariff.rates?.[meter];
    let price = toUnits(tariff.unitPriceEuro[meter]);
    if (number <= (rate?.free ?? 0)) {
      price = 0n;
    } else if (rate?.graduated !== undefined) {
      price = bracketPrice(rate.graduated, number);
    } else if (rate?.volume !== undefined) {
      price = bracketPrice(rate.volume, units.length);
    } else if (rate?.package !== undefined) {
      const left = leftInBundle.get(tariff) ?? 0;
      price = left === 0 ? toUnits(rate.package.priceEuro) : 0n;
      leftInBundle.set(tariff, (left === 0 ? rate.package.units : left) - 1);
    }
    const whole = price + surchargesOf(unit, meter);
    // A unit of this meter is a millionth of a euro that a platform charged, and the price is for a whole one.
    const paid = meter === 'platform.cost' ? whole / 1_000_000n : whole;
    byTariff.set(tariff, (byTariff.get(tariff) ?? 0n) + paid);
  }
  let cost = 0n;
  for (const [tariff, sum] of byTariff) {
    const percents = (tariff.discounts ?? []).filter((one) => one.meter === meter).map((one) => one.percent);
    cost += sum - percentOf(sum, percents);
  }
  return cost;
}

/** The total of a whole month under one subscription that does not change, in units of `toUnits`. */
export function totalUnitByUnit(days: readonly DayUsage[], tariffs: readonly Tariff[], terms: Tariff): bigint {
  let used = 0n;
  for (const meter of METERS) {
    used += costOfMeter(unitsInOrder(days, meter, tariffs), meter);
  }
  const cap = terms.overageCapEuro;
  const capped = cap !== undefined && used > toUnits(cap) ? toUnits(cap) : used;
  const whole = toUnits(terms.monthlyFeeEuro) + capped;
  const percents = (terms.discounts ?? []).filter((one) => one.meter === undefined).map((one) => one.percent);
  const discounted = whole - percentOf(whole, percents);
  const least = toUnits(terms.minimumEuro ?? '0');
  return terms.minimumEuro !== undefined && discounted < least ? least : discounted;
}

/** What one meter costs, all of its units together, in units of `toUnits`. */
export function meterUnitByUnit(days: readonly DayUsage[], meter: Meter, tariffs: readonly Tariff[]): bigint {
  return costOfMeter(unitsInOrder(days, meter, tariffs), meter);
}
