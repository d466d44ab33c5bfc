import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type {
  ChannelContext,
  HttpResult,
  LookUpOutcome,
  OutgoingPart,
  SendOutcome,
} from '../../../src/adapter-sdk/index.js';
import { botApiErrorOf, outcomeOfError } from './errors.js';
import { messageIdOf, numberInChat } from './message-id.js';
import { fieldsOf, idOf } from './payloads.js';

const TIMEOUT_MS = 20_000;

/** The number of the bot, a colon, and letters. Nothing in it needs escaping in a path, and nothing can leave the path. */
const TOKEN = /^\d{1,20}:[A-Za-z0-9_-]{1,100}$/;

/** The token of the bot, if it has the form of one. */
export function tokenOf(context: ChannelContext): string | undefined {
  const token = context.settings['botToken'];
  return typeof token === 'string' && TOKEN.test(token) ? token : undefined;
}

/** Plain text: without `parse_mode` Telegram shows every sign as the operator typed it. */
function bodyOf(part: OutgoingPart): string {
  const answered = numberInChat(part.inReplyTo, part.conversation);
  return JSON.stringify({
    chat_id: part.conversation,
    text: part.text,
    // A citizen may have deleted the message that is answered; the answer must come all the same.
    ...(answered === undefined
      ? {}
      : { reply_parameters: { message_id: answered, allow_sending_without_reply: true } }),
  });
}

/**
 * What became of a call. A body that is not the Bot API's (a proxy's page, a cut answer) says nothing about what
 * Telegram did, whatever its status.
 */
function outcomeOfAnswer(answer: Extract<HttpResult, { kind: 'answer' }>, part: OutgoingPart): SendOutcome {
  const body = fieldsOf(jsonOf(answer.text));
  const error = body === undefined ? undefined : botApiErrorOf(body);
  if (error !== undefined) {
    return outcomeOfError(error, answer);
  }
  const isTaken = answer.status < 300 && body?.['ok'] === true;
  const number = isTaken ? idOf(fieldsOf(body['result'])?.['message_id']) : undefined;
  return number === undefined
    ? { kind: 'unknown', code: 'TELEGRAM_ANSWER_UNREADABLE', detail: `status ${answer.status}` }
    : { kind: 'delivered', remoteId: messageIdOf(part.conversation, number) };
}

/** Sends one message. The Bot API wants its token in the path, so nothing that holds the address may be kept. */
export async function sendMessage(part: OutgoingPart, context: ChannelContext): Promise<SendOutcome> {
  const token = tokenOf(context);
  if (token === undefined) {
    return { kind: 'park', code: 'TELEGRAM_TOKEN_INVALID' };
  }
  const result = await context.http({
    method: 'POST',
    url: `${context.baseUrl}/bot${token}/sendMessage`,
    headers: { 'content-type': 'application/json' },
    body: bodyOf(part),
    timeoutMs: TIMEOUT_MS,
  });
  if (result.kind === 'answer') {
    return outcomeOfAnswer(result, part);
  }
  const detail = result.cause.replaceAll(token, '[token]');
  return result.kind === 'not-sent'
    ? { kind: 'retry', code: 'TELEGRAM_NOT_REACHED', detail }
    : { kind: 'unknown', code: 'TELEGRAM_NO_ANSWER', detail };
}

/** The Bot API shows a bot no message that it sent, and it drops no repetition. See ADR 19. */
export function lookUpMessage(): Promise<LookUpOutcome> {
  return Promise.resolve({ kind: 'untellable', code: 'TELEGRAM_CANNOT_BE_ASKED' });
}
