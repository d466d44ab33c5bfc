import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type {
  ChannelContext,
  HttpResult,
  MediaAccess,
  MediaLocation,
  MediaRequest,
} from '../../../src/adapter-sdk/index.js';
import { tokenOf } from './bot-call.js';
import { botApiErrorOf, outcomeOfError, type BotApiError } from './errors.js';
import { fieldsOf, textOf } from './payloads.js';

const TIMEOUT_MS = 20_000;
/** More a bot cannot download from the Bot API, whatever a citizen sent. */
const MAX_BYTES = 20 * 1024 * 1024;

/** A path on Telegram's server, such as `photos/file_7.jpg`. Nothing in it can leave the folder of the bot's files. */
const FILE_PATH = /^(?!.*\.\.)[\w-][\w./-]{0,300}$/;

/** Texts as the Bot API server has them (`tdlib/telegram-bot-api`, `Client.cpp`). */
const IS_TOO_LARGE = /file is too big/i;
const IS_AWAY = /temporarily unavailable/i;

type Answer = Extract<HttpResult, { kind: 'answer' }>;

function ofError(error: BotApiError, answer: Answer): MediaLocation {
  const detail = `code ${error.number}`;
  if (error.number === 400 && !IS_AWAY.test(error.description)) {
    return { kind: 'gone', code: IS_TOO_LARGE.test(error.description) ? 'MEDIA_TOO_LARGE' : 'MEDIA_GONE', detail };
  }
  const outcome = outcomeOfError(error, answer);
  return outcome.kind === 'retry' || outcome.kind === 'park'
    ? outcome
    : { kind: 'retry', code: 'TELEGRAM_SERVER_ERROR', detail };
}

function ofAnswer(answer: Answer, urlOf: (path: string) => string): MediaLocation {
  const body = fieldsOf(jsonOf(answer.text));
  const error = body === undefined ? undefined : botApiErrorOf(body);
  if (error !== undefined) {
    return ofError(error, answer);
  }
  const path = textOf(fieldsOf(body?.['result'])?.['file_path']);
  return answer.status >= 300 || path === undefined || !FILE_PATH.test(path)
    ? { kind: 'retry', code: 'TELEGRAM_ANSWER_UNREADABLE', detail: `status ${answer.status}` }
    : { kind: 'at', url: urlOf(path), hosts: [], refused: 'park', missing: 'retry' };
}

/** The Bot API gives a path that is good for an hour, below one that holds the token: the address must be kept nowhere. */
async function locate({ attachment }: MediaRequest, context: ChannelContext): Promise<MediaLocation> {
  const token = tokenOf(context);
  if (token === undefined) {
    return { kind: 'park', code: 'TELEGRAM_TOKEN_INVALID' };
  }
  if (attachment.mediaId === undefined) {
    return { kind: 'gone', code: 'MEDIA_NOTHING_TO_FETCH' };
  }
  const result = await context.http({
    method: 'POST',
    url: `${context.baseUrl}/bot${token}/getFile`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ file_id: attachment.mediaId }),
    timeoutMs: TIMEOUT_MS,
  });
  if (result.kind === 'answer') {
    return ofAnswer(result, (path) => `${context.baseUrl}/file/bot${token}/${path}`);
  }
  const code = result.kind === 'not-sent' ? 'TELEGRAM_NOT_REACHED' : 'TELEGRAM_NO_ANSWER';
  return { kind: 'retry', code, detail: result.cause.replaceAll(token, '[token]') };
}

export const telegramMedia: MediaAccess = {
  policies: { image: 'copy', video: 'copy', audio: 'copy', file: 'copy', sticker: 'link' },
  maxBytes: { image: MAX_BYTES, video: MAX_BYTES, audio: MAX_BYTES, file: MAX_BYTES, sticker: MAX_BYTES },
  locate,
};
