import { billingPeriod, type BillingPeriod } from '../../billing/index.js';
import type { Municipality, Settings } from '../../settings/snapshot.js';
import { CommandFailed } from './command-environment.js';

/** What commands about a month take. */
export interface MonthFlags {
  readonly period: string;
  readonly municipality?: string;
}

export const MONTH_FLAG = ['--period <month>', 'the month, such as 2026-10'] as const;

const PERIOD = /^20[0-9]{2}-(0[1-9]|1[0-2])$/;

/** @throws CommandFailed when it is no month */
export function periodOf({ period }: Pick<MonthFlags, 'period'>): BillingPeriod {
  if (!PERIOD.test(period)) {
    throw new CommandFailed(`"${period}" is no month; write for example 2026-10.`);
  }
  return billingPeriod(period);
}

/**
 * The municipality with a NIS, OVO or retired NIS code; undefined when none was named.
 *
 * @throws CommandFailed when no municipality has the code
 */
export function municipalityOf(code: string | undefined, ...settings: readonly Settings[]): Municipality | undefined {
  if (code === undefined) {
    return undefined;
  }
  const found = settings
    .flatMap(({ municipalities }) => municipalities)
    .find(({ nis, ovo, tenant, formerNis }) => [nis, ovo, tenant, ...formerNis].includes(code));
  if (found === undefined) {
    throw new CommandFailed(`No municipality has the code ${code}.`);
  }
  return found;
}
