import { Type } from 'typebox';
import { exact } from '../fields.js';
import { MUNICIPALITY_FILTER, scopeOf } from '../municipality.js';
import { apiProblem } from '../problems.js';
import { defineRoute, refused, type Route } from '../route.js';

export function streamRoute(): Route {
  return defineRoute({
    method: 'get',
    path: '/stream',
    summary: 'Server-sent events: "ticket" for every ticket that changed; "ready" at the start',
    permission: 'tickets:read',
    params: exact({}),
    query: exact({ municipality: Type.Optional(MUNICIPALITY_FILTER) }),
    body: Type.Null(),
    response: Type.String(),
    contentType: 'text/event-stream',
    async handle({ query, principal, http, isStillAllowed }, context) {
      const tenant = scopeOf(context.settings(), principal, query.municipality);
      if (tenant === undefined) {
        return refused(apiProblem('MUNICIPALITY_UNKNOWN'));
      }
      const isOpen = await context.streams.open({ ...http, tenant, principalId: principal.id, isStillAllowed });
      return isOpen
        ? { kind: 'taken-over' }
        : refused(apiProblem('TOO_MANY_STREAMS', { headers: { 'retry-after': '10' } }));
    },
  });
}
