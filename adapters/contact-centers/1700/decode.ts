import { compileSchema, jsonOf } from '../../../src/adapter-sdk/index.js';
import type { DecodedAnswer, TargetEvent, TicketStatus, Validator } from '../../../src/adapter-sdk/index.js';
import { answerSchema } from './answer-schemas.js';
import { ANSWER_EVENTS, answerType } from './vocabulary.js';

const MAX_BYTES = 256 * 1024;
/** What the sender reads stays readable: the first few errors, each cut (a key of theirs can be of any length). */
const MAX_ERRORS = 5;
const MAX_ERROR_CHARACTERS = 150;

/** What every schema of an answer accepts, in one type; which fields are there depends on `type`. */
interface Answer {
  readonly id: string;
  readonly source: string;
  readonly subject?: string;
  readonly time: string;
  readonly data: {
    readonly ticketId: string;
    readonly text?: string;
    readonly status?: TicketStatus;
    readonly to?: string;
    readonly reason?: string;
    readonly author?: string;
    readonly isFinal?: boolean;
    readonly way?: 'public' | 'private';
  };
}

interface AnswerKind {
  readonly event: TargetEvent['type'];
  readonly validate: Validator<Answer>;
}

function refuse(code: string, reason: string): DecodedAnswer {
  return { ok: false, code, reason };
}

function readable(errors: readonly string[]): string {
  return errors
    .slice(0, MAX_ERRORS)
    .map((error) => (error.length > MAX_ERROR_CHARACTERS ? `${error.slice(0, MAX_ERROR_CHARACTERS)}…` : error))
    .join('; ');
}

function textOf(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

function typeOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
}

function asEvent(event: TargetEvent['type'], answer: Answer): DecodedAnswer {
  const { ticketId, ...facts } = answer.data;
  const occurredAtMs = Date.parse(answer.time);
  if (Number.isNaN(occurredAtMs)) {
    // The format allows a leap second, which has no instant here.
    return refuse('ANSWER_INVALID', '/time: must be an instant without a leap second');
  }
  if (answer.subject !== undefined && answer.subject !== ticketId) {
    return refuse('ANSWER_INVALID', '/subject: must equal /data/ticketId, or be left out');
  }
  // CloudEvents: source and id together are unique. A source holds no space.
  return { ok: true, event: { type: event, key: `${answer.source} ${answer.id}`, ticketId, occurredAtMs, ...facts } };
}

/** Compiles the schemas once; the answer is the decoder. */
export function answerDecoder(): (body: Buffer) => DecodedAnswer {
  const kinds = new Map<unknown, AnswerKind>(
    ANSWER_EVENTS.map((event) => [answerType(event), { event, validate: compileSchema<Answer>(answerSchema(event)) }]),
  );
  const allowed = [...kinds.keys()].join(', ');

  return (body) => {
    if (body.length > MAX_BYTES) {
      return refuse('ANSWER_TOO_LARGE', `the message has ${body.length} bytes; at most ${MAX_BYTES} are allowed`);
    }
    const text = textOf(body);
    if (text === undefined) {
      return refuse('ANSWER_NOT_UTF8', 'the message is not UTF-8 text');
    }
    const value = jsonOf(text);
    if (value === undefined) {
      return refuse('ANSWER_NOT_JSON', 'the message is not JSON: send a CloudEvents 1.0 event in structured mode');
    }
    const kind = kinds.get(typeOf(value));
    if (kind === undefined) {
      return refuse('ANSWER_TYPE_UNKNOWN', `/type: must be one of ${allowed}`);
    }
    const checked = kind.validate(value);
    return checked.ok ? asEvent(kind.event, checked.value) : refuse('ANSWER_INVALID', readable(checked.errors));
  };
}
