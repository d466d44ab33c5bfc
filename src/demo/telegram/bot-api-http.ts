import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { ParsedRequest } from '../basics/http-request.js';
import type { JsonObject } from '../basics/json.js';
import { refuse, tooMany, type BotApiReply } from './bot-api-reply.js';
import { botOf, methodOf, runCall, type BotApiCall } from './bot-api.js';
import type { TelegramFault } from './faults.js';
import type { TelegramState } from './state.js';

/** A call as tests can look at it afterwards. `outcome` is the status, or what happened instead of an answer. */
export interface RecordedCall {
  /** Username of the bot; undefined for a token that no bot has. */
  readonly bot: string | undefined;
  readonly method: string;
  readonly params: JsonObject;
  readonly outcome: number | 'hung' | 'closed';
  readonly atMs: number;
}

export interface BotApiExchange {
  readonly response: ServerResponse;
  readonly record: (call: RecordedCall) => void;
}

const CALL_PATH = /^\/bot([^/]*)\/([A-Za-z]+)$/;
const SLOW_MS = 1_000;

/** Undefined when the path is not one of the Bot API. */
export function readCall(request: ParsedRequest): BotApiCall | undefined {
  const [, token, method] = CALL_PATH.exec(request.path) ?? [];
  return token === undefined || method === undefined
    ? undefined
    : { token, method, params: { ...request.query, ...request.body } };
}

type Outcome = RecordedCall['outcome'];

/** Runs one call, with the fault that waits for it, if any. */
export async function answerCall(state: TelegramState, call: BotApiCall, exchange: BotApiExchange): Promise<void> {
  const bot = botOf(state, call.token)?.bot.username;
  const fault = state.faults.take(methodOf(call) ?? '', bot);
  const reply = await replyTo(state, call, fault);
  const outcome = typeof reply === 'string' ? reply : reply.status;
  exchange.record({ bot, method: call.method, params: call.params, outcome, atMs: state.clock.nowMs() });
  if (typeof reply !== 'string') {
    respond(exchange.response, reply);
  } else if (reply === 'closed') {
    exchange.response.destroy();
  }
}

/** What the caller gets: an answer, a closed connection, or one that hangs until the caller gives up. */
async function replyTo(
  state: TelegramState,
  call: BotApiCall,
  fault: TelegramFault | undefined,
): Promise<BotApiReply | Exclude<Outcome, number>> {
  switch (fault?.kind) {
    case 'http-500':
      return refuse(500);
    case 'too-many':
      return tooMany(fault.retryAfterSeconds ?? 1);
    case 'html-200':
      return { status: 200, body: '<!DOCTYPE html><title>Sorry</title>' };
    case 'refusal':
      return refuse(fault.code ?? 400, fault.description);
    case 'hang-before-effect':
      return 'hung';
    case 'close-before-effect':
      return 'closed';
    case 'hang-after-effect':
      runCall(state, call);
      return 'hung';
    case 'close-after-effect':
      runCall(state, call);
      return 'closed';
    case 'slow':
      await wait(fault.delayMs ?? SLOW_MS, undefined, { ref: false });
      return runCall(state, call);
    case undefined:
      return replyInDisorder(state, call);
  }
}

function replyInDisorder(state: TelegramState, call: BotApiCall): BotApiReply | 'closed' {
  const reply = runCall(state, call);
  return reply.isSend === true && state.disorder.losesAnswer() ? 'closed' : reply;
}

function respond(response: ServerResponse, reply: BotApiReply): void {
  const isHtml = typeof reply.body === 'string';
  response.writeHead(reply.status, {
    'content-type': isHtml ? 'text/html; charset=utf-8' : 'application/json',
    ...reply.headers,
  });
  response.end(isHtml ? reply.body : JSON.stringify(reply.body));
}
