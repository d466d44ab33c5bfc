import type { TargetDelivery, TargetEvent } from '../../../src/adapter-sdk/index.js';

/** What Schakel tells the contact center. The names are part of routing keys and CloudEvents types. */
export const TICKET_EVENTS = [
  'opened',
  'message-added',
  'amended',
  'redacted',
  'priority-changed',
  'withdrawn',
  'closed',
] as const satisfies readonly TargetDelivery['kind'][];

/** What the contact center tells Schakel. */
export const ANSWER_EVENTS = ['reply', 'status', 'forward', 'note'] as const satisfies readonly TargetEvent['type'][];

export function ticketType(event: TargetDelivery['kind']): string {
  return `be.schakel.ticket.${event}.v1`;
}

export function answerType(event: TargetEvent['type']): string {
  return `be.schakel.answer.${event}.v1`;
}
