import type { MessageView, TargetDelivery } from '../../../src/adapter-sdk/index.js';

/** What was taken back leaves without its content, whatever the view still holds. */
function messageData(message: MessageView): object {
  return {
    id: message.id,
    author: message.author,
    text: message.redacted ? '' : message.text,
    occurredAt: message.occurredAt,
    version: message.version,
    isRedacted: message.redacted,
    isPublic: message.isPublic,
    attachments: message.redacted ? [] : message.attachments,
  };
}

/** `{type, timestamp, data}`, as Standard Webhooks advises. The same delivery gives the same text on every attempt. */
export function bodyOf(delivery: TargetDelivery): string {
  const { ticket, message } = delivery;
  return JSON.stringify({
    type: `ticket.${delivery.kind}`,
    timestamp: delivery.occurredAt,
    data: {
      revision: delivery.revision,
      ticket: {
        id: ticket.id,
        number: ticket.number,
        municipality: ticket.municipality,
        channel: ticket.channel,
        account: ticket.account,
        kind: ticket.kind,
        status: ticket.status,
        topic: ticket.topic,
        language: ticket.language,
        level: ticket.level,
        priority: ticket.priority,
        openedAt: ticket.openedAt,
        firstResponseDueAt: ticket.firstResponseDueAt,
        resolutionDueAt: ticket.resolutionDueAt,
        citizen: ticket.citizen,
        explanation: ticket.explanation,
      },
      message: message === null ? null : messageData(message),
    },
  });
}
