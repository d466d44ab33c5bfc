import type { TicketState } from '../../domain/ticket.js';

const DAY_MS = 86_400_000;

/**
 * Where a new message of a citizen belongs. A conversation has one ticket at a time; a closed one takes a late
 * follow-up for some days, and after that the message is a new question.
 */
export function threadMessage(
  current: TicketState | undefined,
  occurredAtMs: number,
  reopenWithinDays: number,
): 'open' | 'append' | 'reopen' {
  if (current === undefined) {
    return 'open';
  }
  if (current.closedAtMs === null) {
    return 'append';
  }
  return occurredAtMs - current.closedAtMs <= reopenWithinDays * DAY_MS ? 'reopen' : 'open';
}
