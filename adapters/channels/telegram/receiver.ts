import { createHash } from 'node:crypto';
import { parseExactly, sameSecret } from '../../../src/adapter-sdk/index.js';
import type {
  ChannelEvent,
  RawRequest,
  WebhookReceiver,
  ReceiverSecrets,
  Verification,
} from '../../../src/adapter-sdk/index.js';
import { editedMessage, newMessage } from './messages.js';
import { fieldsOf, idOf, type Fields } from './payloads.js';
import { buttonTap, membership } from './taps-and-members.js';
import { dropped, unrecognised, type Origin, type Update } from './update.js';

const SECRET_HEADER = 'x-telegram-bot-api-secret-token';

function unused(update: Update): ChannelEvent {
  return dropped(update, 'TELEGRAM_UPDATE_NOT_USED');
}

/** The kinds of update up to Bot API 10. A kind that is not here is new: it is kept as unrecognised. */
const READERS: ReadonlyMap<string, (update: Update) => ChannelEvent> = new Map([
  ['message', newMessage],
  ['edited_message', editedMessage],
  ['callback_query', buttonTap],
  ['my_chat_member', membership],
  ...[
    ...['channel_post', 'edited_channel_post', 'business_connection', 'business_message', 'edited_business_message'],
    ...['deleted_business_messages', 'message_reaction', 'message_reaction_count', 'inline_query'],
    ...['chosen_inline_result', 'shipping_query', 'pre_checkout_query', 'purchased_paid_media', 'poll'],
    ...['poll_answer', 'chat_member', 'chat_join_request', 'chat_boost', 'removed_chat_boost', 'guest_message'],
    ...['managed_bot', 'subscription', 'stopped_message_generation'],
  ].map((kind) => [kind, unused] as const),
]);

/**
 * Telegram signs nothing: it repeats a secret that we chose, which is not empty. Every secret is compared, so that the
 * time does not tell which one matched.
 */
function verify(request: RawRequest, secrets: ReceiverSecrets): Verification {
  const given = request.headers[SECRET_HEADER];
  if (!given) {
    return { ok: false, code: 'SIGNATURE_MISSING' };
  }
  const matches = secrets.signing.filter((secret) => sameSecret(given, secret));
  return matches.length > 0 ? { ok: true } : { ok: false, code: 'SIGNATURE_WRONG' };
}

/** An update has its number and one other field, whose name is its kind. */
function readUpdate(body: Fields, origin: Origin): ChannelEvent {
  for (const [kind, read] of READERS) {
    const item = fieldsOf(body[kind]);
    if (item !== undefined) {
      return read({ ...origin, item });
    }
  }
  return unrecognised(origin, 'TELEGRAM_UPDATE_UNKNOWN');
}

/** One post is one update is one event. */
function split(request: RawRequest, receivedAtMs: number): readonly ChannelEvent[] {
  const parsed = parseExactly(request.rawBody.toString('utf8'));
  const body = parsed.ok ? fieldsOf(parsed.value) : undefined;
  const account = request.account ?? 'unknown';
  const number = idOf(body?.['update_id']) ?? createHash('sha256').update(request.rawBody).digest('hex');
  const origin = { account, number, receivedAtMs };
  return [body === undefined ? unrecognised(origin, 'TELEGRAM_BODY_UNREADABLE') : readUpdate(body, origin)];
}

/** The front door of the bots of all municipalities; the path says whose bot it is. */
export const telegramReceiver: WebhookReceiver = { id: 'telegram', perAccount: true, verify, split };
