import fc from 'fast-check';
import type { TicketFact } from '../../../src/domain/ticket.js';
import { historyMadeOf, MESSAGES, termsOf, type Happening, type RandomHistory } from './random-history.js';

const about = { reopened: false, replyUntilMs: null };
const question: TicketFact = { type: 'message.received', messageId: 'm', asks: true, ...about };
const thanks: TicketFact = { type: 'message.received', messageId: 'm', asks: false, ...about };

const spoken = fc
  .constantFrom('a', 'b')
  .chain((messageId) =>
    fc.constantFrom<TicketFact>(
      { type: 'answer.requested', messageId, parts: 1, isFinal: true, by: 'api' },
      { type: 'answer.requested', messageId, parts: 1, isFinal: true, by: 'api' },
      { type: 'answer.delivered', messageId, isFinal: true },
      { type: 'answer.delivered', messageId, isFinal: false },
      { type: 'answer.failed', messageId, code: 'X' },
    ),
  );

const decided = fc
  .constantFrom<'in-progress' | 'answered' | 'closed'>('in-progress', 'answered', 'closed')
  .map((to): TicketFact => ({ type: 'status.changed', to, by: 'api' }));

const split = fc
  .subarray(MESSAGES, { minLength: 1, maxLength: 8 })
  .map((messageIds): TicketFact => ({ type: 'ticket.split', into: 't2', messageIds, by: 'api' }));

const word: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ fact: fc.constant(question), late: fc.constantFrom(0, 0, 30) }) },
  { weight: 1, arbitrary: fc.record({ fact: fc.constant(thanks) }) },
  { weight: 7, arbitrary: fc.record({ fact: spoken }) },
  { weight: 2, arbitrary: fc.record({ fact: decided }) },
  { weight: 2, arbitrary: fc.record({ fact: split }) },
);

/** Questions and answers that cross each other, within two hours, and what is split off between them. */
export const anyTalk: fc.Arbitrary<RandomHistory> = historyMadeOf({
  terms: (onReopen) => termsOf(fc.constant(['first-response', 'next-response', 'resolution']), onReopen),
  thing: () => word,
  offset: fc.integer({ min: 1, max: 120 }),
});
