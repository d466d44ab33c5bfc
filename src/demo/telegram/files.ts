import { createHash } from 'node:crypto';
import { asText, type JsonObject } from '../basics/json.js';
import { bytesOf } from '../basics/media.js';
import { ok, refuse, type BotApiReply } from './bot-api-reply.js';
import type { TelegramState } from './state.js';

/** Bots can download files of up to 20 MB; the demo has none that is larger, so a name says that one is. */
const TOO_BIG = /^too-big/;
const FILE = /^\/file\/bot([^/]+)\/photos\/(.+)\.png$/;

/** Where the bytes of a file id are, for an hour. */
export function getFile(params: JsonObject): BotApiReply {
  const id = asText(params['file_id']) ?? '';
  if (id === '') {
    return refuse(400, 'invalid file_id');
  }
  if (TOO_BIG.test(id)) {
    return refuse(400, 'file is too big');
  }
  return ok({
    file_id: id,
    file_unique_id: createHash('sha256').update(id).digest('base64url').slice(0, 16),
    file_size: bytesOf(id).length,
    file_path: `photos/${id}.png`,
  });
}

/** The bytes at a path of the Bot API; undefined for another path, or a token that no bot has. */
export function fileAt(state: TelegramState, path: string): Buffer | undefined {
  const [, token, id] = FILE.exec(path) ?? [];
  return token === undefined || id === undefined || !state.bots.some(({ bot }) => bot.token === token)
    ? undefined
    : bytesOf(id);
}
