import { ANSWER_EVENTS, answerType } from './vocabulary.js';

/** The bodies that come in. `schemas/*.json` are these objects written out for others; a test keeps them equal. */

/** What a database can keep: no NUL character, no half of a surrogate pair. */
const STORABLE = String.raw`^[^\u0000\p{Cs}]*$`;
const STATUSES = ['new', 'in-progress', 'waiting', 'answered', 'closed'];

function line(maxLength: number, description: string): object {
  return { type: 'string', minLength: 1, maxLength, pattern: STORABLE, description };
}

const ticketId = {
  type: 'string',
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
  description: 'Id of the ticket: the subject of the events that you got about it.',
};
const author = line(200, 'Name or code of the person who answered, for the time line. Not shown to the citizen.');
const answerText = line(20_000, 'Plain text for the citizen. It is cut in parts where a channel takes less.');
const noteText = line(20_000, 'Plain text for colleagues. Never shown to the citizen.');
const reason = line(1_000, 'Why, in one sentence.');
const status = { enum: STATUSES };
const isFinal = { type: 'boolean', default: false, description: 'True when this answer settles the question.' };
const way = {
  enum: ['public', 'private'],
  description:
    'Who is to read it. Left out: the citizen alone once the citizen wrote in private, else whoever reads the question.',
};
const to = line(200, 'Id of the target, or NIS or OVO code of the body, that is competent.');

type AnswerEvent = (typeof ANSWER_EVENTS)[number];

interface DataShape {
  readonly title: string;
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, object>>;
}

const DATA: Readonly<Record<AnswerEvent, DataShape>> = {
  reply: {
    title: 'An answer for the citizen',
    required: ['ticketId', 'text'],
    properties: { ticketId, text: answerText, author, isFinal, way },
  },
  status: {
    title: 'The status of a ticket changed at the contact center',
    required: ['ticketId', 'status'],
    properties: { ticketId, status, reason, author },
  },
  forward: {
    title: 'The ticket belongs to another body',
    required: ['ticketId', 'to', 'reason'],
    properties: { ticketId, to, reason, author },
  },
  note: {
    title: 'A note for colleagues',
    required: ['ticketId', 'text'],
    properties: { ticketId, text: noteText, author },
  },
};

const SHARED_ATTRIBUTES = {
  specversion: { const: '1.0' },
  id: line(256, 'Unique within the source. The same id is the same answer, however often it comes.'),
  source: {
    type: 'string',
    format: 'uri-reference',
    minLength: 1,
    maxLength: 256,
    description: 'The system that answers. Source and id together are the key of an answer.',
  },
  subject: { type: 'string', description: 'Id of the ticket. Optional; when given it equals data.ticketId.' },
  time: { type: 'string', format: 'date-time', description: 'When the person answered.' },
  datacontenttype: { const: 'application/json' },
};

/** `data` is closed, so that a misspelt key is told; extension attributes of CloudEvents are welcome. */
export function answerSchema(event: AnswerEvent): object {
  const { title, required, properties } = DATA[event];
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `https://schakel.example/schemas/1700/answer.${event}.v1.json`,
    title,
    type: 'object',
    required: ['specversion', 'id', 'source', 'type', 'time', 'data'],
    properties: {
      ...SHARED_ATTRIBUTES,
      type: { const: answerType(event) },
      data: { type: 'object', additionalProperties: false, required, properties },
    },
  };
}

/** By file name in `schemas/`, without its ending. */
export function answerSchemas(): ReadonlyMap<string, object> {
  return new Map(ANSWER_EVENTS.map((event) => [`answer.${event}.v1`, answerSchema(event)]));
}
