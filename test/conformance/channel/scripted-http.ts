import type {
  ChannelContext,
  ChannelEvent,
  HttpClient,
  HttpRequest,
  HttpResult,
  OutgoingPart,
} from '../../../src/adapter-sdk/index.js';
import { mailOverHttp } from './mail-over-http.js';
import { RECEIVED_AT_MS, type ConformanceInput } from './kit-input.js';

export const BASE_URL = 'http://127.0.0.1:9';

export interface ScriptedContext extends ChannelContext {
  readonly requests: readonly HttpRequest[];
  /** Calls that `prepares` answered. */
  readonly preparations: readonly HttpRequest[];
}

export function answer(status: number, text: string, headers: Readonly<Record<string, string>> = {}): HttpResult {
  return { kind: 'answer', status, headers, text };
}

/**
 * A context whose every call gives the same result, and which remembers the calls. Calls that only prepare one (a log-in)
 * get the answer that the channel's examples have for them, and are remembered apart.
 */
export function contextFor(
  input: Pick<ConformanceInput, 'settings' | 'prepares'>,
  result: HttpResult,
  nowMs: number = RECEIVED_AT_MS,
): ScriptedContext {
  const requests: HttpRequest[] = [];
  const preparations: HttpRequest[] = [];
  const http: HttpClient = (request) => {
    const prepared = input.prepares?.(request);
    (prepared === undefined ? requests : preparations).push(request);
    return Promise.resolve(prepared ?? result);
  };
  return {
    requests,
    preparations,
    http,
    mail: mailOverHttp(http, BASE_URL),
    baseUrl: BASE_URL,
    settings: input.settings,
    nowMs,
  };
}

/** Long after the attempt: some platforms need not be asked while they would know a repetition again. */
export function lateLookUp(input: ConformanceInput): ScriptedContext {
  return contextFor(input, answer(200, input.answers.nothingFound), RECEIVED_AT_MS + 86_400_000);
}

/** An answer to whoever wrote the first openable message of the fixtures. */
export function partFor(input: ConformanceInput): OutgoingPart {
  return partTo(input.fixtures.list.flatMap((one) => one.expected).find((event) => event.action === 'open'));
}

/** A private answer to the first public message of the channel. */
export function privatePartFor({ adapter, fixtures }: ConformanceInput): OutgoingPart {
  const asked = fixtures.list
    .flatMap((one) => one.expected)
    .find(({ channel, action, message }) => channel === adapter.id && action === 'open' && message?.isPublic === true);
  const part = { ...partTo(asked), replyMode: 'private-reply', way: 'private' } as const;
  return asked?.message === undefined ? part : { ...part, privateReplyTo: asked.message.id };
}

function partTo(asked: ChannelEvent | undefined): OutgoingPart {
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
