import type { TicketFact } from '../ticket.js';

/** Facts that no clock looks at: receipts, notes and changes of texts. */
export const CLOCK_IRRELEVANT_FACTS: readonly TicketFact['type'][] = [
  'answer.receipt',
  'answer.refused',
  'message.amended',
  'message.hidden',
  'message.hiding',
  'message.hiding-failed',
  'message.redacted',
  'ticket.noted',
];
