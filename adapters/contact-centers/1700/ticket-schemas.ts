import { TICKET_EVENTS, ticketType } from './vocabulary.js';

/**
 * The bodies that leave. Shaped after the OSLO profile Issue Tracking: an issue with its reporter (melder), its holder
 * (the municipality), a status and messages; question, report and complaint are kept apart by `kind`.
 * `schemas/*.json` are these objects written out for others; a test keeps them equal.
 */
const text = { type: 'string' } as const;
const dateTime = { type: 'string', format: 'date-time' } as const;
const nullableDateTime = { type: ['string', 'null'], format: 'date-time' } as const;

function closedObject(properties: Readonly<Record<string, object>>): object {
  return { type: 'object', additionalProperties: false, required: Object.keys(properties), properties };
}

const issue = closedObject({
  id: { type: 'string', description: 'Id of the ticket: constant, and the subject of every event about it.' },
  number: { type: 'string', description: 'Short number that a person can say.' },
  kind: { enum: ['question', 'report', 'complaint'] },
  status: { enum: ['new', 'in-progress', 'waiting', 'answered', 'closed'] },
  priority: { enum: ['low', 'normal', 'high'] },
  topic: { type: 'string', description: 'Code of the topic, from the list of the Flemish themes.' },
  language: { enum: ['nl', 'fr', 'de', 'en', 'und'] },
  competence: { enum: ['local', 'provincial', 'flemish', 'federal', 'third-party'] },
  openedAt: dateTime,
  origin: closedObject({ channel: text, account: text }),
});

const reporter = closedObject({
  id: { type: 'string', description: 'Pseudonymous id of the citizen; the same for all their tickets.' },
  name: { type: ['string', 'null'], description: 'As shown on the channel, where it shows one.' },
});

const holder = closedObject({
  nis: { type: 'string', description: 'NIS code of the municipality, or OVO code of the agency.' },
  name: text,
});

const deadlines = closedObject({ firstResponseDueAt: nullableDateTime, resolutionDueAt: nullableDateTime });

const attachment = {
  type: 'object',
  additionalProperties: false,
  required: ['type'],
  properties: { type: text, url: text, name: text },
};

const messageProperties = {
  id: text,
  author: {
    enum: ['citizen', 'operator', 'outside', 'note'],
    description: 'A note is for colleagues: the citizen does not see it.',
  },
  text: { type: 'string', description: 'Empty when the message was redacted.' },
  occurredAt: dateTime,
  version: { type: 'integer', minimum: 1, description: 'Rises when the citizen changes the message.' },
  isRedacted: { type: 'boolean' },
  isPublic: { type: 'boolean', description: 'A public message gets a public answer: keep personal data out of it.' },
  attachments: { type: 'array', items: attachment },
};

const message = closedObject(messageProperties);
const redactedMessage = closedObject({
  ...messageProperties,
  text: { const: '' },
  isRedacted: { const: true },
  attachments: { type: 'array', maxItems: 0 },
});

type TicketEvent = (typeof TICKET_EVENTS)[number];

/** Which message an event carries. An event about the ticket itself carries none. */
const MESSAGE_OF: Readonly<Record<TicketEvent, object>> = {
  opened: { oneOf: [message, { type: 'null' }] },
  'message-added': message,
  amended: message,
  redacted: redactedMessage,
  'priority-changed': { oneOf: [message, { type: 'null' }] },
  withdrawn: { oneOf: [message, { type: 'null' }] },
  closed: { oneOf: [message, { type: 'null' }] },
};

const TITLES: Readonly<Record<TicketEvent, string>> = {
  opened: 'A citizen opened a ticket',
  'message-added': 'A message was added to a ticket',
  amended: 'A message was changed by its author',
  redacted: 'A message was taken back: remove its text',
  'priority-changed': 'The priority of a ticket changed',
  withdrawn: 'The ticket is no longer yours: stop working on it',
  closed: 'The ticket was closed',
};

function ticketSchema(event: TicketEvent): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `https://schakel.example/schemas/1700/ticket.${event}.v1.json`,
    title: TITLES[event],
    ...closedObject({
      specversion: { const: '1.0' },
      id: { type: 'string', description: 'Constant over retries: drop an id that you know.' },
      source: { type: 'string', pattern: '^/schakel/municipalities/[A-Za-z0-9]+$' },
      type: { const: ticketType(event) },
      subject: { type: 'string', description: 'Id of the ticket.' },
      time: dateTime,
      datacontenttype: { const: 'application/json' },
      data: closedObject({
        revision: { type: 'integer', minimum: 0, description: 'Rises within a ticket; gaps are normal.' },
        issue,
        reporter,
        holder,
        deadlines,
        message: MESSAGE_OF[event],
        explanation: { type: 'string', description: 'Why this ticket came to the contact center, in one sentence.' },
      }),
    }),
  };
}

/** By file name in `schemas/`, without its ending. */
export function ticketSchemas(): ReadonlyMap<string, object> {
  return new Map(TICKET_EVENTS.map((event) => [`ticket.${event}.v1`, ticketSchema(event)]));
}
