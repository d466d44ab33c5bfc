import { dayNumberOf, isoDateOf, isoWeekdayOf } from '../../domain/time.js';
import type { DayUsage } from './group-days.js';
import { splitPool, type PoolOfMonth } from './pool-shares.js';
import { rateUsage, type MonthOfUse, type RatedUsage } from './rate-usage.js';
import { tariffOfDay } from './rate-subscription.js';

export interface Forecast extends Pick<RatedUsage, 'totalEuro' | 'isComplete'> {
  /** Whole days that were over, on which it is based. */
  readonly basedOnDays: number;
}

type Stream = Pick<DayUsage, 'meter' | 'channel' | 'outsideHours'>;

interface Elapsed {
  readonly stream: Stream;
  readonly week: number;
  readonly weekend: number;
}

function isWeekend(day: number): boolean {
  return isoWeekdayOf(day) > 5;
}

function streamKey({ meter, channel, outsideHours }: Stream): string {
  return JSON.stringify([meter, channel, outsideHours]);
}

/** Units of the days that are over, by what a tariff can ask for, on weekdays and in weekends. */
function countElapsed(days: readonly DayUsage[], today: number): readonly Elapsed[] {
  const found = new Map<string, Elapsed>();
  for (const day of days) {
    const number = dayNumberOf(day.date);
    if (number < today) {
      const { stream, week, weekend } = found.get(streamKey(day)) ?? { stream: day, week: 0, weekend: 0 };
      const [more, moreWeekend] = isWeekend(number) ? [0, day.units] : [day.units, 0];
      found.set(streamKey(day), { stream, week: week + more, weekend: weekend + moreWeekend });
    }
  }
  return [...found.values()];
}

/** Units a day, on weekdays and in weekends. Where none of the one kind is over, the mean of all days stands in. */
function means({ week, weekend }: Elapsed, days: { readonly week: number; readonly weekend: number }) {
  const mean = (week + weekend) / (days.week + days.weekend);
  return {
    week: Math.max(0, days.week === 0 ? mean : week / days.week),
    weekend: Math.max(0, days.weekend === 0 ? mean : weekend / days.weekend),
  };
}

/** Whole units for each day to come; what is left by rounding goes to the next day, so that their sum is rounded once. */
function expectedDays(elapsed: Elapsed, basis: { week: number; weekend: number }, month: MonthOfUse, today: number) {
  const { period, subscriptions, days } = month;
  const { week, weekend } = means(elapsed, basis);
  const expected: DayUsage[] = [];
  let [sum, given] = [0, 0];
  for (let day = today; day < period.firstDay + period.days; day += 1) {
    sum += isWeekend(day) ? weekend : week;
    const date = isoDateOf(day);
    const units = Math.max(0, Math.round(sum) - given);
    given += units;
    const { meter, channel, outsideHours } = elapsed.stream;
    const used = days
      .filter((one) => one.date === date && streamKey(one) === streamKey(elapsed.stream))
      .reduce((total, one) => total + one.units, 0);
    // What was used today already stands in the days themselves; the forecast adds what is still to come.
    const tariff = tariffOfDay(subscriptions, date) ?? '';
    const more = Math.max(0, units - used);
    expected.push({ meter, channel, outsideHours, tariff, tariffVersion: null, date, units: more });
  }
  return expected;
}

/** The expected days of whoever had the given ones. */
type Expect = (of: Pick<MonthOfUse, 'days' | 'subscriptions'>) => readonly DayUsage[];

/** What the other members of a pool will still use decides about brackets and shares too. */
function expectedShares({ pool, members }: PoolOfMonth, tenant: string, versions: MonthOfUse['versions'], of: Expect) {
  const later = members.map((member) => ({ ...member, days: [...member.days, ...of(member)] }));
  return splitPool({ pool, members: later }, versions).get(tenant) ?? [];
}

/**
 * What a month will cost when its days to come are as those that are over: the mean of weekdays for weekdays, that of
 * weekends for weekends, holidays not looked at. Rated by the same rules as what was used. Null in a month that is
 * over or still to come, and on its first day: nothing is known then.
 *
 * @param todayDate local date `YYYY-MM-DD`; it counts as a day to come, with what was used on it as the least
 * @param inPool the pool of the month and which of its members this is
 */
export function forecastMonth(
  month: MonthOfUse,
  todayDate: string,
  inPool?: { readonly pool: PoolOfMonth; readonly tenant: string },
): Forecast | null {
  const { firstDay, days: length } = month.period;
  const today = dayNumberOf(todayDate);
  if (today <= firstDay || today >= firstDay + length) {
    return null;
  }
  const over = Array.from({ length: today - firstDay }, (_, index) => firstDay + index);
  const weekend = over.filter(isWeekend).length;
  const basis = { weekend, week: over.length - weekend };
  const expectedOf: Expect = ({ days, subscriptions }) =>
    countElapsed(days, today).flatMap((one) => expectedDays(one, basis, { ...month, days, subscriptions }, today));
  const { totalEuro, isComplete } = rateUsage({
    ...{ ...month, days: [...month.days, ...expectedOf(month)] },
    ...(inPool === undefined
      ? {}
      : { poolShares: expectedShares(inPool.pool, inPool.tenant, month.versions, expectedOf) }),
  });
  return { totalEuro, isComplete, basedOnDays: over.length };
}
