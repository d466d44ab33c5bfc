import { dayNumberOf, localDateOf, startOfDateMs } from '../../domain/time.js';

/** Months are counted as the people who pay count them. */
export const BILLING_TIME_ZONE = 'Europe/Brussels';

/** A month by its days. */
export interface MonthDays {
  /** The first day, `YYYY-MM-DD`. */
  readonly firstDate: string;
  /** The same as a day number (`dayNumberOf`), and how many days the month has. */
  readonly firstDay: number;
  readonly days: number;
}

export interface BillingPeriod extends MonthDays {
  /** `YYYY-MM` */
  readonly period: string;
  /** First and last instant, the last one not included. UTC milliseconds. */
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The month after `YYYY-MM`. */
export function nextMonth(period: string): string {
  const year = Number(period.slice(0, 4));
  const month = Number(period.slice(5, 7));
  return month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`;
}

/** The days of a month `YYYY-MM`. Cheap, unlike instants in a time zone: each line of an invoice asks. */
export function monthDays(period: string): MonthDays {
  const firstDate = `${period}-01`;
  const firstDay = dayNumberOf(firstDate);
  return { firstDate, firstDay, days: dayNumberOf(`${nextMonth(period)}-01`) - firstDay };
}

/** The local month `YYYY-MM` as a half-open stretch of time. */
export function billingPeriod(period: string): BillingPeriod {
  const days = monthDays(period);
  return {
    period,
    fromMs: startOfDateMs(days.firstDate, BILLING_TIME_ZONE),
    untilMs: startOfDateMs(`${nextMonth(period)}-01`, BILLING_TIME_ZONE),
    ...days,
  };
}

/** The period that an instant falls in. */
export function billingPeriodAt(atMs: number): BillingPeriod {
  return billingPeriod(localDateOf(atMs, BILLING_TIME_ZONE).slice(0, 7));
}
