import { Type, type Static } from 'typebox';
import type { TariffReport } from '../../billing/index.js';
import type { TariffTrialOutcome } from '../api-deps.js';
import { EURO, exact, INSTANT, nullable, PERIOD } from '../fields.js';
import { findMunicipality, MUNICIPALITY_FILTER } from '../municipality.js';
import { USAGE_LINE } from '../municipalities/usage-line.js';
import { ALL_TENANTS } from '../permissions.js';
import { apiProblem } from '../problems.js';
import { defineRoute, ok, refused, type Answer, type Route } from '../route.js';

/** How long a caller who was too early should wait. */
const RETRY_AFTER_SECONDS = '10';

const PIECE = Type.Object({}, { additionalProperties: true, description: 'As in a configuration file.' });

const BODY = exact({
  period: PERIOD,
  municipality: Type.Optional(MUNICIPALITY_FILTER),
  tariff: Type.Optional(
    Type.String({
      ...{ minLength: 1, maxLength: 64 },
      description: 'Name of the tariff to try; left out to compare all tariffs only.',
    }),
  ),
  tariffs: Type.Optional(
    Type.Array(PIECE, {
      maxItems: 50,
      description: 'Versions of tariffs: one with a known name and date replaces that version, another is added.',
    }),
  ),
});

const REMARK = exact({ nl: Type.String(), en: Type.String() }, 'Remark');
const REMARKS = Type.Array(REMARK, { description: 'Sentences that change no amount and that nobody may miss.' });
const IS_COMPLETE = Type.Boolean({ description: 'False when a price is not known; its lines have no amount.' });
const LINES = Type.Array(USAGE_LINE, { description: 'All lines, the fee too; they add up to the total.' });
const DIFFERENCE = Type.String({
  description: 'Exact: what it would cost less what it costs now. Below zero is cheaper.',
});
const MEETS = Type.Boolean({
  description: 'The municipality has the plan and the policy that the tariff asks for. A remark says what it lacks.',
});

const COST = { tariff: Type.String(), totalEuro: EURO, isComplete: IS_COMPLETE };
const COMPARED = { ...COST, differenceEuro: DIFFERENCE, meetsConditions: MEETS, remarks: REMARKS };

const CHOICE = exact(
  {
    ...COMPARED,
    isCurrent: Type.Boolean({ description: 'The municipality had it at the end of the month.' }),
    isCheapest: Type.Boolean({ description: 'The least of all complete amounts; several when they are equal.' }),
  },
  'TariffChoice',
);

/** The type stands in billing, where the report is made; the contract test compares both on a real answer. */
const TARIFF_TRIAL = Type.Unsafe<TariffReport>(
  exact(
    {
      period: Type.String(),
      from: INSTANT,
      until: Type.String({ format: 'date-time', description: 'Not included.' }),
      asOf: INSTANT,
      settings: exact({ inForce: Type.String(), tried: Type.String() }),
      tariff: nullable(Type.String({ description: 'The tariff that was tried.' })),
      broughtForward: Type.Array(Type.String(), {
        description: 'Versions that begin later and were tried as if they had held in the period.',
      }),
      remarks: REMARKS,
      municipalities: Type.Array(
        exact(
          {
            tenant: Type.String(),
            now: exact({ ...COST, lines: LINES }, 'TariffCost'),
            tried: nullable(exact({ ...COMPARED, lines: LINES }, 'TriedTariffCost')),
            choices: Type.Array(CHOICE, { description: 'Every tariff, cheapest first, incomplete amounts last.' }),
          },
          'MunicipalityTariffs',
        ),
      ),
      totals: exact(
        {
          nowEuro: EURO,
          triedEuro: nullable(EURO),
          differenceEuro: nullable(DIFFERENCE),
          cheapestEuro: Type.String({ description: 'When each municipality had its own cheapest tariff.' }),
          isComplete: Type.Boolean(),
        },
        'TariffTotals',
      ),
    },
    'TariffTrial',
  ),
);

function answerOf(outcome: TariffTrialOutcome): Answer<Static<typeof TARIFF_TRIAL>> {
  switch (outcome.kind) {
    case 'report':
      return ok(outcome.report);
    case 'invalid': {
      const errors = outcome.errors.slice(0, 100);
      return refused(apiProblem('CHANGE_INVALID', { detail: errors.slice(0, 3).join(' '), errors }));
    }
    case 'busy':
      return refused(apiProblem('WHATIF_BUSY', { headers: { 'retry-after': RETRY_AFTER_SECONDS } }));
  }
}

/** Tries tariffs on the real use of a month. It changes nothing, so the same request may be sent again. */
export function tariffTrialRoute(): Route {
  return defineRoute({
    method: 'post',
    path: '/whatif/tariffs',
    summary: 'What a month of real use would have cost under another tariff, and which tariff is the cheapest',
    permission: 'whatif:run',
    params: exact({}),
    query: exact({}),
    body: BODY,
    response: TARIFF_TRIAL,
    async handle({ body, principal }, context) {
      const { period, municipality, tariff = null, tariffs = [] } = body;
      const own = principal.tenant === ALL_TENANTS ? null : principal.tenant;
      const tenant =
        municipality === undefined ? own : findMunicipality(context.settings(), principal, municipality)?.tenant;
      return tenant === undefined
        ? refused(apiProblem('MUNICIPALITY_UNKNOWN'))
        : answerOf(await context.tariffTrial({ period, tenant, sees: principal.tenant, tariff, tariffs }));
    },
  });
}
