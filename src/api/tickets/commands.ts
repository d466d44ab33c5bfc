import type { TObject } from 'typebox';
import type { Id } from '../../domain/ids.js';
import { exact } from '../fields.js';
import { defineRoute, refused, type Route } from '../route.js';
import { asTenant } from '../tenant-sql.js';
import { decideCommand, refusal } from './decide-command.js';
import { ticketIdOf } from './load-ticket.js';
import {
  COMMAND_ANSWER,
  FORWARD_BODY,
  HIDE_BODY,
  MERGE_BODY,
  REPLY_BODY,
  SPLIT_BODY,
  STATUS_BODY,
  TICKET_MESSAGE_PARAMS,
  TICKET_PARAMS,
} from './ticket-schemas.js';

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
        ...(body.way === undefined ? {} : { way: body.way }),
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

const OTHER_UNKNOWN = {
  code: 'TICKET_UNKNOWN',
  detail: 'Het andere ticket bestaat niet, of het is niet van u.',
} as const;

function mergeRoute(): Route {
  return defineRoute({
    ...commandWords(MERGE_BODY),
    path: '/tickets/{id}/merge',
    summary: 'End the ticket and let it go on in another one',
    permission: 'tickets:merge',
    async handle({ principal, params, body, idempotencyKey }, context) {
      const { tenant, name } = principal;
      const into = await asTenant(context.store, 'api.read', tenant, (sql) => ticketIdOf(sql, String(body.into)));
      if (into === undefined) {
        return refused(refusal(OTHER_UNKNOWN));
      }
      const command = { type: 'merge', author: name, into, reason: body.reason } as const;
      return decideCommand({ principal, idempotencyKey, ticket: params.id, command }, context);
    },
  });
}

function splitRoute(): Route {
  return defineRoute({
    ...commandWords(SPLIT_BODY),
    path: '/tickets/{id}/split',
    summary: 'Make a ticket of some messages of the citizen',
    permission: 'tickets:split',
    handle({ principal, params, body, idempotencyKey }, context) {
      // The border: ids by the schema; one that is not ours names no message.
      const messageIds = body.messageIds as Id[];
      const command = { type: 'split', author: principal.name, messageIds, reason: body.reason } as const;
      return decideCommand({ principal, idempotencyKey, ticket: params.id, command }, context);
    },
  });
}

function hideRoute(): Route {
  return defineRoute({
    ...commandWords(HIDE_BODY),
    params: TICKET_MESSAGE_PARAMS,
    path: '/tickets/{id}/messages/{message}/hide',
    summary: 'Hide a public message of the citizen on its platform, or show it again',
    permission: 'tickets:hide',
    handle({ principal, params, body, idempotencyKey }, context) {
      // The border: an id by the schema; one that is not of this ticket names no message.
      const messageId = params.message as Id;
      const command = { type: 'hide', author: principal.name, messageId, hidden: body.hidden ?? true } as const;
      return decideCommand({ principal, idempotencyKey, ticket: params.id, command }, context);
    },
  });
}

function inviteRoute(): Route {
  return defineRoute({
    ...commandWords(exact({})),
    path: '/tickets/{id}/invitation',
    summary: 'Ask the citizen to write again, where the channel takes no answer any more',
    permission: 'tickets:reply',
    handle({ principal, params, idempotencyKey }, context) {
      const command = { type: 'invite', author: principal.name } as const;
      return decideCommand({ principal, idempotencyKey, ticket: params.id, command }, context);
    },
  });
}

/** What a person may ask of a ticket. Handling decides; nothing here writes to a ticket. */
export function commandRoutes(): Route[] {
  return [replyRoute(), statusRoute(), forwardRoute(), mergeRoute(), splitRoute(), hideRoute(), inviteRoute()];
}
