import { ControlError } from '../basics/control-error.js';
import type { Citizen, Conversation, PrivateChannel } from './conversations.js';
import {
  type Attachment,
  citizenMessage,
  echo,
  type InboundMessage,
  messageEdit,
  messageUnsend,
  reaction,
  readReceipt,
} from './envelope-messaging.js';
import {
  mediaIdOf,
  whatsappEdit,
  whatsappMessage,
  whatsappPhoneEcho,
  whatsappReaction,
  whatsappRevoke,
  whatsappStatus,
} from './envelope-whatsapp.js';
import type { WhatsappNumber } from './options.js';
import type { PlatformState } from './state.js';
import type { Update } from './updates.js';

export interface SayInput {
  readonly channel: PrivateChannel;
  /** Page id, Instagram account id or phone number id. */
  readonly account: string;
  readonly citizen: Citizen;
  readonly text?: string;
  readonly attachments?: readonly Attachment[];
  readonly replyTo?: string;
  /** Given by callers who want stable ids. A known id posts its webhook again and adds nothing. */
  readonly messageId?: string;
  readonly atMs?: number;
}

export interface Said {
  readonly messageId: string;
  readonly conversation: string;
}

export interface AnswerOutsideInput {
  readonly channel: PrivateChannel;
  readonly account: string;
  readonly citizenId: string;
  readonly text: string;
  readonly messageId?: string;
  readonly atMs?: number;
}

/** Meta's own inbox apps; an echo that names one of them was written by a person outside our software. */
const INBOX_APP = { messenger: '263902037430900', instagram: '1217981644879628' } as const;

const ACCOUNT_KIND = { messenger: 'page', instagram: 'instagram', whatsapp: 'phone' } as const;

export function numberOf(state: PlatformState, phoneNumberId: string): WhatsappNumber {
  const account = state.assets.find(phoneNumberId);
  if (account?.kind !== 'phone') {
    throw new ControlError(`There is no WhatsApp number with id ${phoneNumberId}.`);
  }
  return account.number;
}

export function openConversation(
  state: PlatformState,
  input: Pick<SayInput, 'channel' | 'account' | 'citizen'>,
): Conversation {
  const { channel, account, citizen } = input;
  if (state.assets.find(account)?.kind !== ACCOUNT_KIND[channel]) {
    throw new ControlError(`There is no ${channel} account with id ${account}.`);
  }
  const wabaId = channel === 'whatsapp' ? { wabaId: numberOf(state, account).wabaId } : {};
  return state.conversations.open({ channel, account, citizen, ...wabaId });
}

export function newMessageId(state: PlatformState, channel: PrivateChannel): string {
  switch (channel) {
    case 'messenger':
      return state.ids.messengerMessage();
    case 'instagram':
      return state.ids.instagramMessage();
    case 'whatsapp':
      return state.ids.whatsappMessage();
  }
}

/** What the citizen, or whoever reads along, sees of a message without words. */
function shownText(input: { readonly text?: string; readonly attachments?: readonly Attachment[] }): string {
  return input.text ?? (input.attachments ?? []).map((attachment) => `[${attachment.type}]`).join(' ');
}

/** WhatsApp tells an id, under which the file must be found later. */
function rememberMedia(state: PlatformState, { id, attachments = [] }: InboundMessage): void {
  const name = attachments[0]?.url?.split('/').at(-1);
  if (name !== undefined) {
    state.mediaNames.set(mediaIdOf(id), decodeURIComponent(name));
  }
}

export function say(state: PlatformState, input: SayInput): Said {
  const conversation = openConversation(state, input);
  const message: InboundMessage = {
    ...input,
    id: input.messageId ?? newMessageId(state, input.channel),
    atMs: input.atMs ?? state.clock.nowMs(),
  };
  if (state.conversations.ofMessage(message.id) === undefined) {
    const text = shownText(input);
    state.conversations.addMessage(conversation, { id: message.id, fromCitizen: true, text, atMs: message.atMs });
    state.transcript.add({
      ...entryBase(conversation),
      id: message.id,
      who: 'citizen',
      author: conversation.citizen.name ?? conversation.citizen.id,
      text,
      atMs: message.atMs,
    });
  }
  conversation.lastCitizenAtMs = Math.max(conversation.lastCitizenAtMs ?? 0, message.atMs);
  conversation.isBlocked = false;
  if (input.channel === 'whatsapp') {
    rememberMedia(state, message);
    state.rates.fits(`whatsapp ${input.account}`, Number.MAX_SAFE_INTEGER, state.clock.nowMs());
    state.webhooks.publish([whatsappMessage(numberOf(state, input.account), conversation, message)]);
  } else {
    state.webhooks.publish([citizenMessage(conversation, message)]);
  }
  return { messageId: message.id, conversation: conversation.key };
}

export function entryBase(
  conversation: Conversation,
): Pick<Conversation, 'channel' | 'account'> & { conversation: string; publicOrPrivate: 'private' } {
  return {
    channel: conversation.channel,
    account: conversation.account,
    conversation: conversation.key,
    publicOrPrivate: 'private',
  };
}

interface Change {
  readonly id: string;
  readonly text?: string;
  readonly atMs?: number;
  /** WhatsApp: the id of the edit or removal itself. */
  readonly changeId?: string;
}

export function editMessage(
  state: PlatformState,
  conversation: Conversation,
  change: Change & { readonly text: string },
): void {
  if (conversation.channel === 'instagram') {
    throw new ControlError('Instagram has no edit of a message.');
  }
  const atMs = change.atMs ?? state.clock.nowMs();
  state.transcript.change(conversation.key, change.id, { text: change.text });
  const update =
    conversation.channel === 'whatsapp'
      ? whatsappEdit(whatsappChange(state, conversation, change), change.text)
      : messageEdit(conversation, { id: change.id, text: change.text, atMs, count: 1 });
  state.webhooks.publish([update]);
}

export function unsendMessage(state: PlatformState, conversation: Conversation, change: Change): void {
  state.transcript.change(conversation.key, change.id, { visible: false });
  const update =
    conversation.channel === 'whatsapp'
      ? whatsappRevoke(whatsappChange(state, conversation, change))
      : messageUnsend(conversation, change.id, change.atMs ?? state.clock.nowMs());
  state.webhooks.publish([update]);
}

export function reactToMessage(
  state: PlatformState,
  conversation: Conversation,
  change: Change & { readonly text: string },
): void {
  const atMs = change.atMs ?? state.clock.nowMs();
  conversation.lastCitizenAtMs = Math.max(conversation.lastCitizenAtMs ?? 0, atMs);
  const update =
    conversation.channel === 'whatsapp'
      ? whatsappReaction(whatsappChange(state, conversation, change), change.text)
      : reaction(conversation, change.id, change.text, atMs);
  state.webhooks.publish([update]);
}

function whatsappChange(
  state: PlatformState,
  conversation: Conversation,
  change: Change,
): Parameters<typeof whatsappRevoke>[0] {
  return {
    number: numberOf(state, conversation.account),
    conversation,
    id: change.changeId ?? state.ids.whatsappMessage(),
    originalId: change.id,
    atMs: change.atMs ?? state.clock.nowMs(),
  };
}

/** The citizen opens the conversation and sees all that was sent. */
export function readConversation(state: PlatformState, account: string, citizenId: string): void {
  const conversation = knownConversation(state, account, citizenId);
  const atMs = state.clock.nowMs();
  if (conversation.channel !== 'whatsapp') {
    state.webhooks.publish([readReceipt(conversation, atMs)]);
    return;
  }
  const number = numberOf(state, account);
  const sent = conversation.messages.filter((message) => !message.fromCitizen && message.reference !== undefined);
  state.webhooks.publish(
    sent.map(({ id, reference }) =>
      whatsappStatus(number, conversation, {
        id,
        status: 'read',
        atMs,
        ...(reference === undefined ? {} : { reference }),
      }),
    ),
  );
}

export function knownConversation(state: PlatformState, account: string, citizenId: string): Conversation {
  const conversation = state.conversations.find(account, citizenId);
  if (conversation === undefined) {
    throw new ControlError(`${citizenId} never wrote to ${account}.`);
  }
  return conversation;
}

/** A colleague answers in the platform's own app. Schakel hears of it by an echo with Meta's app id. */
export function answerPrivatelyOutside(state: PlatformState, input: AnswerOutsideInput): Said {
  const conversation = knownConversation(state, input.account, input.citizenId);
  const id = input.messageId ?? newMessageId(state, input.channel);
  const atMs = input.atMs ?? state.clock.nowMs();
  if (state.conversations.ofMessage(id) === undefined) {
    state.conversations.addMessage(conversation, { id, fromCitizen: false, text: input.text, atMs });
    state.transcript.add({
      ...entryBase(conversation),
      id,
      who: 'colleague',
      author: input.account,
      text: input.text,
      atMs,
    });
  }
  state.webhooks.publish([outsideEcho(state, conversation, { id, text: input.text, atMs })]);
  return { messageId: id, conversation: conversation.key };
}

function outsideEcho(
  state: PlatformState,
  conversation: Conversation,
  message: { readonly id: string; readonly text: string; readonly atMs: number },
): Update {
  return conversation.channel === 'whatsapp'
    ? whatsappPhoneEcho(numberOf(state, conversation.account), conversation, message)
    : echo(conversation, { ...message, appId: INBOX_APP[conversation.channel] });
}
