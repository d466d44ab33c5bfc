import type { MessageView, TargetDelivery, TicketView } from '../../../src/adapter-sdk/index.js';
import type { ZammadSettings } from './settings.js';
import {
  amendedNote,
  bodyOf,
  CITIZEN_WITHOUT_NAME,
  colleaguesNote,
  outsideNote,
  redactedNote,
  slaNote,
  subjectOf,
  titleOf,
  withdrawnNote,
} from './texts.js';

/** One call that does all of a delivery, so that it happens whole or not at all. */
export interface ZammadCall {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body: object;
  /** Doing it twice is the same as doing it once. */
  readonly isRepeatable: boolean;
  /** What the answer must show, because Zammad may answer 200 and not have done it. */
  readonly expected: Readonly<Record<string, string>>;
}

const PRIORITIES: Readonly<Record<TicketView['priority'], string>> = {
  low: '1 low',
  normal: '2 normal',
  high: '3 high',
};

/** Zammad keeps notes of at most this length with a ticket. */
const MAX_NOTE_CHARACTERS = 250;

/** The custom attribute by which a ticket is found again. */
export function referenceOf(ticketId: string): string {
  return `sch_${ticketId}`;
}

/**
 * `message_id` is a column of every article, meant for e-mail. Zammad fills it itself for e-mail only, takes it from the
 * API for `web` and `note`, and shows it when articles are listed: the delivery id in it makes an article findable.
 */
function article(deliveryId: string, content: object): object {
  return { ...content, content_type: 'text/plain', message_id: deliveryId };
}

function internalNote(deliveryId: string, body: string): object {
  return article(deliveryId, { type: 'note', sender: 'Agent', internal: true, body });
}

/** Type `web` counts for Zammad's own clocks and, unlike `email`, sends the citizen nothing. */
function citizenArticle(delivery: TargetDelivery, message: MessageView): object {
  return article(delivery.id, {
    type: 'web',
    sender: 'Customer',
    internal: false,
    subject: subjectOf(delivery.ticket, message),
    body: bodyOf(message),
  });
}

/**
 * `customer` as an object: Zammad finds the user by login in its database, or creates one, in the transaction of the
 * ticket. A separate POST /users would not do: for a login that exists it invents another one.
 */
function createTicket(delivery: TargetDelivery, settings: ZammadSettings): ZammadCall {
  const { ticket, message } = delivery;
  const reference = referenceOf(ticket.id);
  const body = {
    title: titleOf(ticket, message),
    group: settings.group,
    priority: PRIORITIES[ticket.priority],
    note: ticket.explanation.slice(0, MAX_NOTE_CHARACTERS),
    customer: { login: `schakel-${ticket.citizen.id}`, firstname: ticket.citizen.name ?? CITIZEN_WITHOUT_NAME },
    schakel_ref: reference,
    article: message === null ? internalNote(delivery.id, ticket.explanation) : citizenArticle(delivery, message),
  };
  return { method: 'POST', path: '/api/v1/tickets?expand=true', body, isRepeatable: false, expected: {} };
}

function addArticle(remoteTicketId: string, content: object): ZammadCall {
  return {
    method: 'POST',
    path: '/api/v1/ticket_articles',
    body: { ticket_id: Number(remoteTicketId), ...content },
    isRepeatable: false,
    expected: {},
  };
}

function changeTicket(remoteTicketId: string, change: Readonly<Record<string, string>>): ZammadCall {
  const path = `/api/v1/tickets/${encodeURIComponent(remoteTicketId)}?expand=true`;
  return { method: 'PUT', path, body: change, isRepeatable: true, expected: change };
}

function addedArticle(delivery: TargetDelivery, message: MessageView): object {
  if (message.author === 'citizen') {
    return citizenArticle(delivery, message);
  }
  return internalNote(delivery.id, message.author === 'note' ? colleaguesNote(message) : outsideNote(message));
}

function messageArticle(delivery: TargetDelivery, message: MessageView): object {
  switch (delivery.kind) {
    case 'amended':
      return internalNote(delivery.id, amendedNote(message));
    case 'redacted':
      return internalNote(delivery.id, redactedNote(message));
    default:
      return addedArticle(delivery, message);
  }
}

/** The call for a delivery, or a code when there can be none. Pure. */
export function callFor(delivery: TargetDelivery, settings: ZammadSettings): ZammadCall | { readonly code: string } {
  const { kind, remoteTicketId, message } = delivery;
  if (kind === 'opened') {
    return createTicket(delivery, settings);
  }
  if (remoteTicketId === null) {
    return { code: 'REMOTE_TICKET_UNKNOWN' };
  }
  switch (kind) {
    case 'priority-changed':
      return changeTicket(remoteTicketId, { priority: PRIORITIES[delivery.ticket.priority] });
    case 'closed':
      return changeTicket(remoteTicketId, { state: 'closed' });
    case 'withdrawn': {
      const close = changeTicket(remoteTicketId, { state: 'closed' });
      const note = internalNote(delivery.id, withdrawnNote(delivery.ticket));
      return { ...close, body: { ...close.body, article: note }, isRepeatable: false };
    }
    case 'sla-warned':
    case 'sla-breached':
      return addArticle(remoteTicketId, internalNote(delivery.id, slaNote(delivery.ticket, kind)));
    case 'message-added':
    case 'amended':
    case 'redacted':
      return message === null
        ? { code: 'MESSAGE_MISSING' }
        : addArticle(remoteTicketId, messageArticle(delivery, message));
  }
}
