import type { TObject } from 'typebox';
import { exact } from '../fields.js';
import { defineRoute, type Route } from '../route.js';
import { decideCommand } from './decide-command.js';
import { COMMAND_ANSWER, FORWARD_BODY, REPLY_BODY, STATUS_BODY, TICKET_PARAMS } from './ticket-schemas.js';

function commandWords<Body extends TObject>(body: Body) {
  return { method: 'post', params: TICKET_PARAMS, query: exact({}), body, response: COMMAND_ANSWER } as const;
}

function replyRoute(): Route {
  return defineRoute({
    ...commandWords(REPLY_BODY),
    path: '/tickets/{id}/replies',
    summary: 'Answer the citizen on the channel of the question',
    permission: 'tickets:reply',
    handle({ principal, params, body, idempotencyKey }, context) {
      const command = {
        type: 'reply',
        text: body.text,
        author: principal.name,
        isFinal: body.final ?? false,
      } as const;
      return decideCommand({ principal, idempotencyKey, ticket: params.id, command }, context);
    },
  });
}

function statusRoute(): Route {
  return defineRoute({
    ...commandWords(STATUS_BODY),
    path: '/tickets/{id}/status',
    summary: 'Change the status',
    permission: 'tickets:status',
    handle({ principal, params, body, idempotencyKey }, context) {
      const command = { type: 'status', author: principal.name, ...body } as const;
      return decideCommand({ principal, idempotencyKey, ticket: params.id, command }, context);
    },
  });
}

function forwardRoute(): Route {
  return defineRoute({
    ...commandWords(FORWARD_BODY),
    path: '/tickets/{id}/forward',
    summary: 'Hand the ticket to another target',
    permission: 'tickets:forward',
    handle({ principal, params, body, idempotencyKey }, context) {
      const command = { type: 'forward', author: principal.name, ...body } as const;
      return decideCommand({ principal, idempotencyKey, ticket: params.id, command }, context);
    },
  });
}

/** What a person may ask of a ticket. Handling decides; nothing here writes to a ticket. */
export function commandRoutes(): Route[] {
  return [replyRoute(), statusRoute(), forwardRoute()];
}
