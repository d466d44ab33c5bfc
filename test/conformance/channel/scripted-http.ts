import type { ChannelContext, HttpRequest, HttpResult, OutgoingPart } from '../../../src/adapter-sdk/index.js';
import { RECEIVED_AT_MS, type ConformanceInput } from './kit-input.js';

export const BASE_URL = 'http://127.0.0.1:9';

export interface ScriptedContext extends ChannelContext {
  readonly requests: readonly HttpRequest[];
}

export function answer(status: number, text: string, headers: Readonly<Record<string, string>> = {}): HttpResult {
  return { kind: 'answer', status, headers, text };
}

/** A context whose calls give this result, or one each, and which remembers the calls. */
export function contextGiving(
  result: HttpResult | ((request: HttpRequest) => HttpResult),
  settings: Readonly<Record<string, unknown>>,
  nowMs: number = RECEIVED_AT_MS,
): ScriptedContext {
  const requests: HttpRequest[] = [];
  return {
    requests,
    http: (request) => {
      requests.push(request);
      return Promise.resolve(typeof result === 'function' ? result(request) : result);
    },
    baseUrl: BASE_URL,
    settings,
    nowMs,
  };
}

/** A look-up long after the attempt, at a platform that shows nothing. */
export function lateLookUp(input: ConformanceInput): ScriptedContext {
  const { nothingFound } = input.answers;
  const shown = (request: HttpRequest): HttpResult =>
    answer(200, typeof nothingFound === 'function' ? nothingFound(request) : nothingFound);
  return contextGiving(shown, input.settings, RECEIVED_AT_MS + 86_400_000);
}

/** An answer to whoever wrote the first openable message of the fixtures. */
export function partFor(input: ConformanceInput): OutgoingPart {
  const asked = input.fixtures.list.flatMap((one) => one.expected).find((event) => event.action === 'open');
  return {
    reference: 'schakel:out:01JD8R',
    account: asked?.account ?? '',
    conversation: asked?.conversation ?? '',
    text: 'Bedankt voor uw melding. De ploeg komt donderdag langs.',
    citizenAliases: asked?.citizen?.aliases ?? [],
    ...(asked?.message === undefined ? {} : { inReplyTo: asked.message.id }),
    replyMode: 'response',
    firstAttemptAtMs: RECEIVED_AT_MS,
  };
}
