import { createHash } from 'node:crypto';
import type { Conversation } from './conversations.js';
import type { Attachment, InboundMessage } from './envelope-messaging.js';
import type { WhatsappNumber } from './options.js';
import type { Update } from './updates.js';

function whatsappUpdate(number: WhatsappNumber, field: string, content: Readonly<Record<string, unknown>>): Update {
  return {
    object: 'whatsapp_business_account',
    entryId: number.wabaId,
    list: 'changes',
    field,
    item: {
      field,
      value: {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: number.displayNumber, phone_number_id: number.phoneNumberId },
        ...content,
      },
    },
  };
}

function seconds(atMs: number): string {
  return String(Math.floor(atMs / 1000));
}

/** Citizens who hide their number have a user id only: `from` and `wa_id` are then left out, not empty. */
function contactsOf(conversation: Conversation): unknown[] {
  const { citizen, phone, userId } = conversation;
  return [
    {
      profile: {
        name: citizen.name ?? citizen.username ?? '',
        ...(citizen.username === undefined ? {} : { username: citizen.username }),
      },
      ...(phone === undefined ? {} : { wa_id: phone }),
      user_id: userId,
    },
  ];
}

function senderOf(conversation: Conversation): Readonly<Record<string, unknown>> {
  return {
    ...(conversation.phone === undefined ? {} : { from: conversation.phone }),
    from_user_id: conversation.userId,
  };
}

function mediaContent(attachment: Attachment, text: string | undefined, id: string): Readonly<Record<string, unknown>> {
  if (attachment.type === 'location') {
    return {
      type: 'location',
      location: { latitude: attachment.latitude ?? 0, longitude: attachment.longitude ?? 0 },
    };
  }
  const type = attachment.type === 'file' ? 'document' : attachment.type;
  const media = {
    id,
    mime_type: type === 'image' ? 'image/png' : 'application/octet-stream',
    ...(attachment.url === undefined ? {} : { url: attachment.url }),
    ...(text === undefined ? {} : { caption: text }),
  };
  return { type, [type]: media };
}

/** The id under which the bytes of an attachment can be asked for. */
export function mediaIdOf(messageId: string): string {
  const digest = createHash('sha256').update(messageId).digest();
  return `1003${String(digest.readUIntBE(0, 5)).padStart(13, '0')}`;
}

/** One attachment a message: the first; a text becomes its caption. */
export function whatsappMessage(number: WhatsappNumber, conversation: Conversation, message: InboundMessage): Update {
  const attachment = message.attachments?.[0];
  const content =
    attachment === undefined
      ? { type: 'text', text: { body: message.text ?? '' } }
      : mediaContent(attachment, message.text, mediaIdOf(message.id));
  return whatsappUpdate(number, 'messages', {
    contacts: contactsOf(conversation),
    messages: [
      {
        ...senderOf(conversation),
        id: message.id,
        timestamp: seconds(message.atMs),
        ...content,
        ...(message.replyTo === undefined ? {} : { context: { id: message.replyTo } }),
      },
    ],
  });
}

export interface WhatsappChange {
  readonly number: WhatsappNumber;
  readonly conversation: Conversation;
  /** The id of the change itself: edits and removals are messages of their own. */
  readonly id: string;
  readonly originalId: string;
  readonly atMs: number;
}

export function whatsappEdit(change: WhatsappChange, text: string): Update {
  return changeUpdate(change, {
    type: 'edit',
    edit: { original_message_id: change.originalId, message: { type: 'text', text: { body: text } } },
  });
}

export function whatsappRevoke(change: WhatsappChange): Update {
  return changeUpdate(change, { type: 'revoke', revoke: { original_message_id: change.originalId } });
}

export function whatsappReaction(change: WhatsappChange, emoji: string): Update {
  return changeUpdate(change, { type: 'reaction', reaction: { message_id: change.originalId, emoji } });
}

function changeUpdate(change: WhatsappChange, content: Readonly<Record<string, unknown>>): Update {
  return whatsappUpdate(change.number, 'messages', {
    contacts: contactsOf(change.conversation),
    messages: [{ ...senderOf(change.conversation), id: change.id, timestamp: seconds(change.atMs), ...content }],
  });
}

export interface StatusFacts {
  readonly id: string;
  readonly status: 'sent' | 'delivered' | 'read' | 'failed';
  readonly atMs: number;
  readonly reference?: string;
  readonly error?: { readonly code: number; readonly title: string; readonly details: string };
}

/** Prices stand on `sent` and on the first of delivered and read; contacts are absent on `failed`. */
export function whatsappStatus(number: WhatsappNumber, conversation: Conversation, facts: StatusFacts): Update {
  const hasPrice = facts.status === 'sent' || facts.status === 'delivered';
  return whatsappUpdate(number, 'messages', {
    statuses: [
      {
        id: facts.id,
        status: facts.status,
        timestamp: seconds(facts.atMs),
        ...(conversation.phone === undefined ? {} : { recipient_id: conversation.phone }),
        ...(conversation.userId === undefined ? {} : { recipient_user_id: conversation.userId }),
        ...(facts.reference === undefined ? {} : { biz_opaque_callback_data: facts.reference }),
        ...(hasPrice
          ? { pricing: { billable: true, pricing_model: 'PMP', type: 'regular', category: 'service' } }
          : {}),
        ...(facts.error === undefined ? {} : { errors: [statusError(facts.error)] }),
      },
    ],
  });
}

function statusError(error: { readonly code: number; readonly title: string; readonly details: string }): unknown {
  return { code: error.code, title: error.title, message: error.title, error_data: { details: error.details } };
}

/** A colleague answered on the phone that shares the number. */
export function whatsappPhoneEcho(number: WhatsappNumber, conversation: Conversation, message: InboundMessage): Update {
  return whatsappUpdate(number, 'smb_message_echoes', {
    message_echoes: [
      {
        from: number.displayNumber,
        ...(conversation.phone === undefined ? {} : { to: conversation.phone }),
        to_user_id: conversation.userId,
        id: message.id,
        timestamp: seconds(message.atMs),
        type: 'text',
        text: { body: message.text ?? '' },
      },
    ],
  });
}
