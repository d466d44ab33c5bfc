import { type FakeAnswer, type FakeRequest, type FaultyServer, faultyServer } from '../../faulty-server.js';
import { Desk } from './desk.js';
import { type FakeArticle, type FakeTicket, Refusal } from './records.js';
import { type HookAttempt, type HookTarget, runHookJob } from './trigger-hook.js';

export interface FakeZammadOptions {
  readonly token: string;
  readonly integrationUserId: number;
  readonly groups: readonly string[];
  /** A search by query is answered from an index that is this old. Default 0. */
  readonly indexLagMs?: number;
  /** Default true. */
  readonly hasReferenceAttribute?: boolean;
  /** Where its trigger posts; without it no hooks are sent. */
  readonly hook?: HookTarget;
  readonly now?: () => number;
}

/** What a colleague does in Zammad's own screens. */
export interface FakeAgent {
  write(
    ticketId: number,
    article: { readonly body: string; readonly internal?: boolean; readonly html?: boolean },
  ): Promise<boolean>;
  setState(ticketId: number, state: string): Promise<boolean>;
}

export interface FakeZammad extends FaultyServer {
  readonly desk: Desk;
  readonly agent: FakeAgent;
  readonly hookAttempts: readonly HookAttempt[];
}

const AGENT_ID = 7;
const AGENT = { id: AGENT_ID, login: 'agent@voorbeeld', firstname: 'Els', lastname: 'Agent' };

type Json = Readonly<Record<string, unknown>>;

function ok(status: number, value: unknown): FakeAnswer {
  return { status, body: JSON.stringify(value) };
}

function bodyOf(request: FakeRequest): Json {
  const text = request.rawBody.toString();
  return text === '' ? {} : (JSON.parse(text) as Json);
}

/** The index holds a ticket only some time after it was made. */
function searchIndex(desk: Desk, query: string, olderThanMs: number): readonly FakeTicket[] {
  const wanted = /schakel_ref:"?([^"]+)"?/.exec(query)?.[1];
  const isIndexed = (ticket: FakeTicket): boolean => Date.parse(ticket.updated_at) <= olderThanMs;
  return desk.tickets.filter((ticket) => ticket.schakel_ref === wanted && isIndexed(ticket));
}

function route(desk: Desk, options: FakeZammadOptions, request: FakeRequest): FakeAnswer {
  const url = new URL(request.path, 'http://zammad');
  const body = bodyOf(request);
  const byId = options.integrationUserId;
  const key = `${request.method} ${url.pathname.replace(/\d+$/, ':id')}`;
  const id = Number(/(\d+)$/.exec(url.pathname)?.[1]);
  switch (key) {
    case 'POST /api/v1/tickets':
      return ok(201, desk.createTicket(body, byId));
    case 'PUT /api/v1/tickets/:id':
      return ok(200, desk.changeTicket(id, body, byId));
    case 'GET /api/v1/tickets/:id':
      return ok(200, desk.ticket(id));
    case 'POST /api/v1/ticket_articles':
      return ok(201, desk.createArticle(body, byId));
    case 'GET /api/v1/ticket_articles/by_ticket/:id':
      return ok(200, desk.articlesOf(id));
    case 'POST /api/v1/tickets/search':
      return ok(200, desk.search(body['condition'] as Json));
    case 'GET /api/v1/tickets/search': {
      const nowMs = (options.now ?? Date.now)();
      return ok(200, searchIndex(desk, url.searchParams.get('query') ?? '', nowMs - (options.indexLagMs ?? 0)));
    }
    default:
      return { status: 404, headers: { 'content-type': 'text/html' }, body: '<!DOCTYPE html><h1>404</h1>' };
  }
}

function answerTo(desk: Desk, options: FakeZammadOptions, request: FakeRequest): FakeAnswer {
  if (request.headers['authorization'] !== `Token token=${options.token}`) {
    return ok(401, { error: 'Invalid token!', error_human: 'Invalid token!' });
  }
  try {
    return route(desk, options, request);
  } catch (error) {
    if (error instanceof Refusal) {
      return ok(error.status, { error: error.message, error_human: error.message });
    }
    throw error;
  }
}

/** The body of a trigger's webhook: the records with names resolved, and people as objects. */
export function hookBody(ticket: FakeTicket, article: FakeArticle | null): string {
  const people = { created_by: AGENT, updated_by: AGENT };
  return JSON.stringify({
    ticket: { ...ticket, ...people },
    article: article === null ? {} : { ...article, ...people },
  });
}

/**
 * Behaves like Zammad towards an integration, as its sources and documentation say (zammad/zammad, read 2026-11-23). It
 * records what exists, so a test can count effects instead of trusting answers.
 */
export async function startFakeZammad(options: FakeZammadOptions): Promise<FakeZammad> {
  const desk = new Desk({
    groups: options.groups,
    now: options.now ?? Date.now,
    hasReferenceAttribute: options.hasReferenceAttribute ?? true,
  });
  const server = await faultyServer((request) => answerTo(desk, options, request));
  const hookAttempts: HookAttempt[] = [];

  async function trigger(ticketId: number, article: FakeArticle | null): Promise<boolean> {
    if (options.hook === undefined) {
      return false;
    }
    const render = (): string => hookBody(desk.ticket(ticketId), article);
    return await runHookJob(options.hook, render, (attempt) => hookAttempts.push(attempt));
  }

  const agent: FakeAgent = {
    write: (ticketId, { body, internal = false, html = false }) => {
      const content = {
        body,
        internal,
        content_type: html ? 'text/html' : 'text/plain',
        type: 'note',
        sender: 'Agent',
      };
      return trigger(ticketId, desk.createArticle({ ticket_id: ticketId, ...content }, AGENT_ID));
    },
    setState: (ticketId, state) => {
      desk.changeTicket(ticketId, { state }, AGENT_ID);
      return trigger(ticketId, null);
    },
  };
  return { ...server, desk, agent, hookAttempts };
}
