import type { Account } from './assets.js';
import { asObject, asText, type JsonObject, parseJson } from '../basics/json.js';
import type { PublicItem } from './threads.js';
import type { Update } from './updates.js';

/** A call to the Graph API, taken apart. Every call is `/{version}/{node}/{edge}`. */
export interface GraphCall {
  readonly method: string;
  readonly version: string;
  readonly node: string;
  readonly edge: string;
  /** Query and body together: Graph makes no difference. */
  readonly params: JsonObject;
  readonly token: string | undefined;
}

/** A call whose token opens the account that it is about. */
export interface AccountCall extends GraphCall {
  readonly account: Account;
}

export interface ItemCall extends AccountCall {
  readonly item: PublicItem;
}

export interface GraphReply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** What webhooks will tell about the effect of this call. */
  readonly updates?: readonly Update[];
  /** True for a call that did something a citizen can see. */
  readonly isSend?: boolean;
}

export interface Refusal {
  readonly code: number;
  readonly subcode?: number;
  readonly message: string;
  readonly type?: 'OAuthException' | 'GraphMethodException';
  readonly status?: number;
  readonly isTransient?: boolean;
  /** WhatsApp explains itself here. */
  readonly details?: string;
}

export function ok(body: unknown): GraphReply {
  return { status: 200, body };
}

/** Meta's error envelope. Nearly everything is a 400, also what other platforms answer with 401 or 429. */
export function refuse(refusal: Refusal): GraphReply {
  const { code, subcode, message, type = 'OAuthException', status = 400, isTransient, details } = refusal;
  return {
    status,
    body: {
      error: {
        message: `(#${String(code)}) ${message}`,
        type,
        code,
        ...(subcode === undefined ? {} : { error_subcode: subcode }),
        ...(isTransient === undefined ? {} : { is_transient: isTransient }),
        ...(details === undefined ? {} : { error_data: { messaging_product: 'whatsapp', details } }),
      },
    },
  };
}

export function notFound(id: string): GraphReply {
  return refuse({
    code: 100,
    subcode: 33,
    type: 'GraphMethodException',
    message:
      `Unsupported request. Object with ID '${id}' does not exist, cannot be loaded due to missing ` +
      'permissions, or does not support this operation',
  });
}

export function textParam(call: GraphCall, name: string): string | undefined {
  return asText(call.params[name]);
}

/** Objects come as JSON bodies or, in forms and queries, as JSON text. */
export function objectParam(call: GraphCall, name: string): JsonObject | undefined {
  const value = call.params[name];
  return asObject(typeof value === 'string' ? parseJson(value) : value);
}
