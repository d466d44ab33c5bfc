import { Type } from 'typebox';
import {
  BILLING_TIME_ZONE,
  billingPeriod,
  forecastMonth,
  ledgerDays,
  rateUsage,
  splitPool,
  subscriptionsOf,
  subscriptionsOr,
  type RatedUsage,
} from '../../billing/index.js';
import { budgetState } from '../../domain/budget.js';
import { sumEuro } from '../../domain/money.js';
import { localDateOf } from '../../domain/time.js';
import type { ApiMunicipality } from '../api-deps.js';
import { EURO, exact, INSTANT, nullable, PERIOD } from '../fields.js';
import { findMunicipality, MUNICIPALITY_NAME, nameOf } from '../municipality.js';
import { apiProblem } from '../problems.js';
import { defineRoute, ok, refused, type Route } from '../route.js';
import { asTenant } from '../tenant-sql.js';
import { USAGE_LINE } from './usage-line.js';

const USAGE = exact(
  {
    municipality: MUNICIPALITY_NAME,
    period: Type.String(),
    from: INSTANT,
    until: Type.String({ format: 'date-time', description: 'Not included.' }),
    lines: Type.Array(USAGE_LINE, { description: 'All but the fee: use, and what holds for the month as a whole.' }),
    monthlyFee: exact({
      tariff: Type.String({ description: 'The tariff at the end of the month.' }),
      amountEuro: nullable(EURO),
      lines: Type.Array(USAGE_LINE, { description: 'One for each tariff that the municipality had in the month.' }),
    }),
    totalEuro: Type.String({ description: 'Exact sum of fee and lines, VAT not included.' }),
    isComplete: Type.Boolean({ description: 'False when a tariff is not in the settings; its lines have no amount.' }),
    forecast: nullable(
      exact(
        {
          totalEuro: Type.String({
            description: 'What the whole month will cost when days to come are as those before.',
          }),
          isComplete: Type.Boolean(),
          basedOnDays: Type.Integer({ description: 'Whole days that were over.' }),
        },
        'UsageForecast',
      ),
    ),
    budget: nullable(
      exact(
        {
          monthEuro: EURO,
          reached: Type.Array(Type.Number(), {
            description: 'Shares at which it is warned that were reached, rising.',
          }),
          willExceed: nullable(Type.Boolean({ description: 'Whether the forecast is more than the budget.' })),
        },
        'UsageBudget',
      ),
    ),
    asOf: INSTANT,
  },
  'Usage',
);

/** Of one tariff the fee as it is written there; of several their sum, null when one of them is not known. */
function feeAmount(amounts: readonly (string | null)[]): string | null {
  const known = amounts.filter((amount) => amount !== null);
  if (known.length < 2 || known.length < amounts.length) {
    return amounts.length === 1 ? (known[0] ?? null) : null;
  }
  return sumEuro(known);
}

/** The fee stands apart, so that the lines are what was used and what follows from it. */
function usageAnswer({ lines, totalEuro, isComplete }: RatedUsage, tariff: string) {
  const fees = lines.filter(({ rule }) => rule === 'subscription');
  return {
    lines: lines.filter(({ rule }) => rule !== 'subscription'),
    monthlyFee: {
      tariff: fees.at(-1)?.tariff ?? tariff,
      amountEuro: feeAmount(fees.map(({ amountEuro }) => amountEuro)),
      lines: fees,
    },
    ...{ totalEuro, isComplete },
  };
}

function budgetAnswer({ budget }: ApiMunicipality, chargesEuro: string, forecastEuro: string | null) {
  if (budget === undefined) {
    return null;
  }
  const { monthEuro, reached, willExceed } = budgetState(budget, chargesEuro, forecastEuro);
  return { monthEuro, reached: [...reached], willExceed };
}

export function usageRoute(): Route {
  return defineRoute({
    method: 'get',
    path: '/municipalities/{nis}/usage',
    summary: 'Units and amounts of a month, from the ledger',
    permission: 'usage:read',
    params: exact({ nis: Type.String({ description: 'NIS code, OVO code or a retired NIS code.' }) }),
    query: exact({ period: PERIOD }),
    body: Type.Null(),
    response: USAGE,
    async handle({ params, query, principal }, context) {
      const settings = context.settings();
      const municipality = findMunicipality(settings, principal, params.nis);
      if (municipality === undefined) {
        return refused(apiProblem('MUNICIPALITY_UNKNOWN'));
      }
      const period = billingPeriod(query.period);
      const { tenant, tariff } = municipality;
      const pool = await context.poolOfMonth(tenant, period);
      const { days, subscriptions } = await asTenant(context.store, 'api.read', tenant, async (sql) => ({
        days: await ledgerDays(sql, [tenant], period),
        subscriptions: await subscriptionsOf(sql, [tenant], period),
      }));
      // Of a pool the own days are those of the same moment as those of the others, so that the shares add up.
      const own = pool?.members.find((member) => member.tenant === tenant);
      const month = {
        ...{ period, days: own?.days ?? days, versions: settings.tariffs },
        subscriptions: subscriptionsOr(subscriptions.get(tenant), tariff, period),
        ...(pool === undefined ? {} : { poolShares: splitPool(pool, settings.tariffs).get(tenant) ?? [] }),
      };
      const inPool = pool === undefined ? undefined : { pool, tenant };
      const nowMs = context.nowMs();
      const usage = rateUsage(month);
      const forecast = forecastMonth(month, localDateOf(nowMs, BILLING_TIME_ZONE), inPool);
      return ok({
        municipality: nameOf(settings, tenant),
        period: period.period,
        from: new Date(period.fromMs).toISOString(),
        until: new Date(period.untilMs).toISOString(),
        ...usageAnswer(usage, tariff),
        ...{ forecast, budget: budgetAnswer(municipality, usage.totalEuro, forecast?.totalEuro ?? null) },
        asOf: new Date(nowMs).toISOString(),
      });
    },
  });
}
