import { asNumber, asText, parseJson, type JsonObject } from '../basics/json.js';
import { ok, refuse, type BotApiReply } from './bot-api-reply.js';
import { getFile } from './files.js';
import { METHODS, type Method } from './faults.js';
import { sendMessage } from './send-message.js';
import type { BotState, TelegramState } from './state.js';

/** A call of the Bot API, taken apart: `/bot<token>/<method>`. */
export interface BotApiCall {
  readonly token: string;
  readonly method: string;
  /** Query and body together. */
  readonly params: JsonObject;
}

/** The form of a token. Another form is no path of the Bot API at all. */
const TOKEN_FORM = /^[1-9]\d*:[A-Za-z0-9_-]+$/;
const SECRET_TOKEN = /^[A-Za-z0-9_-]{1,256}$/;
const MOST_CONNECTIONS = 40;

export function botOf(state: TelegramState, token: string): BotState | undefined {
  return state.bots.find(({ bot }) => bot.token === token);
}

export function methodOf(call: BotApiCall): Method | undefined {
  return METHODS.find((method) => method.toLowerCase() === call.method.toLowerCase());
}

/** What a call gives. The token decides before the method does. */
export function runCall(state: TelegramState, call: BotApiCall): BotApiReply {
  const own = botOf(state, call.token);
  if (own === undefined) {
    return TOKEN_FORM.test(call.token) ? refuse(401) : refuse(404);
  }
  switch (methodOf(call)) {
    case 'getMe':
      return ok({ id: own.bot.id, is_bot: true, first_name: own.bot.name, username: own.bot.username });
    case 'sendMessage':
      return sendMessage(state, own, call.params);
    case 'getFile':
      return getFile(call.params);
    case 'setWebhook':
      return setWebhook(own, call.params);
    case 'deleteWebhook':
      return deleteWebhook(own, call.params);
    case 'getWebhookInfo':
      return ok(webhookInfo(own));
    default:
      return refuse(404, 'method not found');
  }
}

/** Telegram itself takes https only; a fake one has no certificate. */
function isAddress(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}

function setWebhook(own: BotState, params: JsonObject): BotApiReply {
  const url = asText(params['url']) ?? '';
  const secretToken = asText(params['secret_token']);
  if (url === '') {
    return deleteWebhook(own, params);
  }
  if (!isAddress(url)) {
    return refuse(400, 'bad webhook: invalid webhook URL specified');
  }
  if (secretToken !== undefined && !SECRET_TOKEN.test(secretToken)) {
    return refuse(400, 'secret token contains unallowed characters');
  }
  const maxConnections = asNumber(Number(params['max_connections'] ?? MOST_CONNECTIONS)) ?? MOST_CONNECTIONS;
  own.webhook = { url, secretToken, maxConnections, allowedUpdates: namesIn(params['allowed_updates']) };
  dropIfAsked(own, params);
  own.updates.resume();
  return ok(true, 'Webhook was set');
}

/** What was posted to nobody waits for the next webhook, unless it is asked to be dropped. */
function deleteWebhook(own: BotState, params: JsonObject): BotApiReply {
  const wasSet = own.webhook !== undefined;
  own.webhook = undefined;
  dropIfAsked(own, params);
  return ok(true, wasSet ? 'Webhook was deleted' : 'Webhook is already deleted');
}

function dropIfAsked(own: BotState, params: JsonObject): void {
  if (params['drop_pending_updates'] === true || params['drop_pending_updates'] === 'true') {
    own.updates.dropPending();
  }
}

/** A list, or a list in JSON text as forms carry it. Empty means the default. */
function namesIn(value: unknown): readonly string[] | undefined {
  const list = typeof value === 'string' ? parseJson(value) : value;
  const names = Array.isArray(list) ? list.filter((name) => typeof name === 'string') : [];
  return names.length === 0 ? undefined : names;
}

function webhookInfo({ webhook, updates, lastError }: BotState): unknown {
  return {
    url: webhook?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: updates.pending(),
    ...(lastError === undefined
      ? {}
      : { last_error_date: Math.floor(lastError.atMs / 1000), last_error_message: lastError.message }),
    ...(webhook === undefined ? {} : { max_connections: webhook.maxConnections }),
    ...(webhook?.allowedUpdates === undefined ? {} : { allowed_updates: webhook.allowedUpdates }),
  };
}
