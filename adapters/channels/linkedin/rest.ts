import { parseExactly } from '../../../src/adapter-sdk/index.js';
import type { ChannelContext, HttpRequest, HttpResult } from '../../../src/adapter-sdk/index.js';
import { linkedInErrorOf, verdictOf, type Verdict } from './errors.js';
import { fieldsIn, fieldsOf, numberOf, textOf, type Fields } from './payloads.js';
import { linkedInSettings } from './settings.js';

export interface RestCall {
  readonly method: 'GET' | 'POST';
  /** Escaped already, with its query, without a slash in front. */
  readonly path: string;
  readonly body?: object;
  readonly timeoutMs: number;
}

export type RestAnswer =
  | { readonly ok: true; readonly body: Fields; readonly headers: Readonly<Record<string, string>> }
  | {
      readonly ok: false;
      /** For a call that changes something: `unknown` where it may have been done. */
      readonly verdict: Verdict;
      /** The status of LinkedIn's own refusal. */
      readonly status?: number;
    };

function requestOf(call: RestCall, context: ChannelContext): HttpRequest | undefined {
  const settings = linkedInSettings(context.settings);
  return settings === undefined
    ? undefined
    : {
        method: call.method,
        url: `${context.baseUrl}/rest/${call.path}`,
        headers: {
          authorization: `Bearer ${settings.token}`,
          'linkedin-version': settings.version,
          'x-restli-protocol-version': '2.0.0',
          ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
        timeoutMs: call.timeoutMs,
      };
}

/** What LinkedIn itself said. 201 and 204 may come without a body; what was made is then named in a header. */
function bodyOf(status: number, text: string): Fields | undefined {
  if (text === '' && status < 300) {
    return {};
  }
  const parsed = parseExactly(text);
  const body = parsed.ok ? fieldsOf(parsed.value) : undefined;
  // Whoever says 429 let the call not through, so that needs no body.
  return body === undefined && status === 429 ? {} : body;
}

function answerOf(result: Extract<HttpResult, { kind: 'answer' }>, nowMs: number): RestAnswer {
  const { status, headers, text } = result;
  const body = bodyOf(status, text);
  const error = body === undefined ? undefined : linkedInErrorOf(body, status);
  if (error !== undefined) {
    return { ok: false, verdict: verdictOf(error, result, nowMs), status: error.status };
  }
  if (body !== undefined && status >= 200 && status < 300) {
    return { ok: true, body, headers };
  }
  // A proxy's page or a cut answer says nothing about what LinkedIn did, whatever its status.
  const detail = `status ${String(status)}`;
  return { ok: false, verdict: { kind: 'unknown', code: 'LINKEDIN_ANSWER_UNREADABLE', detail } };
}

/** One call to LinkedIn's versioned API. The token is in a header, so no address or cause can hold it. */
export async function callLinkedIn(call: RestCall, context: ChannelContext): Promise<RestAnswer> {
  const request = requestOf(call, context);
  if (request === undefined) {
    return { ok: false, verdict: { kind: 'park', code: 'LINKEDIN_TOKEN_INVALID' } };
  }
  const result = await context.http(request);
  switch (result.kind) {
    case 'answer':
      return answerOf(result, context.nowMs);
    case 'not-sent':
      return { ok: false, verdict: { kind: 'retry', code: 'LINKEDIN_NOT_REACHED', detail: result.cause } };
    case 'no-answer':
      return { ok: false, verdict: { kind: 'unknown', code: 'LINKEDIN_NO_ANSWER', detail: result.cause } };
  }
}

/** What LinkedIn says of what follows a page: it names the next one in `links`, or tells how many there are. */
function isMoreTold(body: Fields, seen: number): boolean | undefined {
  const paging = fieldsOf(body['paging']);
  const total = numberOf(paging?.['total']);
  const isNamed = fieldsIn(paging?.['links']).some((link) => textOf(link['rel']) === 'next');
  return isNamed || (total === undefined ? undefined : seen < total);
}

/** How many elements a page has, also where one of them cannot be read. */
export function lengthOf(body: Fields): number {
  return Array.isArray(body['elements']) ? body['elements'].length : 0;
}

/** Whether a list goes on after this page. LinkedIn may give fewer than was asked for; `paging.count` then says so. */
export function hasNextPage(body: Fields, start: number, asked: number): boolean {
  const got = lengthOf(body);
  const given = Math.min(asked, numberOf(fieldsOf(body['paging'])?.['count']) ?? asked);
  return got > 0 && (isMoreTold(body, start + got) ?? got >= given);
}
