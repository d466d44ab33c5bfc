import type { MessageView, TargetDelivery, TicketView } from '../../../src/adapter-sdk/index.js';

/** Constructed; no real person. */
export const exampleTicket: TicketView = {
  id: '019ab3c1-7e50-7a10-8b2c-3d4e5f607182',
  number: '2026-00412',
  municipality: { nis: '44021', name: 'Gent' },
  channel: 'x',
  account: '90001',
  kind: 'report',
  status: 'new',
  topic: 'mobiliteit-wegdek',
  language: 'nl',
  level: 'local',
  priority: 'normal',
  openedAt: '2026-11-23T09:14:03.000Z',
  firstResponseDueAt: '2026-11-23T13:14:03.000Z',
  resolutionDueAt: null,
  citizen: { id: '019ab3c1-7e4f-7b22-9c3d-4e5f60718293', name: 'Lies (X)' },
  explanation: 'Gent laat meldingen over het wegdek door 1700 behandelen.',
};

export const exampleMessage: MessageView = {
  id: '019ab3c1-7e50-7c33-8d4e-5f6071829304',
  text: 'Er zit een diepe put ter hoogte van Kerkstraat 12.',
  author: 'citizen',
  occurredAt: '2026-11-23T09:14:01.000Z',
  version: 1,
  redacted: false,
  isPublic: true,
  attachments: [{ type: 'image', url: 'https://beelden.voorbeeld/put.jpg' }],
};

/** A delivery of the kind, with a message where the kind has one. */
export function exampleDelivery(kind: TargetDelivery['kind'], changes: Partial<TargetDelivery> = {}): TargetDelivery {
  const isAboutTicket = kind === 'priority-changed' || kind === 'withdrawn' || kind === 'closed';
  const message = kind === 'redacted' ? { ...exampleMessage, redacted: true, version: 2 } : exampleMessage;
  return {
    id: '019ab3c1-7e50-7d44-9e5f-607182930415',
    kind,
    revision: 1,
    occurredAt: '2026-11-23T09:14:03.250Z',
    ticket: exampleTicket,
    message: isAboutTicket ? null : message,
    remoteTicketId: null,
    firstAttemptAtMs: Date.UTC(2026, 10, 23, 9, 14, 4),
    ...changes,
  };
}
