import type {
  ChannelContext,
  HttpResult,
  LookUpOutcome,
  OutgoingPart,
  SendOutcome,
} from '../../../src/adapter-sdk/index.js';
import { keyOfSecret, sign } from './scheme.js';

const TIMEOUT_MS = 20_000;
const MAX_RETRY_AFTER_MS = 24 * 3_600_000;

type Answer = Extract<HttpResult, { kind: 'answer' }>;

/** `replyUrl` is an address, or a path below the base address so that one variable can move all of them. */
function replyUrlOf(context: ChannelContext): string | undefined {
  const raw = context.settings['replyUrl'];
  if (typeof raw !== 'string' || raw === '') {
    return undefined;
  }
  const url = raw.startsWith('/') ? `${context.baseUrl}${raw}` : raw;
  return URL.canParse(url) ? url : undefined;
}

/** `retry-after` is a number of seconds or a date. */
function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) {
    return undefined;
  }
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isNaN(ms) || ms < 0 ? undefined : Math.min(ms, MAX_RETRY_AFTER_MS);
}

const PARKED: ReadonlyMap<number, string> = new Map([
  [401, 'STANDARD_REPLY_UNAUTHORISED'],
  [403, 'STANDARD_REPLY_UNAUTHORISED'],
  [404, 'STANDARD_ENDPOINT_UNKNOWN'],
  [410, 'STANDARD_ENDPOINT_GONE'],
]);

/**
 * The status alone decides, as the scheme says: bodies are not read. A server error may have done its work; because the
 * receiver drops a repeated `webhook-id`, it can be repeated all the same.
 */
function outcomeOf(answer: Answer, part: OutgoingPart, nowMs: number): SendOutcome {
  const { status } = answer;
  const detail = `status ${status}`;
  if (status >= 200 && status < 300) {
    return { kind: 'delivered', remoteId: part.reference };
  }
  const parked = status >= 300 && status < 400 ? 'STANDARD_ENDPOINT_MOVED' : PARKED.get(status);
  if (parked !== undefined) {
    return { kind: 'park', code: parked, detail };
  }
  if (status === 408 || status === 429 || status >= 500) {
    const afterMs = retryAfterMs(answer.headers['retry-after'], nowMs);
    return { kind: 'retry', code: 'STANDARD_BUSY', detail, ...(afterMs === undefined ? {} : { afterMs }) };
  }
  return { kind: 'quarantined', code: 'STANDARD_REPLY_NOT_ACCEPTED', detail };
}

function bodyOf(part: OutgoingPart, nowMs: number): string {
  return JSON.stringify({
    type: 'message.reply',
    timestamp: new Date(nowMs).toISOString(),
    data: {
      conversationId: part.conversation,
      text: part.text,
      inReplyTo: part.inReplyTo ?? null,
      reference: part.reference,
    },
  });
}

/** Posts one signed answer. `webhook-id` is the part's reference: the same over all attempts. */
export async function sendReply(part: OutgoingPart, context: ChannelContext): Promise<SendOutcome> {
  const url = replyUrlOf(context);
  const secret = context.settings['replySecret'];
  const key = typeof secret === 'string' ? keyOfSecret(secret) : undefined;
  if (url === undefined || key === undefined) {
    return { kind: 'park', code: 'STANDARD_REPLY_NOT_CONFIGURED' };
  }
  const body = bodyOf(part, context.nowMs);
  const timestamp = String(Math.floor(context.nowMs / 1000));
  const result = await context.http({
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/json',
      'webhook-id': webhookIdOf(part),
      'webhook-timestamp': timestamp,
      'webhook-signature': sign(key, webhookIdOf(part), timestamp, body),
    },
    body,
    timeoutMs: TIMEOUT_MS,
  });
  if (result.kind === 'not-sent') {
    return { kind: 'retry', code: 'STANDARD_NOT_REACHED', detail: result.cause };
  }
  return result.kind === 'no-answer'
    ? { kind: 'unknown', code: 'STANDARD_NO_ANSWER', detail: result.cause }
    : outcomeOf(result, part, context.nowMs);
}

/** A dot would move the border between id and timestamp in the signed text. */
function webhookIdOf(part: OutgoingPart): string {
  return part.reference.replaceAll('.', '_');
}

/**
 * Says absent without looking. The receiver drops a `webhook-id` that it has seen, so a repetition changes nothing
 * there, and repeating is the one way to find out.
 */
export function lookUpReply(): Promise<LookUpOutcome> {
  return Promise.resolve({ kind: 'absent' });
}
