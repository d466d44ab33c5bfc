import type { Conversation } from './conversations.js';
import { echo } from './envelope-messaging.js';
import { type AccountCall, type GraphReply, notFound, objectParam, ok, refuse, textParam } from './graph-reply.js';
import { pageScopedId } from './ids.js';
import { asText } from '../basics/json.js';
import { entryBase, newMessageId } from './private-actions.js';
import type { PlatformState } from './state.js';
import type { PublicItem } from './threads.js';

const HOUR_MS = 3_600_000;
const RESPONSE_WINDOW_MS = 24 * HOUR_MS;
const HUMAN_AGENT_WINDOW_MS = 7 * 24 * HOUR_MS;
const MESSENGER_CHARACTERS = 2_000;
const INSTAGRAM_BYTES = 1_000;
const METADATA_CHARACTERS = 1_000;

type PageChannel = 'messenger' | 'instagram';

/** What differs between the two products that share this call. */
const WORDS = {
  messenger: { windowSubcode: 2018278, unknownSubcode: 2018001, throttle: 613 },
  instagram: { windowSubcode: 2534022, unknownSubcode: 2534014, throttle: 80002 },
} as const;

function windowClosed(channel: PageChannel): GraphReply {
  return refuse({
    code: 10,
    subcode: WORDS[channel].windowSubcode,
    message: 'This message is sent outside of allowed window.',
  });
}

/** POST /{page-id or ig-id}/messages: a message to a citizen, or the one private reply to a comment. */
export function writeMessage(state: PlatformState, call: AccountCall): GraphReply {
  const recipient = objectParam(call, 'recipient') ?? {};
  const itemId = asText(recipient['comment_id']) ?? asText(recipient['post_id']);
  if (itemId !== undefined) {
    return writePrivateReply(state, call, itemId);
  }
  const citizenId = asText(recipient['id']);
  const conversation = citizenId === undefined ? undefined : findConversation(state, call, citizenId);
  if (conversation === undefined) {
    const { unknownSubcode } = WORDS[channelOf(call)];
    return refuse({ code: 100, subcode: unknownSubcode, message: 'No matching user found' });
  }
  if (call.params['sender_action'] !== undefined) {
    return ok({ recipient_id: citizenId });
  }
  return (
    refusedContent(state, call, conversation.channel) ??
    refusedWindow(state, call, conversation) ??
    send(state, call, conversation)
  );
}

function channelOf(call: AccountCall): PageChannel {
  return call.account.kind === 'instagram' ? 'instagram' : 'messenger';
}

/** A page may also send for the Instagram account that is linked to it. */
function findConversation(state: PlatformState, call: AccountCall, citizenId: string): Conversation | undefined {
  const own = state.conversations.find(call.account.id, citizenId);
  if (own !== undefined || call.account.kind !== 'page' || call.account.page.instagramId === undefined) {
    return own;
  }
  return state.conversations.find(call.account.page.instagramId, citizenId);
}

function refusedContent(
  state: PlatformState,
  call: AccountCall,
  channel: Conversation['channel'],
): GraphReply | undefined {
  const product = channel === 'instagram' ? 'instagram' : 'messenger';
  const problem = contentProblem(call, product);
  if (problem !== undefined) {
    return refuse({ code: 100, message: problem });
  }
  const { messengerPerSecond } = state.rates.limits;
  return state.rates.fits(`messages ${call.account.id}`, messengerPerSecond, state.clock.nowMs())
    ? undefined
    : refuse({ code: WORDS[product].throttle, message: 'Calls to this api have exceeded the rate limit.' });
}

function contentProblem(call: AccountCall, product: PageChannel): string | undefined {
  const message = objectParam(call, 'message') ?? {};
  const text = asText(message['text']) ?? '';
  const metadata = asText(message['metadata']) ?? '';
  if (text === '' && message['attachment'] === undefined) {
    return 'You must provide either text or an attachment';
  }
  if (isTooLong(text, product)) {
    const most = product === 'messenger' ? MESSENGER_CHARACTERS : INSTAGRAM_BYTES;
    return `Length of param message[text] must be less than or equal to ${String(most)}`;
  }
  return metadata.length > METADATA_CHARACTERS ? 'Param message[metadata] is too long' : undefined;
}

/** Instagram counts bytes. What Messenger calls a character is not told; UTF-16 units are the strictest reading. */
function isTooLong(text: string, product: PageChannel): boolean {
  return product === 'messenger' ? text.length > MESSENGER_CHARACTERS : Buffer.byteLength(text) > INSTAGRAM_BYTES;
}

function refusedWindow(state: PlatformState, call: AccountCall, conversation: Conversation): GraphReply | undefined {
  const product = conversation.channel === 'instagram' ? 'instagram' : 'messenger';
  if (conversation.isBlocked) {
    return refuse({ code: 551, subcode: 1545041, message: 'This person is not available right now.' });
  }
  const isTagged = textParam(call, 'messaging_type') === 'MESSAGE_TAG' || call.params['tag'] !== undefined;
  if (isTagged && textParam(call, 'tag') !== 'HUMAN_AGENT') {
    return refuse({ code: 100, message: 'The tag is not supported.' });
  }
  const windowMs = isTagged && state.switches.humanAgentApproved ? HUMAN_AGENT_WINDOW_MS : RESPONSE_WINDOW_MS;
  const since = state.clock.nowMs() - (conversation.lastCitizenAtMs ?? Number.NEGATIVE_INFINITY);
  return since <= windowMs ? undefined : windowClosed(product);
}

function send(state: PlatformState, call: AccountCall, conversation: Conversation): GraphReply {
  const message = objectParam(call, 'message') ?? {};
  const text = asText(message['text']) ?? '[attachment]';
  const metadata = asText(message['metadata']);
  const id = newMessageId(state, conversation.channel);
  const atMs = state.clock.nowMs();
  const reference = metadata === undefined ? {} : { reference: metadata };
  state.conversations.addMessage(conversation, { id, fromCitizen: false, text, atMs, ...reference });
  state.transcript.add({
    ...entryBase(conversation),
    ...reference,
    id,
    who: 'service',
    author: conversation.account,
    text,
    atMs,
  });
  const sent = { id, text, atMs, appId: state.appId, ...(metadata === undefined ? {} : { metadata }) };
  return {
    ...ok({ recipient_id: conversation.citizen.id, message_id: id }),
    updates: [echo(conversation, sent)],
    isSend: true,
  };
}

/** One per comment, within seven days. It opens no window: only the citizen's answer to it does. */
function writePrivateReply(state: PlatformState, call: AccountCall, itemId: string): GraphReply {
  const item = state.threads.find(itemId);
  if (item === undefined || item.isRemoved || item.author === undefined) {
    return notFound(itemId);
  }
  const channel = item.channel === 'facebook' ? 'messenger' : 'instagram';
  const refusal = refusedReply(state, item, channel) ?? refusedContent(state, call, channel);
  if (refusal !== undefined) {
    return refusal;
  }
  const { id, name } = item.author;
  // Instagram knows one id per citizen and account; a Facebook commenter has another id in Messenger.
  const citizen = { id: channel === 'instagram' ? id : pageScopedId(item.account, id), name };
  const conversation = state.conversations.open({ channel, account: item.account, citizen });
  item.privateReplyUsed = true;
  return send(state, call, conversation);
}

function refusedReply(state: PlatformState, item: PublicItem, channel: PageChannel): GraphReply | undefined {
  if (item.author?.id === item.account) {
    return refuse({ code: 100, message: 'A page cannot reply privately to itself' });
  }
  if (item.privateReplyUsed) {
    return refuse({ code: 100, subcode: 2534025, message: 'This comment has been replied to privately already' });
  }
  return state.clock.nowMs() - item.atMs > HUMAN_AGENT_WINDOW_MS ? windowClosed(channel) : undefined;
}
