import { aliasOf, callGraph, fieldsIn, idOf, outcomeOfCall, type Fields } from '../../vendors/meta/index.js';
import type { ChannelContext, OutgoingPart, SendOutcome } from '../../../src/adapter-sdk/index.js';
import { WHATSAPP_RULES } from './errors.js';
import { templateMessage } from './invitation.js';

type Recipient = { readonly to: string } | { readonly recipient: string };

/**
 * A number goes with a plus sign: without it Meta puts the country code of the sender in front. A citizen who hides
 * the number is reached by the business-scoped id, and then `to` must be absent, because it would win.
 */
function recipientAmong(values: readonly string[]): Recipient | undefined {
  const known = values.map((value) => aliasOf(value));
  const number = known.find((alias) => alias?.kind === 'wa_id');
  if (number !== undefined) {
    return { to: `+${number.value}` };
  }
  const scoped = known.find((alias) => alias?.kind === 'bsuid');
  return scoped === undefined ? undefined : { recipient: scoped.value };
}

/** What the conversation is called is the last resort: it may be a number that the citizen does not have any more. */
function recipientOf({ citizenAliases, conversation }: OutgoingPart): Recipient | undefined {
  return recipientAmong(citizenAliases.map((alias) => alias.value)) ?? recipientAmong([conversation]);
}

function remoteIdOf(body: Fields): string | undefined {
  return idOf(fieldsIn(body['messages'])[0]?.['id']);
}

/** What is written: free text, or the template where that is all the channel takes. */
function messageOf(part: OutgoingPart, settings: ChannelContext['settings']): object | undefined {
  return part.invitation === undefined
    ? {
        type: 'text',
        ...(part.inReplyTo === undefined ? {} : { context: { message_id: part.inReplyTo } }),
        text: { body: part.text, preview_url: false },
      }
    : templateMessage(part, settings);
}

/** Sends one message. Acceptance is not delivery: the statuses that follow tell, under the same reference. */
export async function sendWhatsapp(part: OutgoingPart, context: ChannelContext): Promise<SendOutcome> {
  const recipient = recipientOf(part);
  if (recipient === undefined) {
    return { kind: 'refused', code: 'RECIPIENT_UNKNOWN' };
  }
  const message = messageOf(part, context.settings);
  if (message === undefined) {
    return {
      kind: 'quarantined',
      code: 'WHATSAPP_TEMPLATE_WRONG',
      detail: 'The settings of the account name no template.',
    };
  }
  const body = {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...recipient,
    ...message,
    biz_opaque_callback_data: part.reference,
  };
  const result = await callGraph({ path: [part.account, 'messages'], body }, context);
  return outcomeOfCall(result, { rules: WHATSAPP_RULES, remoteIdOf }, part, context);
}
