import { Type } from 'typebox';
import { STATUTORY_PROCEDURES } from '../../domain/sla/vocabulary.js';
import { exact } from '../fields.js';
import { defineRoute, type Route } from '../route.js';
import { decideCommand } from './decide-command.js';
import { COMMAND_ANSWER, TICKET_PARAMS } from './ticket-schemas.js';

const BODY = exact({
  procedure: Type.Enum([...STATUTORY_PROCEDURES]),
  step: Type.Enum(['started', 'acknowledged', 'extended', 'answered', 'withdrawn'], {
    description: 'Nothing but this request starts a statutory clock: the rules only propose it.',
  }),
  registeredOn: Type.Optional(
    Type.String({ format: 'date', description: 'For "started": the local date of registration; today unless told.' }),
  ),
});

/** A formal complaint or a request for documents: a person starts the procedure and notes its steps. */
export function statutoryRoute(): Route {
  return defineRoute({
    method: 'post',
    path: '/tickets/{id}/statutory',
    summary: 'Start a statutory procedure for a ticket, or note a step of it',
    permission: 'tickets:statutory',
    params: TICKET_PARAMS,
    query: exact({}),
    body: BODY,
    response: COMMAND_ANSWER,
    handle({ principal, params, body, idempotencyKey }, context) {
      const command = { type: 'statutory', author: principal.name, ...body } as const;
      return decideCommand({ principal, idempotencyKey, ticket: params.id, command }, context);
    },
  });
}
