import type { ParsedRequest } from '../basics/http-request.js';
import { asObject, asText, parseJson, type JsonObject } from '../basics/json.js';
import { readCall, replyAlone } from './graph-http.js';
import type { PlatformState } from './state.js';

const BATCH_PATH = /^\/(v\d+\.\d+)\/?$/;
const MOST_IN_BATCH = 50;

export interface BatchReply {
  readonly status: number;
  readonly body: unknown;
}

/** One call of a batch as a request of its own, in the name of who sent the batch. */
function requestOf(version: string, one: JsonObject, batch: ParsedRequest): ParsedRequest {
  const url = new URL(`/${version}/${asText(one['relative_url']) ?? ''}`, 'http://localhost');
  return {
    method: asText(one['method']) ?? 'GET',
    path: decodeURIComponent(url.pathname),
    query: Object.fromEntries(url.searchParams),
    body: {},
    headers: batch.headers,
  };
}

/** The calls of `POST /{version}/` with a `batch`, answered in order; undefined for any other request. */
export function answerBatch(state: PlatformState, request: ParsedRequest): BatchReply | undefined {
  const [, version] = request.method === 'POST' ? (BATCH_PATH.exec(request.path) ?? []) : [];
  const { batch } = request.body;
  const list = typeof batch === 'string' ? parseJson(batch) : batch;
  if (version === undefined || !Array.isArray(list)) {
    return undefined;
  }
  const answers = list.slice(0, MOST_IN_BATCH).map((one) => {
    const call = readCall(requestOf(version, asObject(one) ?? {}, request));
    const reply = call === undefined ? undefined : replyAlone(state, call);
    return reply === undefined ? null : { code: reply.status, body: JSON.stringify(reply.body) };
  });
  return { status: 200, body: answers };
}
