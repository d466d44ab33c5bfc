import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Endpoint, Fault } from './faults.js';
import { type GraphCall, type GraphReply, refuse } from './graph-reply.js';
import { findRoute, type Route } from './graph-router.js';
import type { ParsedRequest } from '../basics/http-request.js';
import { asObject, asText } from '../basics/json.js';
import type { PlatformState } from './state.js';

/** A call as tests can look at it afterwards. `outcome` is the status, or what happened instead of an answer. */
export interface RecordedCall {
  readonly method: string;
  readonly version: string;
  readonly node: string;
  readonly edge: string;
  readonly endpoint: Endpoint;
  readonly params: Readonly<Record<string, unknown>>;
  readonly outcome: number | 'hung' | 'closed';
  readonly atMs: number;
}

export interface GraphExchange {
  readonly request: ParsedRequest;
  readonly response: ServerResponse;
  readonly record: (call: RecordedCall) => void;
}

const CALL_PATH = /^\/(v\d+\.\d+)\/([^/]+)(?:\/([^/]+))?\/?$/;
const SLOW_MS = 1_000;

/** Undefined when the path is not one of the Graph API. */
export function readCall(request: ParsedRequest): GraphCall | undefined {
  const match = CALL_PATH.exec(request.path);
  if (match === null) {
    return undefined;
  }
  const [, version = '', node = '', edge = ''] = match;
  const params = { ...request.query, ...request.body };
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const token = bearer ?? asText(params['access_token']);
  return { method: request.method, version, node, edge, params, token };
}

/** A call of a batch: answered with the fault that waits for it, or with its effect; never left hanging by itself. */
export function replyAlone(state: PlatformState, call: GraphCall): GraphReply {
  const route = findRoute(state, call);
  const fault = state.faults.take(route.endpoint, route.accountId);
  return (fault === undefined ? undefined : insteadOfEffect(route, fault)) ?? route.run();
}

/** Runs one call, with the fault that waits for it, if any. */
export async function answerCall(state: PlatformState, call: GraphCall, exchange: GraphExchange): Promise<void> {
  const route = findRoute(state, call);
  const fault = state.faults.take(route.endpoint, route.accountId);
  const instead = fault === undefined ? undefined : insteadOfEffect(route, fault);
  if (instead !== undefined) {
    respond(state, { call, route, exchange, fault }, instead);
    return;
  }
  if (fault?.kind === 'slow') {
    await wait(fault.delayMs ?? SLOW_MS, undefined, { ref: false });
  }
  if (fault?.kind === 'hang-before-effect' || fault?.kind === 'close-before-effect') {
    leaveUnanswered({ call, route, exchange }, fault.kind === 'close-before-effect', state);
    return;
  }
  await answerWithEffect(state, { call, route, exchange }, fault);
}

interface Turn {
  readonly call: GraphCall;
  readonly route: Route;
  readonly exchange: GraphExchange;
  /** What goes wrong instead. */
  readonly fault?: Fault | undefined;
}

async function answerWithEffect(state: PlatformState, turn: Turn, fault: Fault | undefined): Promise<void> {
  const reply = turn.route.run();
  const updates = state.switches.sendEchoes ? (reply.updates ?? []) : [];
  const isClosed = fault?.kind === 'close-after-effect' || (reply.isSend === true && state.disorder.losesAnswer());
  if (isClosed || fault?.kind === 'hang-after-effect') {
    state.webhooks.publish(updates);
    leaveUnanswered(turn, isClosed, state);
    return;
  }
  if (state.switches.echoBeforeResponse) {
    await state.webhooks.publishAndWait(updates);
    respond(state, turn, reply);
    return;
  }
  respond(state, turn, reply);
  state.webhooks.publish(updates);
}

/** A hung connection stays open until the caller gives up or the platform closes. */
function leaveUnanswered(turn: Turn, isClosed: boolean, state: PlatformState): void {
  note(state, turn, isClosed ? 'closed' : 'hung');
  if (isClosed) {
    turn.exchange.response.destroy();
  }
}

function note(state: PlatformState, turn: Turn, outcome: RecordedCall['outcome']): void {
  const { method, version, node, edge, params } = turn.call;
  const { endpoint } = turn.route;
  turn.exchange.record({ method, version, node, edge, endpoint, params, outcome, atMs: state.clock.nowMs() });
}

const THROTTLE_CODES: Partial<Record<Endpoint, number>> = {
  'comments.write': 80001,
  'comments.read': 80001,
  'messages.write': 613,
  'conversations.read': 613,
  'whatsapp.write': 130429,
};

function insteadOfEffect(route: Route, fault: Fault): GraphReply | undefined {
  switch (fault.kind) {
    case 'http-500':
      return refuse({ code: 2, message: 'Service temporarily unavailable', status: 500, isTransient: true });
    case 'throttled':
      return refuse({
        code: THROTTLE_CODES[route.endpoint] ?? 4,
        message: 'Application request limit reached',
        status: route.endpoint === 'whatsapp.write' ? 429 : 400,
        isTransient: true,
      });
    case 'html-200':
      return { status: 200, body: '<!DOCTYPE html><html><body>Sorry, something went wrong.</body></html>' };
    case 'error-200':
      return { ...apiError(fault), status: 200 };
    case 'api-error':
      return apiError(fault);
    default:
      return undefined;
  }
}

function apiError(fault: Fault): GraphReply {
  const subcode = fault.subcode === undefined ? {} : { subcode: fault.subcode };
  return refuse({ code: fault.code ?? 1, message: 'An error occurred', ...subcode });
}

function respond(state: PlatformState, turn: Turn, reply: GraphReply): void {
  const { response } = turn.exchange;
  note(state, turn, reply.status);
  const isHtml = typeof reply.body === 'string';
  const content = typeof reply.body === 'string' ? reply.body : JSON.stringify(withTrace(state, reply.body));
  response.writeHead(reply.status, {
    'content-type': isHtml ? 'text/html; charset=utf-8' : 'application/json; charset=UTF-8',
    'facebook-api-version': turn.call.version,
    ...usageHeaders(state, turn, reply),
  });
  response.end(content);
}

function withTrace(state: PlatformState, body: unknown): unknown {
  const error = asObject(asObject(body)?.['error']);
  return error === undefined ? body : { error: { ...error, fbtrace_id: state.ids.trace() } };
}

const USAGE_TYPES: Partial<Record<Endpoint, string>> = {
  'messages.write': 'messenger',
  'conversations.read': 'messenger',
  'whatsapp.write': 'whatsapp',
};

/** Minutes; zero for a call that passed. */
function untilAccess({ fault }: Turn, isThrottled: boolean): number {
  return isThrottled ? (fault?.regainMinutes ?? 1) : 0;
}

/** Percentages; callers are told to slow down before they reach a hundred. */
function usageHeaders(state: PlatformState, turn: Turn, reply: GraphReply): Readonly<Record<string, string>> {
  const { accountId, endpoint } = turn.route;
  const code = asObject(asObject(reply.body)?.['error'])?.['code'];
  const isThrottled = code === (THROTTLE_CODES[endpoint] ?? 4);
  const used = isThrottled ? 100 : state.rates.usage(accountId ?? 'app', state.clock.nowMs());
  const usage = { call_count: used, total_cputime: Math.floor(used / 2), total_time: Math.floor(used / 2) };
  const headers = { 'x-app-usage': JSON.stringify(usage) };
  if (accountId === undefined) {
    return headers;
  }
  const detail = {
    type: USAGE_TYPES[endpoint] ?? 'pages',
    ...usage,
    estimated_time_to_regain_access: untilAccess(turn, isThrottled),
  };
  return { ...headers, 'x-business-use-case-usage': JSON.stringify({ [accountId]: [detail] }) };
}
