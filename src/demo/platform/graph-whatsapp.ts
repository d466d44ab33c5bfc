import type { Conversation } from './conversations.js';
import { whatsappStatus } from './envelope-whatsapp.js';
import { type AccountCall, type GraphReply, objectParam, ok, refuse, textParam } from './graph-reply.js';
import { asText } from '../basics/json.js';
import type { WhatsappNumber } from './options.js';
import { entryBase } from './private-actions.js';
import type { PlatformState } from './state.js';
import type { Update } from './updates.js';

const WINDOW_MS = 24 * 3_600_000;
const TEXT_CHARACTERS = 4_096;
const CALLBACK_DATA_CHARACTERS = 512;
const DEFAULT_TEMPLATES = ['melding_update'];

interface WhatsappCall extends AccountCall {
  readonly number: WhatsappNumber;
}

interface Outcome {
  readonly code: number;
  readonly title: string;
  readonly details: string;
}

const TOO_LATE: Outcome = {
  code: 131047,
  title: 'Re-engagement message',
  details: 'More than 24 hours have passed since the customer last replied to this number.',
};

const UNREACHABLE: Outcome = {
  code: 131026,
  title: 'Message undeliverable',
  details: 'Message undeliverable.',
};

/** POST /{phone-number-id}/messages. A 200 means accepted; what became of it comes later, as statuses. */
export function writeWhatsapp(state: PlatformState, call: AccountCall): GraphReply {
  if (call.account.kind !== 'phone') {
    return refuse({ code: 100, message: 'Unsupported post request' });
  }
  if (textParam(call, 'status') === 'read') {
    return ok({ success: true });
  }
  const asked = { ...call, number: call.account.number };
  const refusal = refusedShape(asked);
  if (refusal !== undefined) {
    return refusal;
  }
  const conversation = recipientOf(state, asked);
  return refusedRate(state, asked, conversation) ?? accept(state, asked, conversation);
}

/** Without a plus the country code of the business is put in front, so a bare number reaches somebody else. */
function recipientOf(state: PlatformState, call: WhatsappCall): Conversation {
  const to = textParam(call, 'to');
  const isComplete = to?.trim().startsWith('+') === true;
  const countryCode = call.number.displayNumber.replaceAll(/\D/g, '').slice(0, 2);
  const digits = to?.replaceAll(/\D/g, '') ?? '';
  const id = to === undefined ? (textParam(call, 'recipient') ?? '') : `${isComplete ? '' : countryCode}${digits}`;
  const known = state.conversations.find(call.account.id, id);
  if (known !== undefined) {
    return known;
  }
  const { wabaId } = call.number;
  const stranger = state.conversations.open({ channel: 'whatsapp', account: call.account.id, citizen: { id }, wabaId });
  // A full number can get a template; anything else that nobody ever wrote from leads nowhere.
  stranger.isBlocked = !isComplete;
  return stranger;
}

function refusedShape(call: WhatsappCall): GraphReply | undefined {
  if (textParam(call, 'messaging_product') !== 'whatsapp') {
    return badParameter('The parameter messaging_product is required.');
  }
  if (textParam(call, 'to') === undefined && textParam(call, 'recipient') === undefined) {
    return badParameter('The parameter to is required.');
  }
  return refusedTemplate(call) ?? refusedText(call);
}

function refusedTemplate(call: WhatsappCall): GraphReply | undefined {
  const template = templateOf(call);
  return template === undefined || (call.number.templates ?? DEFAULT_TEMPLATES).includes(template)
    ? undefined
    : refuse({ code: 132001, message: 'Template name does not exist in the translation' });
}

function refusedText(call: WhatsappCall): GraphReply | undefined {
  const body = bodyOf(call);
  if (body === '') {
    return badParameter("The parameter text['body'] is required.");
  }
  if (body.length > TEXT_CHARACTERS) {
    return badParameter("Param text['body'] must be at most 4096 characters long.");
  }
  const data = textParam(call, 'biz_opaque_callback_data') ?? '';
  return data.length > CALLBACK_DATA_CHARACTERS ? badParameter('biz_opaque_callback_data is too long.') : undefined;
}

function badParameter(details: string): GraphReply {
  return refuse({ code: 100, message: 'Invalid parameter', details });
}

/** The name that a template message asks for. */
function templateOf(call: WhatsappCall): string | undefined {
  return textParam(call, 'type') === 'template' ? (asText(objectParam(call, 'template')?.['name']) ?? '') : undefined;
}

function bodyOf(call: WhatsappCall): string {
  const type = textParam(call, 'type') ?? 'text';
  if (type === 'text') {
    return asText(objectParam(call, 'text')?.['body']) ?? '';
  }
  const name = asText(objectParam(call, type)?.['name']);
  return name === undefined ? `[${type}]` : `[${type} ${name}]`;
}

function refusedRate(state: PlatformState, call: WhatsappCall, conversation: Conversation): GraphReply | undefined {
  const nowMs = state.clock.nowMs();
  if (!state.rates.fits(`whatsapp ${call.account.id}`, state.rates.limits.whatsappPerSecond, nowMs)) {
    return refuse({
      code: 130429,
      message: 'Rate limit hit',
      status: 429,
      details: 'Message failed to send because there were too many messages sent from this phone number.',
    });
  }
  if (!state.rates.pairFits(conversation, nowMs)) {
    return refuse({
      code: 131056,
      message: '(Business Account, Consumer Account) pair rate limit hit',
      details: 'Too many messages sent from the sender phone number to the same recipient.',
    });
  }
  return undefined;
}

function troubleOf(state: PlatformState, call: WhatsappCall, conversation: Conversation): Outcome | undefined {
  const isTemplate = textParam(call, 'type') === 'template';
  if (conversation.isBlocked) {
    return UNREACHABLE;
  }
  const since = state.clock.nowMs() - (conversation.lastCitizenAtMs ?? Number.NEGATIVE_INFINITY);
  return isTemplate || since <= WINDOW_MS ? undefined : TOO_LATE;
}

function accept(state: PlatformState, call: WhatsappCall, conversation: Conversation): GraphReply {
  const trouble = troubleOf(state, call, conversation);
  if (trouble === TOO_LATE && state.switches.whatsappWindowError === 'synchronous') {
    return refuse({ code: trouble.code, message: trouble.title, details: trouble.details });
  }
  const input = textParam(call, 'to') ?? textParam(call, 'recipient') ?? '';
  const id = state.ids.whatsappMessage();
  record(state, call, { id, conversation, isVisible: trouble === undefined });
  return {
    ...ok({
      messaging_product: 'whatsapp',
      contacts: [{ input, wa_id: conversation.phone, user_id: conversation.userId }],
      messages: [{ id, message_status: 'accepted' }],
    }),
    updates: statusesOf(state, call, { id, conversation, trouble }),
    isSend: true,
  };
}

function referenceOf(call: WhatsappCall): { readonly reference?: string } {
  const reference = textParam(call, 'biz_opaque_callback_data');
  return reference === undefined ? {} : { reference };
}

function record(
  state: PlatformState,
  call: WhatsappCall,
  sent: { readonly id: string; readonly conversation: Conversation; readonly isVisible: boolean },
): void {
  const { id, conversation } = sent;
  const message = { id, text: bodyOf(call), atMs: state.clock.nowMs(), ...referenceOf(call) };
  if (sent.isVisible) {
    state.conversations.addMessage(conversation, { ...message, fromCitizen: false });
  }
  state.transcript.add({
    ...entryBase(conversation),
    ...message,
    who: 'service',
    author: call.number.displayNumber,
    visible: sent.isVisible,
  });
}

function statusesOf(
  state: PlatformState,
  call: WhatsappCall,
  sent: { readonly id: string; readonly conversation: Conversation; readonly trouble: Outcome | undefined },
): readonly Update[] {
  const { id, conversation, trouble } = sent;
  const facts = { id, atMs: state.clock.nowMs(), ...referenceOf(call) };
  if (trouble !== undefined) {
    return [whatsappStatus(call.number, conversation, { ...facts, status: 'failed', error: trouble })];
  }
  const updates = state.switches.whatsappStatuses.map((status) =>
    whatsappStatus(call.number, conversation, { ...facts, status }),
  );
  return state.switches.statusesOutOfOrder ? updates.toReversed() : updates;
}
