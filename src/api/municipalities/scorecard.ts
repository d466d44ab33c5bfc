import { Type, type Static } from 'typebox';
import { billingPeriod } from '../../billing/index.js';
import { attainmentOf } from '../../domain/attainment.js';
import { ALL_CLOCK_NAMES, STOP_REASONS } from '../../domain/sla/vocabulary.js';
import { exact, INSTANT, nullable, PERIOD } from '../fields.js';
import { findMunicipality, MUNICIPALITY_NAME, nameOf } from '../municipality.js';
import { apiProblem } from '../problems.js';
import { defineRoute, ok, refused, type Route } from '../route.js';
import { asTenant } from '../tenant-sql.js';
import { countPromises, type PromiseCounts } from './count-promises.js';

const COUNT = Type.Integer({ minimum: 0 });
const CLOCK_NAME = Type.Enum([...ALL_CLOCK_NAMES]);

const PROMISES = {
  promises: Type.Integer({ minimum: 0, description: 'All of them: met, breached, excluded and open.' }),
  met: COUNT,
  breached: Type.Integer({ minimum: 0, description: 'Not kept, or kept too late.' }),
  metLate: Type.Integer({ minimum: 0, description: 'Of the breached ones, those that were kept too late.' }),
  excluded: Type.Array(exact({ reason: Type.Enum([...STOP_REASONS]), count: COUNT }), {
    description: 'Ended without a verdict.',
  }),
  open: Type.Integer({ minimum: 0, description: 'Still to be decided.' }),
  attained: nullable(
    Type.String({
      pattern: '^(0|1|0\\.[0-9]{1,6})$',
      description: 'Met of met and breached, from 0 to 1, rounded down at six decimals; null when nothing is decided.',
    }),
  ),
  usedWorkingSeconds: nullable(exact({ p50: COUNT, p90: COUNT, p95: COUNT }, 'UsedTime')),
};

const SCORECARD = exact(
  {
    municipality: MUNICIPALITY_NAME,
    period: Type.String(),
    from: INSTANT,
    until: Type.String({ format: 'date-time', description: 'Not included.' }),
    total: exact(PROMISES, 'Promises'),
    clocks: Type.Array(exact({ clock: CLOCK_NAME, ...PROMISES }, 'PromisesOfClock')),
    groups: Type.Array(
      exact(
        { clock: CLOCK_NAME, channel: Type.String(), topic: Type.String(), target: Type.String(), ...PROMISES },
        'PromisesOfGroup',
      ),
    ),
    isCut: Type.Boolean({ description: 'True when there are more groups; the totals hold all of them.' }),
    asOf: INSTANT,
  },
  'Scorecard',
);

type Promises = Static<(typeof SCORECARD)['properties']['total']>;

function usedTime(usedMs: PromiseCounts['usedMs']): Promises['usedWorkingSeconds'] {
  const [p50, p90, p95] = (usedMs ?? []).map((ms) => Math.round(ms / 1000));
  return p50 === undefined || p90 === undefined || p95 === undefined ? null : { p50, p90, p95 };
}

function promisesAnswer({ met, metLate, missed, open, excluded, usedMs }: PromiseCounts): Promises {
  const breached = missed + metLate;
  const ended = excluded.reduce((sum, { count }) => sum + count, 0);
  return {
    ...{ promises: met + breached + ended + open, met, breached, metLate, open },
    excluded: excluded.map(({ reason, count }) => ({ reason, count })),
    attained: attainmentOf({ met, breached }).share,
    usedWorkingSeconds: usedTime(usedMs),
  };
}

/** Only the total has no clock, and only groups have the rest. */
function clockAnswer(counts: PromiseCounts) {
  return counts.clock === null ? [] : [{ clock: counts.clock, ...promisesAnswer(counts) }];
}

function groupAnswer(counts: PromiseCounts) {
  const { channel, topic, target } = counts;
  return channel === null || topic === null || target === null
    ? []
    : clockAnswer(counts).map((answer) => ({ ...answer, channel, topic, target }));
}

/** How promises of a month were kept: counted in the database, the same for the API, the console and an invoice. */
export function scorecardRoute(): Route {
  return defineRoute({
    method: 'get',
    path: '/municipalities/{nis}/scorecard',
    summary: 'How the promises of a month were kept, by clock, channel, topic and target',
    permission: 'scorecard:read',
    params: exact({ nis: Type.String({ description: 'NIS code, OVO code or a retired NIS code.' }) }),
    query: exact({ period: PERIOD }),
    body: Type.Null(),
    response: SCORECARD,
    async handle({ params, query, principal }, context) {
      const settings = context.settings();
      const municipality = findMunicipality(settings, principal, params.nis);
      if (municipality === undefined) {
        return refused(apiProblem('MUNICIPALITY_UNKNOWN'));
      }
      const { tenant } = municipality;
      const { period, fromMs, untilMs } = billingPeriod(query.period);
      const month = { from: new Date(fromMs), until: new Date(untilMs), now: new Date(context.nowMs()) };
      const counts = await asTenant(context.store, 'api.read', tenant, (sql) =>
        countPromises(sql, { tenant, ...month }),
      );
      return ok({
        municipality: nameOf(settings, tenant),
        ...{ period, from: month.from.toISOString(), until: month.until.toISOString() },
        total: promisesAnswer(counts.total),
        clocks: counts.clocks.flatMap(clockAnswer),
        groups: counts.groups.flatMap(groupAnswer),
        ...{ isCut: counts.isCut, asOf: month.now.toISOString() },
      });
    },
  });
}
