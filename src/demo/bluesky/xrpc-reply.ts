import type { JsonObject } from '../basics/json.js';

export interface XrpcReply {
  readonly status: number;
  /** An object becomes JSON, a text HTML. */
  readonly body: object | string;
  readonly headers?: Readonly<Record<string, string>>;
  /** True for what others see, so that a fault plan may lose the answer to it. */
  readonly isSend?: boolean;
}

export function give(body: JsonObject, isSend: boolean = false): XrpcReply {
  return { status: 200, body, isSend };
}

export function refuse(error: string, message: string, status: number = 400): XrpcReply {
  return { status, body: { error, message } };
}

/** The reset is told in seconds since 1970. */
export function tooMany(resetAtMs: number): XrpcReply {
  const reset = String(Math.ceil(resetAtMs / 1000));
  return { ...refuse('RateLimitExceeded', 'Rate Limit Exceeded', 429), headers: { 'ratelimit-reset': reset } };
}
