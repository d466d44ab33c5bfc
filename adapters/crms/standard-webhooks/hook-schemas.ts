import type { TargetEvent } from '../../../src/adapter-sdk/index.js';

/** What a database can keep: no NUL character, no half of a surrogate pair. */
const STORABLE = String.raw`^[^\u0000\p{Cs}]*$`;

function line(maxLength: number): object {
  return { type: 'string', minLength: 1, maxLength, pattern: STORABLE };
}

const ticketId = {
  type: 'string',
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
};
const text = line(20_000);
const author = line(200);
const reason = line(1_000);
const to = line(200);
const status = { enum: ['new', 'in-progress', 'waiting', 'answered', 'closed'] };
const isFinal = { type: 'boolean' };

interface DataShape {
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, object>>;
}

const DATA: Readonly<Record<TargetEvent['type'], DataShape>> = {
  reply: { required: ['ticketId', 'text'], properties: { ticketId, text, author, isFinal } },
  status: { required: ['ticketId', 'status'], properties: { ticketId, status, reason, author } },
  forward: { required: ['ticketId', 'to', 'reason'], properties: { ticketId, to, reason, author } },
  note: { required: ['ticketId', 'text'], properties: { ticketId, text, author } },
};

/** The body of a hook of one type. `data` is closed, so that a misspelt key is found on the first try. */
export function hookSchema(type: TargetEvent['type']): object {
  return {
    type: 'object',
    required: ['type', 'timestamp', 'data'],
    properties: {
      type: { const: `ticket.${type}` },
      timestamp: { type: 'string', format: 'date-time' },
      data: { type: 'object', additionalProperties: false, ...DATA[type] },
    },
  };
}
