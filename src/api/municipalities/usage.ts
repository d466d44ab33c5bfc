import { Type, type Static } from 'typebox';
import { multiplyEuro, sumEuro } from '../../domain/money.js';
import { METERS, type Meter } from '../../domain/vocabulary.js';
import type { Sql } from '../../platform/store/store.js';
import type { ApiMunicipality, ApiTariff } from '../api-deps.js';
import { EURO, exact, INSTANT, nullable } from '../fields.js';
import { findMunicipality, MUNICIPALITY_NAME, nameOf } from '../municipality.js';
import { apiProblem } from '../problems.js';
import { defineRoute, ok, refused, type Route } from '../route.js';
import { tariffOn } from '../tariff-price.js';
import { asTenant } from '../tenant-sql.js';
import { BILLING_TIME_ZONE, usagePeriod, type UsagePeriod } from '../usage-period.js';

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

type Line = Static<typeof LINE>;

/** What the ledger holds for one local day, meter and tariff. */
export interface DayUsage {
  readonly meter: Meter;
  readonly tariff: string;
  readonly date: string;
  readonly units: number;
}

function lineOf({ meter, tariff, units }: DayUsage, version: ApiTariff | undefined, unitsBefore: number): Line {
  const total = unitsBefore + units;
  const unitPriceEuro = version?.unitPriceEuro[meter] ?? null;
  const amountEuro = unitPriceEuro === null ? null : multiplyEuro(unitPriceEuro, String(total));
  return { meter, tariff, tariffVersion: version?.validFrom ?? null, units: total, unitPriceEuro, amountEuro };
}

/** Lines of a period: one for each meter, tariff and version of its price, in the order of the meters. */
export function usageLines(days: readonly DayUsage[], tariffs: readonly ApiTariff[]): Line[] {
  const lines = new Map<string, Line>();
  for (const day of days) {
    const version = tariffOn(tariffs, day.tariff, day.date);
    const key = JSON.stringify([METERS.indexOf(day.meter), day.tariff, version?.validFrom]);
    lines.set(key, lineOf(day, version, lines.get(key)?.units ?? 0));
  }
  return [...lines.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
}

async function ledgerDays(sql: Sql, tenant: string, period: UsagePeriod): Promise<DayUsage[]> {
  const rows = await sql.query<{ meter: Meter; tariff: string; date: string; units: string }>(
    `select meter, tariff, to_char(occurred_at at time zone $4, 'YYYY-MM-DD') as date, sum(quantity) as units
     from usage_entry
     where tenant = $1 and occurred_at >= $2::timestamptz and occurred_at < $3::timestamptz
     group by 1, 2, 3 order by 3, 2, 1`,
    [tenant, new Date(period.fromMs), new Date(period.untilMs), BILLING_TIME_ZONE],
  );
  return rows.map((row) => ({ ...row, units: Number(row.units) }));
}

function totals(municipality: ApiMunicipality, lines: readonly Line[], fee: string | null) {
  const amounts = [fee, ...lines.map((line) => line.amountEuro)];
  const known = amounts.filter((amount) => amount !== null);
  return {
    lines: [...lines],
    monthlyFee: { tariff: municipality.tariff, amountEuro: fee },
    totalEuro: sumEuro(known),
    isComplete: known.length === amounts.length,
  };
}

export function usageRoute(): Route {
  return defineRoute({
    method: 'get',
    path: '/municipalities/{nis}/usage',
    summary: 'Units and amounts of a month, from the ledger',
    permission: 'usage:read',
    params: exact({ nis: Type.String({ description: 'NIS code, OVO code or a retired NIS code.' }) }),
    query: exact({ period: Type.String({ pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$', description: 'YYYY-MM' }) }),
    body: Type.Null(),
    response: USAGE,
    async handle({ params, query, principal }, context) {
      const settings = context.settings();
      const municipality = findMunicipality(settings, principal, params.nis);
      if (municipality === undefined) {
        return refused(apiProblem('MUNICIPALITY_UNKNOWN'));
      }
      const period = usagePeriod(query.period);
      const days = await asTenant(context.store, 'api.read', municipality.tenant, (sql) =>
        ledgerDays(sql, municipality.tenant, period),
      );
      const fee = tariffOn(settings.tariffs, municipality.tariff, period.firstDate)?.monthlyFeeEuro ?? null;
      return ok({
        municipality: nameOf(settings, municipality.tenant),
        period: period.period,
        from: new Date(period.fromMs).toISOString(),
        until: new Date(period.untilMs).toISOString(),
        ...totals(municipality, usageLines(days, settings.tariffs), fee),
        asOf: new Date(context.nowMs()).toISOString(),
      });
    },
  });
}
