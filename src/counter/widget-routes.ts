import type { Request, Response } from 'express';
import { allowOrigin, isWelcome, sendRefusal, type Refused } from './answers.js';
import type { ShownConversation } from './conversation-rows.js';
import type { CounterAccount, CounterDeps } from './counter-deps.js';
import { readConversation } from './form-routes.js';
import type { Visit } from './limits.js';
import { fieldsOf, readMessage, readReceipt } from './read-input.js';
import { conversationOf, isToken, receiptNumber } from './session.js';
import { keep, mayCome, wrongInput, wrongSite } from './take-in.js';
import { TEXTS } from './texts.js';
import type { WaitingRoom } from './waiting-room.js';

/** Shorter than the idle time of common proxies. */
const WAIT_MS = 25_000;

export interface Talk {
  readonly request: Request;
  readonly response: Response;
  readonly account: CounterAccount;
}

type Opened = { readonly ok: true; readonly conversation: string } | { readonly ok: false; readonly refused: Refused };

const NO_SESSION: Refused = { code: 'COUNTER_SESSION_WRONG', sentences: [TEXTS.noSession] };

/** Which conversation the caller holds the token of, once site and limits allow it. */
async function openConversation(
  deps: CounterDeps,
  { request, response, account }: Talk,
  asked: { readonly token: unknown; readonly does: Visit['does'] },
): Promise<Opened> {
  allowOrigin(request, response, account);
  if (!isWelcome(request, account)) {
    return { ok: false, refused: wrongSite(deps) };
  }
  if (!isToken(asked.token)) {
    return { ok: false, refused: NO_SESSION };
  }
  const conversation = conversationOf(account.account, asked.token);
  const admitted = await mayCome(deps, request, { does: asked.does, account: account.account, conversation });
  return admitted.ok ? { ok: true, conversation } : admitted;
}

function sessionIn(request: Request): unknown {
  return fieldsOf(request.body)['session'];
}

/** The token in a header: an address would stand in the logs of proxies. */
function bearerOf(request: Request): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
}

export async function takeMessage(deps: CounterDeps, talk: Talk): Promise<void> {
  const { request, response, account } = talk;
  const opened = await openConversation(deps, talk, { token: sessionIn(request), does: 'write' });
  if (!opened.ok) {
    sendRefusal(response, opened.refused);
    return;
  }
  const read = readMessage(request.body);
  if (!read.ok) {
    sendRefusal(response, wrongInput(deps, read.faults));
    return;
  }
  const { conversation } = opened;
  const number = receiptNumber(conversation);
  const kept = await keep(deps, account, { kind: 'message', conversation, number, ...read.value });
  if (kept.ok) {
    response.json({ receipt: number });
  } else {
    sendRefusal(response, kept.refused);
  }
}

/** What is there now, or what comes within the time that a request may wait. */
async function newsFor(
  deps: CounterDeps,
  room: WaitingRoom,
  { request, response, account }: Talk,
  conversation: string,
): Promise<ShownConversation> {
  const now = await readConversation(deps, account, conversation);
  const { after, wait } = request.query;
  if (wait !== '1' || now.version !== after) {
    return now;
  }
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort();
  });
  const signal = AbortSignal.any([AbortSignal.timeout(WAIT_MS), gone.signal, deps.closing]);
  const wanted = { tenant: account.tenant, account: account.account, conversation, version: now.version };
  return (await room.wait(wanted, signal)) ?? now;
}

export async function showMessages(deps: CounterDeps, room: WaitingRoom, talk: Talk): Promise<void> {
  const opened = await openConversation(deps, talk, { token: bearerOf(talk.request), does: 'read' });
  if (!opened.ok) {
    sendRefusal(talk.response, opened.refused);
    return;
  }
  const { conversation } = opened;
  const { messages, version } = await newsFor(deps, room, talk, conversation);
  if (!talk.response.closed) {
    talk.response.json({ receipt: receiptNumber(conversation), version, messages });
  }
}

/** That the browser has or showed answers. Ids of other conversations are left out. */
export async function takeReceipt(deps: CounterDeps, talk: Talk): Promise<void> {
  const { request, response, account } = talk;
  const opened = await openConversation(deps, talk, { token: sessionIn(request), does: 'read' });
  if (!opened.ok) {
    sendRefusal(response, opened.refused);
    return;
  }
  const { conversation } = opened;
  const { status, deliveries: named } = readReceipt(request.body);
  const { messages } = await readConversation(deps, account, conversation);
  const deliveries = messages.flatMap(({ delivery }) =>
    delivery !== null && named.includes(delivery) ? [delivery] : [],
  );
  const kept =
    deliveries.length === 0 || (await keep(deps, account, { kind: 'receipt', conversation, status, deliveries }));
  if (kept === true || kept.ok) {
    response.status(204).end();
  } else {
    sendRefusal(response, kept.refused);
  }
}
