import type { Static } from 'typebox';
import type { WhatIfOutcome, WhatIfRequest } from '../api-deps.js';
import { exact } from '../fields.js';
import { findMunicipality } from '../municipality.js';
import { ALL_TENANTS, type Principal } from '../permissions.js';
import { apiProblem } from '../problems.js';
import { defineRoute, ok, refused, type Answer, type ApiContext, type Route } from '../route.js';
import { WHAT_IF, WHAT_IF_BODY } from './what-if-schemas.js';

type Body = Static<typeof WHAT_IF_BODY>;

/** How long a caller who was too early should wait. */
const RETRY_AFTER_SECONDS = '10';

/** Whose tickets, and what of whom changes; undefined when somebody is named whom the caller may not see. */
function requestOf(body: Body, principal: Principal, context: ApiContext): WhatIfRequest | undefined {
  const { period, municipality, slaPolicies = [], calendars = [], municipalities = [] } = body;
  const tenantOf = (code: string): string | undefined => findMunicipality(context.settings(), principal, code)?.tenant;
  const own = principal.tenant === ALL_TENANTS ? null : principal.tenant;
  const tenant = municipality === undefined ? own : tenantOf(municipality);
  const changes = municipalities.flatMap(({ municipality: code, ...replace }) => {
    const changed = tenantOf(code);
    return changed === undefined ? [] : [{ tenant: changed, replace }];
  });
  return tenant === undefined || changes.length < municipalities.length
    ? undefined
    : { period, tenant, sees: principal.tenant, slaPolicies, calendars, municipalities: changes };
}

/** One municipality can have several codes; only one change of it can hold. */
function namedTwice({ municipalities }: WhatIfRequest): readonly string[] {
  const tenants = municipalities.map(({ tenant }) => tenant);
  return tenants.flatMap((tenant, index) =>
    tenants.indexOf(tenant) < index
      ? [`/municipalities/${index}: ${tenant} is already in /municipalities/${tenants.indexOf(tenant)}`]
      : [],
  );
}

function answerOf(outcome: WhatIfOutcome): Answer<Static<typeof WHAT_IF>> {
  switch (outcome.kind) {
    case 'report':
      return ok(outcome.report);
    case 'invalid': {
      const errors = outcome.errors.slice(0, 100);
      return refused(apiProblem('CHANGE_INVALID', { detail: errors.slice(0, 3).join(' '), errors }));
    }
    case 'busy':
      return refused(apiProblem('WHATIF_BUSY', { headers: { 'retry-after': RETRY_AFTER_SECONDS } }));
    case 'too-large':
      return refused(
        apiProblem('WHATIF_TOO_LARGE', {
          detail: `${outcome.done} of ${outcome.all} tickets were looked at. Ask for one municipality, or run "schakel whatif".`,
        }),
      );
  }
}

/**
 * Tries changed settings on a month that is over. It changes nothing, so the same request may be sent again; the
 * `Idempotency-Key` that every POST carries is not remembered.
 */
export function whatIfRoute(): Route {
  return defineRoute({
    method: 'post',
    path: '/whatif',
    summary: 'What changed policies, calendars, routes or closing days would have done to a month',
    permission: 'whatif:run',
    params: exact({}),
    query: exact({}),
    body: WHAT_IF_BODY,
    response: WHAT_IF,
    async handle({ body, principal }, context) {
      const request = requestOf(body, principal, context);
      if (request === undefined) {
        return refused(apiProblem('MUNICIPALITY_UNKNOWN'));
      }
      const errors = namedTwice(request);
      return answerOf(errors.length > 0 ? { kind: 'invalid', errors } : await context.whatIf(request));
    },
  });
}
