import { aliasOf, callGraph, fieldsIn, idOf, outcomeOfCall, type Fields } from '../../vendors/meta/index.js';
import type { ChannelContext, OutgoingPart, SendOutcome } from '../../../src/adapter-sdk/index.js';
import { WHATSAPP_RULES } from './errors.js';

type Recipient = { readonly to: string } | { readonly recipient: string };

/**
 * A number goes with a plus sign: without it Meta puts the country code of the sender in front. A citizen who hides
 * the number is reached by the business-scoped id, and then `to` must be absent, because it would win.
 */
export function recipientOf(part: OutgoingPart): Recipient | undefined {
  const known = [...part.citizenAliases.map((alias) => alias.value), part.conversation].map((value) => aliasOf(value));
  const number = known.find((alias) => alias?.kind === 'wa_id');
  if (number !== undefined) {
    return { to: `+${number.value}` };
  }
  const scoped = known.find((alias) => alias?.kind === 'bsuid');
  return scoped === undefined ? undefined : { recipient: scoped.value };
}

function remoteIdOf(body: Fields): string | undefined {
  return idOf(fieldsIn(body['messages'])[0]?.['id']);
}

/** Sends one text. Acceptance is not delivery: the statuses that follow tell, under the same reference. */
export async function sendWhatsapp(part: OutgoingPart, context: ChannelContext): Promise<SendOutcome> {
  const recipient = recipientOf(part);
  if (recipient === undefined) {
    return { kind: 'refused', code: 'RECIPIENT_UNKNOWN' };
  }
  const body = {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...recipient,
    type: 'text',
    ...(part.inReplyTo === undefined ? {} : { context: { message_id: part.inReplyTo } }),
    text: { body: part.text, preview_url: false },
    biz_opaque_callback_data: part.reference,
  };
  const result = await callGraph({ path: [part.account, 'messages'], body }, context);
  return outcomeOfCall(result, { rules: WHATSAPP_RULES, remoteIdOf }, part, context);
}
