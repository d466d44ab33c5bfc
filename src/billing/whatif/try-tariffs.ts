import { compareEuro, negateEuro, sumEuro, type EuroText } from '../../domain/money.js';
import { tariffOn, type Tariff } from '../../domain/tariff.js';
import { canonicalJson } from '../../settings/canonical.js';
import type { Municipality } from '../../settings/snapshot.js';
import type { BillingPeriod } from '../rating/billing-period.js';
import { rateUsage } from '../rating/rate-usage.js';
import { tariffOfDay, type Subscription } from '../rating/rate-subscription.js';
import { asIfTariff, isJudgedAgain, type HoursOfUse, type ReadDays, type TriedTariff } from './as-if-tariff.js';
import { judgedAgainRemark, notYetValidRemark, unknownUseRemark, unmetConditions } from './tariff-remarks.js';
import type { MunicipalityTariffs, Remark, TariffChoice, TariffCost, TriedCost } from './tariff-report.js';

/** A month of a municipality, and what there is to try on it. */
export interface MonthToTry {
  readonly municipality: Pick<Municipality, 'tenant' | 'plan' | 'sla'>;
  readonly period: BillingPeriod;
  readonly read: ReadDays;
  /** Which tariff it had from when on, oldest first; one at least. */
  readonly subscriptions: readonly Subscription[];
  /** By which it is charged. */
  readonly versions: readonly Tariff[];
  readonly tariffs: readonly TriedTariff[];
  readonly hours: HoursOfUse;
}

/** Every tariff of the tried settings, by name. */
export function tariffsToTry(inForce: readonly Tariff[], tried: readonly Tariff[]): readonly TriedTariff[] {
  const of = (versions: readonly Tariff[], name: string) => versions.filter((version) => version.name === name);
  return [...new Set(tried.map(({ name }) => name))].toSorted().map((name) => {
    const versions = of(tried, name);
    return { name, versions, isInForce: canonicalJson(versions) === canonicalJson(of(inForce, name)) };
  });
}

function difference(before: EuroText, after: EuroText): EuroText {
  return sumEuro([after, negateEuro(before)]);
}

function remarksOf(month: MonthToTry, tariff: TriedTariff, conditions: readonly Remark[]): readonly Remark[] {
  const { period, read, hours } = month;
  const version = tariffOn(tariff.versions, tariff.name, period.firstDate);
  const first = tariff.versions.map(({ validFrom }) => validFrom).toSorted()[0] ?? '';
  const judged = tariff.versions.filter(({ surcharges }) => surcharges?.some(({ when }) => when.hours !== undefined));
  return [
    ...conditions,
    ...(version === undefined ? [notYetValidRemark(first)] : []),
    ...(isJudgedAgain(read, tariff, hours)
      ? [...new Set(judged.map((one) => hours.tried(one).calendar))].map(judgedAgainRemark)
      : []),
  ];
}

/** The month as if the municipality had had the tariff from its first day to its last. */
function tryOne(month: MonthToTry, tariff: TriedTariff, now: TariffCost): TriedCost {
  const { period, municipality, read, hours } = month;
  const rated = rateUsage({
    ...{ period, versions: tariff.versions, days: asIfTariff(read, tariff, hours) },
    subscriptions: [{ tariff: tariff.name, fromDate: period.firstDate }],
  });
  const last = tariff.versions.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1)).at(-1);
  const terms = tariffOn(tariff.versions, tariff.name, period.firstDate) ?? last;
  const conditions = terms === undefined ? [] : unmetConditions(terms, municipality);
  return {
    ...{ tariff: tariff.name, ...rated, differenceEuro: difference(now.totalEuro, rated.totalEuro) },
    meetsConditions: conditions.length === 0,
    remarks: [...remarksOf(month, tariff, conditions), ...(now.isComplete ? [] : [unknownUseRemark()])],
  };
}

/** Cheapest first. An amount that is not complete says nothing about what is cheap. */
function byCost(left: TariffChoice, right: TariffChoice): number {
  if (left.isComplete !== right.isComplete) {
    return left.isComplete ? -1 : 1;
  }
  return compareEuro(left.totalEuro, right.totalEuro) || (left.tariff < right.tariff ? -1 : 1);
}

function choicesOf(costs: readonly TriedCost[], current: string): readonly TariffChoice[] {
  const complete = costs.filter(({ isComplete }) => isComplete).map(({ totalEuro }) => totalEuro);
  const [least] = complete.toSorted(compareEuro);
  return costs
    .map((tried): TariffChoice => {
      const { lines: _, ...cost } = tried;
      const isCheapest = cost.isComplete && least !== undefined && compareEuro(cost.totalEuro, least) === 0;
      return { ...cost, isCurrent: cost.tariff === current, isCheapest };
    })
    .toSorted(byCost);
}

/**
 * What a month costs now, what it would have cost under the named tariff, and under every other. Pure: all three are
 * the rating of the same entries.
 *
 * @param named one of `month.tariffs`; null to compare only
 */
export function tryTariffs(month: MonthToTry, named: string | null): MunicipalityTariffs {
  const { period, read, subscriptions, versions, municipality } = month;
  const lastDate = `${period.period}-${String(period.days).padStart(2, '0')}`;
  const current = tariffOfDay(subscriptions, lastDate) ?? '';
  const now = { tariff: current, ...rateUsage({ period, days: read.asCharged, subscriptions, versions }) };
  const costs = month.tariffs.map((tariff) => tryOne(month, tariff, now));
  return {
    ...{ tenant: municipality.tenant, now },
    tried: costs.find(({ tariff }) => tariff === named) ?? null,
    choices: choicesOf(costs, current),
  };
}
