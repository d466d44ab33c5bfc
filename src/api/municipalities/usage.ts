import { Type } from 'typebox';
import { billingPeriod, ledgerDays, rateUsage } from '../../billing/index.js';
import { METERS } from '../../domain/vocabulary.js';
import { EURO, exact, INSTANT, nullable, PERIOD } from '../fields.js';
import { findMunicipality, MUNICIPALITY_NAME, nameOf } from '../municipality.js';
import { apiProblem } from '../problems.js';
import { defineRoute, ok, refused, type Route } from '../route.js';
import { asTenant } from '../tenant-sql.js';

const LINE = exact(
  {
    meter: Type.Enum([...METERS]),
    tariff: Type.String(),
    tariffVersion: nullable(Type.String({ description: 'The day from which this price holds.' })),
    units: Type.Integer(),
    unitPriceEuro: nullable(EURO),
    amountEuro: nullable(EURO),
  },
  'UsageLine',
);

const USAGE = exact(
  {
    municipality: MUNICIPALITY_NAME,
    period: Type.String(),
    from: INSTANT,
    until: Type.String({ format: 'date-time', description: 'Not included.' }),
    lines: Type.Array(LINE),
    monthlyFee: exact({ tariff: Type.String(), amountEuro: nullable(EURO) }),
    totalEuro: Type.String({ description: 'Exact sum of fee and lines, VAT not included.' }),
    isComplete: Type.Boolean({ description: 'False when a tariff is not in the settings; its lines have no amount.' }),
    asOf: INSTANT,
  },
  'Usage',
);

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
      const days = await asTenant(context.store, 'api.read', municipality.tenant, (sql) =>
        ledgerDays(sql, [municipality.tenant], period),
      );
      const { lines, ...rated } = rateUsage(days, settings.tariffs, municipality.tariff, period.firstDate);
      return ok({
        municipality: nameOf(settings, municipality.tenant),
        period: period.period,
        from: new Date(period.fromMs).toISOString(),
        until: new Date(period.untilMs).toISOString(),
        ...{ ...rated, lines: [...lines] },
        asOf: new Date(context.nowMs()).toISOString(),
      });
    },
  });
}
