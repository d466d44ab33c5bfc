import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Endpoint, LinkedInFault } from './faults.js';
import { pageOfCall, runCall, type RestCall } from './rest-api.js';
import { refuse, type RestReply } from './rest-reply.js';
import type { LinkedInState } from './state.js';

/** A call as tests can look at it afterwards. `outcome` is the status, or what happened instead of an answer. */
export interface RecordedCall {
  /** Undefined for a token that no page has. */
  readonly organization: string | undefined;
  readonly endpoint: Endpoint | undefined;
  readonly path: string;
  readonly outcome: number | 'hung' | 'closed';
  readonly atMs: number;
}

export interface RestExchange {
  readonly response: ServerResponse;
  readonly record: (call: RecordedCall) => void;
}

const SLOW_MS = 1_000;

type Outcome = RecordedCall['outcome'];

/** Runs one call, with the fault that waits for it, if any. */
export async function answerCall(state: LinkedInState, call: RestCall, exchange: RestExchange): Promise<void> {
  const organization = pageOfCall(state, call)?.organization;
  const fault = state.faults.take(call.endpoint ?? '', organization);
  const reply = await replyTo(state, call, fault);
  const outcome = typeof reply === 'string' ? reply : reply.status;
  const { endpoint, request } = call;
  exchange.record({ organization, endpoint, path: request.path, outcome, atMs: state.clock.nowMs() });
  if (typeof reply !== 'string') {
    respond(exchange.response, reply);
  } else if (reply === 'closed') {
    exchange.response.destroy();
  }
}

/** What the caller gets: an answer, a closed connection, or one that hangs until the caller gives up. */
async function replyTo(
  state: LinkedInState,
  call: RestCall,
  fault: LinkedInFault | undefined,
): Promise<RestReply | Exclude<Outcome, number>> {
  switch (fault?.kind) {
    case 'http-500':
      return refuse(500, 'Internal Server Error');
    case 'http-500-after-effect':
      runCall(state, call);
      return refuse(500, 'Internal Server Error');
    case 'too-many':
      return limited(fault, 'Resource level throttle APPLICATION DAY limit for calls to this resource is reached.');
    case 'throttled':
      return limited(fault, 'Comment create throttled: creation rate limit exceeded for member');
    case 'html-200':
      return { status: 200, body: '<!DOCTYPE html><title>Sorry</title>' };
    case 'refusal':
      return refuse(
        fault.status ?? 400,
        fault.message ?? 'Refused',
        fault.code === undefined ? {} : { code: fault.code },
      );
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

function limited({ retryAfterSeconds }: LinkedInFault, message: string): RestReply {
  const headers = retryAfterSeconds === undefined ? {} : { headers: { 'retry-after': String(retryAfterSeconds) } };
  return { ...refuse(429, message), ...headers };
}

function replyInDisorder(state: LinkedInState, call: RestCall): RestReply | 'closed' {
  const reply = runCall(state, call);
  return reply.isSend === true && state.calls.losesAnswer() ? 'closed' : reply;
}

function respond(response: ServerResponse, reply: RestReply): void {
  const isHtml = typeof reply.body === 'string';
  response.writeHead(reply.status, {
    'content-type': isHtml ? 'text/html; charset=utf-8' : 'application/json',
    ...reply.headers,
  });
  response.end(isHtml ? reply.body : reply.body === undefined ? undefined : JSON.stringify(reply.body));
}
