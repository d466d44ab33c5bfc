import type { CloudEvent, MessageView, TargetDelivery } from '../../../src/adapter-sdk/index.js';
import { ticketType } from './vocabulary.js';

/** What was taken back leaves without its content, whatever the view still holds. */
function messageData(message: MessageView | null): object | null {
  if (message === null) {
    return null;
  }
  return {
    id: message.id,
    author: message.author,
    text: message.redacted ? '' : message.text,
    occurredAt: message.occurredAt,
    version: message.version,
    isRedacted: message.redacted,
    isPublic: message.isPublic,
    attachments: message.redacted ? [] : message.attachments.map(({ type, url, name }) => ({ type, url, name })),
  };
}

function ticketData(delivery: TargetDelivery): CloudEvent['data'] {
  const { ticket } = delivery;
  return {
    revision: delivery.revision,
    issue: {
      id: ticket.id,
      number: ticket.number,
      kind: ticket.kind,
      status: ticket.status,
      priority: ticket.priority,
      topic: ticket.topic,
      language: ticket.language,
      competence: ticket.level,
      openedAt: ticket.openedAt,
      origin: { channel: ticket.channel, account: ticket.account },
    },
    reporter: { id: ticket.citizen.id, name: ticket.citizen.name },
    holder: { nis: ticket.municipality.nis, name: ticket.municipality.name },
    deadlines: { firstResponseDueAt: ticket.firstResponseDueAt, resolutionDueAt: ticket.resolutionDueAt },
    message: messageData(delivery.message),
    explanation: ticket.explanation,
  };
}

export function encode(delivery: TargetDelivery): { readonly routingKey: string; readonly event: CloudEvent } {
  const { nis } = delivery.ticket.municipality;
  return {
    routingKey: `ticket.${delivery.kind}.${nis}`,
    event: {
      specversion: '1.0',
      id: delivery.id,
      source: `/schakel/municipalities/${nis}`,
      type: ticketType(delivery.kind),
      subject: delivery.ticket.id,
      time: delivery.occurredAt,
      datacontenttype: 'application/json',
      data: ticketData(delivery),
    },
  };
}
