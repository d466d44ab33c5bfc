import type { Conversation } from './conversations.js';
import type { Update } from './updates.js';

export interface Attachment {
  readonly type: 'image' | 'video' | 'audio' | 'file' | 'location' | 'sticker';
  readonly url?: string;
  readonly latitude?: number;
  readonly longitude?: number;
}

interface MessagingItem {
  readonly conversation: Conversation;
  readonly atMs: number;
  readonly field: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly isEcho?: boolean;
}

/** An item of Messenger or Instagram messaging. In an echo the page is the sender and the citizen the recipient. */
function messagingUpdate({ conversation, atMs, field, payload, isEcho }: MessagingItem): Update {
  const citizen = { id: conversation.citizen.id };
  const account = { id: conversation.account };
  return {
    object: conversation.channel === 'instagram' ? 'instagram' : 'page',
    entryId: conversation.account,
    list: 'messaging',
    field,
    item: {
      sender: isEcho === true ? account : citizen,
      recipient: isEcho === true ? citizen : account,
      timestamp: atMs,
      ...payload,
    },
  };
}

function attachmentPayload(attachment: Attachment): unknown {
  if (attachment.type === 'location') {
    return {
      type: 'location',
      payload: { coordinates: { lat: attachment.latitude ?? 0, long: attachment.longitude ?? 0 } },
    };
  }
  return attachment.type === 'sticker'
    ? { type: 'sticker', payload: { url: attachment.url, sticker_id: 369239263222822 } }
    : { type: attachment.type, payload: { url: attachment.url } };
}

export interface InboundMessage {
  readonly id: string;
  readonly atMs: number;
  readonly text?: string;
  readonly attachments?: readonly Attachment[];
  readonly replyTo?: string;
}

export function citizenMessage(conversation: Conversation, message: InboundMessage): Update {
  const { id, atMs, text, attachments = [], replyTo } = message;
  return messagingUpdate({
    conversation,
    atMs,
    field: 'messages',
    payload: {
      message: {
        mid: id,
        ...(text === undefined ? {} : { text }),
        ...(attachments.length === 0 ? {} : { attachments: attachments.map(attachmentPayload) }),
        ...(replyTo === undefined ? {} : { reply_to: { mid: replyTo } }),
      },
    },
  });
}

export function messageEdit(
  conversation: Conversation,
  edit: { readonly id: string; readonly text: string; readonly atMs: number; readonly count: number },
): Update {
  return messagingUpdate({
    conversation,
    atMs: edit.atMs,
    field: 'message_edits',
    payload: { message_edit: { mid: edit.id, text: edit.text, num_edit: edit.count } },
  });
}

export function messageUnsend(conversation: Conversation, id: string, atMs: number): Update {
  return messagingUpdate({
    conversation,
    atMs,
    field: 'messages',
    payload: { message: { mid: id, is_deleted: true } },
  });
}

export interface Echo {
  readonly id: string;
  readonly text: string;
  readonly atMs: number;
  readonly appId: string;
  readonly metadata?: string;
}

/** Whatever the page sends comes back, from whichever app. Instagram delivers it inside `messages`. */
export function echo(conversation: Conversation, sent: Echo): Update {
  return messagingUpdate({
    conversation,
    atMs: sent.atMs,
    field: conversation.channel === 'instagram' ? 'messages' : 'message_echoes',
    isEcho: true,
    payload: {
      message: {
        mid: sent.id,
        is_echo: true,
        app_id: Number(sent.appId),
        ...(sent.metadata === undefined ? {} : { metadata: sent.metadata }),
        text: sent.text,
      },
    },
  });
}

/** Messenger tells up to when everything is read, Instagram which message. */
export function readReceipt(conversation: Conversation, atMs: number): Update {
  const lastSent = conversation.messages.findLast((message) => !message.fromCitizen);
  return messagingUpdate({
    conversation,
    atMs,
    field: 'message_reads',
    payload: { read: conversation.channel === 'instagram' ? { mid: lastSent?.id } : { watermark: atMs } },
  });
}

export function reaction(conversation: Conversation, messageId: string, emoji: string, atMs: number): Update {
  return messagingUpdate({
    conversation,
    atMs,
    field: 'message_reactions',
    payload: { reaction: { mid: messageId, action: 'react', reaction: 'other', emoji } },
  });
}
