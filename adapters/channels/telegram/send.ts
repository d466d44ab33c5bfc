import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type {
  ChannelContext,
  HttpResult,
  LookUpOutcome,
  OutgoingPart,
  SendOutcome,
} from '../../../src/adapter-sdk/index.js';
import { callBot } from './bot-call.js';
import { botApiErrorOf, outcomeOfError } from './errors.js';
import { messageIdOf, numberInChat } from './message-id.js';
import { fieldsOf, idOf } from './payloads.js';

/** Plain text: without `parse_mode` Telegram shows every sign as the operator typed it. */
function bodyOf(part: OutgoingPart): object {
  const answered = numberInChat(part.inReplyTo, part.conversation);
  return {
    chat_id: part.conversation,
    text: part.text,
    // A citizen may have deleted the message that is answered; the answer must come all the same.
    ...(answered === undefined
      ? {}
      : { reply_parameters: { message_id: answered, allow_sending_without_reply: true } }),
  };
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

/** Sends one message. */
export async function sendMessage(part: OutgoingPart, context: ChannelContext): Promise<SendOutcome> {
  const result = await callBot('sendMessage', bodyOf(part), context);
  if (result === undefined) {
    return { kind: 'park', code: 'TELEGRAM_TOKEN_INVALID' };
  }
  switch (result.kind) {
    case 'answer':
      return outcomeOfAnswer(result, part);
    case 'not-sent':
      return { kind: 'retry', code: 'TELEGRAM_NOT_REACHED', detail: result.cause };
    case 'no-answer':
      return { kind: 'unknown', code: 'TELEGRAM_NO_ANSWER', detail: result.cause };
  }
}

/** The Bot API shows a bot no message that it sent, and it drops no repetition. See ADR 19. */
export function lookUpMessage(): Promise<LookUpOutcome> {
  return Promise.resolve({ kind: 'untellable', code: 'TELEGRAM_CANNOT_BE_ASKED' });
}
