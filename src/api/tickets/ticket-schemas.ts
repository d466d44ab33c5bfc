import { ALL_CLOCK_NAMES, CLOCK_STATES } from '../../domain/sla/vocabulary.js';
import { Type } from 'typebox';
import {
  COMPETENCE_LEVELS,
  DELIVERY_KINDS,
  DELIVERY_STATES,
  LANGUAGES,
  METERS,
  TICKET_KINDS,
  TICKET_STATUSES,
  WAYS,
} from '../../domain/vocabulary.js';
import { CODE, EURO, exact, ID, INSTANT, nullable } from '../fields.js';
import { ATTACHMENT } from './attachment-schema.js';
import { MUNICIPALITY_NAME } from '../municipality.js';

export const SLA_STATES = ['ok', 'warning', 'breached'] as const;
export const AUTHORS = ['citizen', 'operator', 'outside', 'note'] as const;

/** A ticket by its id, or by the short number that a person can say. */
export const TICKET_PARAMS = exact({
  id: Type.String({ maxLength: 40, description: 'Id or short number of the ticket.' }),
});

export const TICKET_MESSAGE_PARAMS = exact({
  ...TICKET_PARAMS.properties,
  message: Type.String({ format: 'uuid', description: 'Id of a message of this ticket.' }),
});

const SUMMARY = {
  id: ID,
  number: Type.Integer({ description: 'The short number that a person can say.' }),
  municipality: MUNICIPALITY_NAME,
  channel: Type.String(),
  account: Type.String(),
  kind: Type.Enum([...TICKET_KINDS]),
  status: Type.Enum([...TICKET_STATUSES]),
  topic: Type.String(),
  language: Type.Enum([...LANGUAGES]),
  level: Type.Enum([...COMPETENCE_LEVELS]),
  priority: Type.Enum(['low', 'normal', 'high']),
  target: Type.String(),
  sla: Type.Enum([...SLA_STATES], { description: 'The worst of the clocks of this ticket.' }),
  deadline: nullable(INSTANT),
  openedAt: INSTANT,
  updatedAt: INSTANT,
  firstRespondedAt: nullable(INSTANT),
  closedAt: nullable(INSTANT),
  messageCount: Type.Integer(),
  mergedInto: nullable(
    Type.String({ format: 'uuid', description: 'The ticket that it goes on in; it is closed then.' }),
  ),
};

const OTHER_TICKET = exact({ ticketId: ID, number: Type.Integer() }, 'OtherTicket');

export const TICKET_SUMMARY = exact(SUMMARY, 'TicketSummary');

const MESSAGE = exact(
  {
    id: ID,
    ticket: Type.Object(OTHER_TICKET.properties, {
      additionalProperties: false,
      description: 'The ticket that it is a message of: this one, or one that was merged into it.',
    }),
    author: Type.Enum([...AUTHORS]),
    authorName: nullable(Type.String()),
    occurredAt: INSTANT,
    receivedAt: INSTANT,
    text: Type.String({ description: 'Empty once redacted or erased.' }),
    attachments: Type.Array(ATTACHMENT),
    isPublic: Type.Boolean(),
    version: Type.Integer(),
    redactedAt: nullable(INSTANT),
    canHide: Type.Boolean({
      description: 'Its channel can hide it, or show it again: POST /tickets/{id}/messages/{message}/hide.',
    }),
    hiddenAt: nullable(Type.String({ format: 'date-time', description: 'When the platform hid it for us.' })),
    textKeptUntil: nullable(
      Type.String({
        format: 'date-time',
        description: 'When the text goes, by the terms of its platform or of the municipality; null where it is kept.',
      }),
    ),
    erased: nullable(
      exact({
        at: INSTANT,
        reason: Type.String({ description: 'Why the text is gone, in Dutch.' }),
        permalink: nullable(Type.String({ description: 'Where the message stands on its platform.' })),
      }),
    ),
  },
  'Message',
);

const TIMELINE_ENTRY = exact(
  {
    seq: Type.Integer(),
    type: Type.String(),
    occurredAt: INSTANT,
    receivedAt: INSTANT,
    recordedAt: INSTANT,
    data: Type.Unknown({ description: 'Ids and codes only.' }),
  },
  'TimelineEntry',
);

const CLOCK = exact(
  {
    name: Type.Enum([...ALL_CLOCK_NAMES]),
    round: Type.Integer({ description: 'A clock can run more than once on a ticket; numbered from 1.' }),
    target: Type.String(),
    state: Type.Enum([...CLOCK_STATES]),
    reason: nullable(Type.String({ description: 'Why it stands still or was stopped.' })),
    startedAt: INSTANT,
    dueAt: nullable(INSTANT),
    promisedAt: nullable(INSTANT),
    replyWindowEndsAt: nullable(INSTANT),
    limitedBy: Type.Enum(['promise', 'window'], { description: 'Which of the two the deadline is: the earlier one.' }),
    warnAt: nullable(INSTANT),
    endedAt: nullable(INSTANT),
    promisedWorkingSeconds: Type.Integer(),
    usedWorkingSeconds: Type.Integer(),
    policy: Type.String(),
    policyVersion: Type.String(),
    rule: Type.String(),
    explanation: Type.String(),
  },
  'Clock',
);

export const DELIVERY = exact(
  {
    id: ID,
    ticketId: ID,
    municipality: MUNICIPALITY_NAME,
    target: Type.String(),
    kind: Type.Enum([...DELIVERY_KINDS]),
    state: Type.Enum([...DELIVERY_STATES]),
    seq: Type.Integer(),
    part: Type.Integer(),
    parts: Type.Integer(),
    attempts: Type.Integer(),
    nextAttemptAt: INSTANT,
    heldUntil: nullable(
      Type.String({
        format: 'date-time',
        description: 'Nothing is sent to this target before: the rate of its platform is used up, or it asked to wait.',
      }),
    ),
    createdAt: INSTANT,
    firstAttemptAt: nullable(INSTANT),
    deliveredAt: nullable(INSTANT),
    code: nullable(Type.String()),
    detail: nullable(Type.String()),
    remoteId: nullable(Type.String()),
  },
  'Delivery',
);

const USAGE_ENTRY = exact(
  {
    id: ID,
    meter: Type.Enum([...METERS]),
    quantity: Type.Integer({ description: 'Units; of platform.cost millionths of a euro.' }),
    tariff: Type.String(),
    unitPriceEuro: nullable(EURO),
    amountEuro: nullable(EURO),
    target: nullable(
      Type.String({ description: 'Where it was delivered; of platform.cost the item of the rate card.' }),
    ),
    occurredAt: INSTANT,
    corrects: nullable(ID),
    reason: nullable(Type.Enum(['spam', 'crisis'], { description: 'Why it takes back what it corrects.' })),
    tariffVersion: nullable(Type.String({ description: 'The day from which the cited version holds.' })),
    billingDay: Type.String({ format: 'date', description: 'The day in Brussels.' }),
    outsideHours: Type.Boolean({ description: 'Outside office hours.' }),
  },
  'UsageEntry',
);

const ANSWER_WAY = exact(
  {
    way: Type.Enum(['public', 'private'], { description: 'Where the answer would stand.' }),
    open: Type.Boolean({ description: 'Whether the channel takes an answer of a person now.' }),
    code: nullable(Type.String({ description: 'Why it does not.' })),
    reason: nullable(Type.String({ description: 'The same in Dutch, for who wants to answer.' })),
    closesAt: nullable(INSTANT),
    isPublic: Type.Boolean({ description: 'Everybody can read the answer: no personal data in it.' }),
    maxLength: Type.Integer({ description: 'Of one part. A longer answer is cut at sentences.' }),
    lengthUnit: Type.Enum(['characters', 'bytes', 'weighted'], {
      description: 'Weighted is how X counts: a link is 23, an emoji or a Chinese character 2.',
    }),
    maxParts: Type.Integer({ description: 'An answer that needs more parts is refused.' }),
    warning: nullable(Type.String({ description: 'What to know before typing, in Dutch.' })),
    canInvite: Type.Boolean({
      description: 'Closed, but the citizen can be asked to write again: POST /tickets/{id}/invitation.',
    }),
    canReplyPrivately: Type.Boolean({
      description: 'The question is public, and its channel takes an answer that only the citizen reads.',
    }),
  },
  'AnswerWay',
);

export const TICKET_DETAIL = exact(
  {
    ...SUMMARY,
    answering: Type.Array(ANSWER_WAY, {
      description: 'In what ways it can be answered now; none when its channel is not configured any more.',
    }),
    textKeptUntil: nullable(
      Type.String({ format: 'date-time', description: 'When the first of its texts goes; null where all are kept.' }),
    ),
    citizen: nullable(exact({ id: ID, name: nullable(Type.String()) })),
    mergedFrom: Type.Array(OTHER_TICKET, { description: 'Tickets that go on in this one.' }),
    splitFrom: nullable(OTHER_TICKET),
    messages: Type.Array(MESSAGE),
    timeline: Type.Array(TIMELINE_ENTRY),
    clocks: Type.Array(CLOCK),
    deliveries: Type.Array(DELIVERY),
    usage: Type.Array(USAGE_ENTRY),
    isCut: Type.Boolean({ description: 'True when a part has more entries than are shown; the newest are shown.' }),
  },
  'TicketDetail',
);

export const COMMAND_ANSWER = exact(
  {
    state: Type.Enum(['done', 'pending'], {
      description: '"pending" comes with 202: send the same request with the same Idempotency-Key again to hear more.',
    }),
    ticketId: ID,
    seq: nullable(Type.Integer()),
    deliveries: Type.Array(ID),
    other: Type.Optional(OTHER_TICKET),
  },
  'CommandAnswer',
);

export const REPLY_BODY = exact({
  text: Type.String({ minLength: 1, maxLength: 20_000, pattern: '\\S', description: 'What the citizen reads.' }),
  final: Type.Optional(
    Type.Boolean({ default: false, description: 'True when this settles the question: the ticket becomes answered.' }),
  ),
  way: Type.Optional(
    Type.Enum([...WAYS], {
      description:
        'Who is to read it. Without it: the citizen alone once the citizen wrote in private, else whoever reads the question.',
    }),
  ),
});

export const HIDE_BODY = exact({
  hidden: Type.Optional(Type.Boolean({ default: true, description: 'False shows it again.' })),
});

export const STATUS_BODY = exact({
  status: Type.Enum([...TICKET_STATUSES]),
  reason: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
  isSpam: Type.Optional(
    Type.Boolean({
      description: 'Says that the ticket is spam, so that it is not charged, or that it is not after all.',
    }),
  ),
});

export const FORWARD_BODY = exact({ to: CODE, reason: Type.String({ minLength: 1, maxLength: 1000 }) });

const REASON = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S', description: 'For colleagues.' });

export const MERGE_BODY = exact({
  into: Type.Union([Type.String({ minLength: 1, maxLength: 40 }), Type.Integer({ minimum: 1 })], {
    description: 'Id or short number of the ticket that goes on.',
  }),
  reason: REASON,
});

export const SPLIT_BODY = exact({
  messageIds: Type.Array(ID, {
    ...{ minItems: 1, maxItems: 100, uniqueItems: true },
    description: 'Messages of the citizen, but not all of them.',
  }),
  reason: REASON,
});
