import { setTimeout as wait } from 'node:timers/promises';
import type { Static } from 'typebox';
import type { CommandResult, TicketCommand } from '../../domain/ticket-command.js';
import type { Problem } from '../../platform/http-in/problem.js';
import type { Principal } from '../permissions.js';
import { apiProblem } from '../problems.js';
import { ok, refused, type Answer, type ApiContext } from '../route.js';
import { asTenant } from '../tenant-sql.js';
import { ticketIdOf } from './load-ticket.js';
import type { COMMAND_ANSWER } from './ticket-schemas.js';

type CommandAnswer = Static<typeof COMMAND_ANSWER>;

const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 100;
const PATIENCE_MS = 2_000;

export interface Asked {
  readonly principal: Principal;
  readonly idempotencyKey: string;
  /** Id or short number. */
  readonly ticket: string;
  readonly command: TicketCommand;
}

interface StoredCommand {
  readonly kind: 'stored' | 'repeated';
  readonly ticketId: string;
  readonly eventId: string;
}

type Stored = StoredCommand | { readonly kind: 'conflict' } | { readonly kind: 'unknown-ticket' };

async function store(asked: Asked, context: ApiContext): Promise<Stored> {
  const { principal, idempotencyKey, command } = asked;
  return asTenant(context.store, 'api.command', principal.tenant, async (sql): Promise<Stored> => {
    const ticketId = await ticketIdOf(sql, asked.ticket);
    if (ticketId === undefined) {
      return { kind: 'unknown-ticket' };
    }
    const submission = await context.submitCommand(sql, context.sealer, {
      ticketId,
      command,
      principal: principal.id,
      idempotencyKey,
      nowMs: context.nowMs(),
    });
    return 'eventId' in submission ? { ...submission, ticketId } : submission;
  });
}

/** Asks until handling has decided, for at most two seconds of waiting. */
async function decision(eventId: string, tenant: string, context: ApiContext): Promise<CommandResult | undefined> {
  let pauseMs = FIRST_PAUSE_MS;
  let waitedMs = 0;
  for (;;) {
    const result = await asTenant(context.store, 'api.read', tenant, (sql) => context.decisionOf(sql, eventId));
    if (result !== undefined || waitedMs >= PATIENCE_MS) {
      return result;
    }
    await wait(pauseMs);
    waitedMs += pauseMs;
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
}

export function refusal(result: Pick<Extract<CommandResult, { ok: false }>, 'code' | 'detail'>): Problem {
  return { status: 422, code: result.code, title: 'The command was refused.', detail: result.detail };
}

function answerOf(stored: StoredCommand, result: CommandResult | undefined): Answer<CommandAnswer> {
  const { ticketId } = stored;
  if (result === undefined && stored.kind === 'repeated') {
    return refused(apiProblem('COMMAND_IN_FLIGHT', { headers: { 'retry-after': '1' } }));
  }
  if (result === undefined) {
    return {
      kind: 'json',
      status: 202,
      headers: { location: `/api/v1/tickets/${ticketId}`, 'retry-after': '1' },
      body: { state: 'pending', ticketId, seq: null, deliveries: [] },
    };
  }
  if (!result.ok) {
    return refused(refusal(result));
  }
  const { seq, deliveries, other } = result;
  const about = other === undefined ? {} : { other };
  return ok({ state: 'done', ticketId: result.ticketId, seq, deliveries: [...deliveries], ...about });
}

/**
 * Hands a command to handling and waits for what becomes of it. The same request again gets the same answer, also
 * when two of them come at once.
 */
export async function decideCommand(asked: Asked, context: ApiContext): Promise<Answer<CommandAnswer>> {
  let stored = await store(asked, context);
  if (stored.kind === 'conflict') {
    // Lost a race with itself, or a true conflict: the second look sees what the other request stored.
    stored = await store(asked, context);
  }
  if (stored.kind === 'conflict') {
    return refused(apiProblem('IDEMPOTENCY_KEY_REUSED'));
  }
  if (stored.kind === 'unknown-ticket') {
    return refused(apiProblem('TICKET_UNKNOWN'));
  }
  if (stored.kind === 'stored') {
    context.ring('handle');
  }
  return answerOf(stored, await decision(stored.eventId, asked.principal.tenant, context));
}
