import { describe, expect, it } from '@jest/globals';
import type { Id } from '../../domain/ids.js';
import { foldTicket } from '../../domain/ticket.js';
import { InMemoryHandling, message, TUESDAY_MS } from '../../../test/support/decide/in-memory.js';
import type { Decision } from '../batch/decision.js';

const MINUTE = 60_000;
const MISSING = '019ab3c1-7e50-7a10-8b2c-3d4e5f607182' as Id;

/** What happens in small steps, with minutes after the first message. */
class Scene {
  readonly handling = new InMemoryHandling();

  says(platformId: string, minute: number, conversation = 'c1'): Id {
    this.handling.tell(message(platformId, { conversation, atMs: TUESDAY_MS + minute * MINUTE }));
    return this.handling.ticketOf(conversation)?.id ?? MISSING;
  }

  replies(ticketId: Id, minute: number): string {
    const reply = { type: 'reply', text: 'Dag Mia', author: 'An', isFinal: true } as const;
    return this.handling.ask(reply, ticketId, TUESDAY_MS + minute * MINUTE).message?.id ?? '';
  }

  reaches(ticketId: Id, messageId: string, minute: number, outcome: 'delivered' | 'refused' = 'delivered'): Decision {
    const content = { from: 'delivery', deliveryId: 'd', messageId, isFinal: true, outcome } as const;
    return this.handling.decideContent(content, ticketId, TUESDAY_MS + minute * MINUTE);
  }

  merges(from: Id, into: Id, minute: number): void {
    this.handling.ask({ type: 'merge', into, author: 'An', reason: 'x' }, from, TUESDAY_MS + minute * MINUTE);
  }

  status(ticketId: Id): string | undefined {
    return this.handling.draft.ticket(ticketId)?.state.status;
  }

  /** The clocks of answers an hour after the first message. */
  answers(ticketId: Id): string[] {
    return this.handling.draft
      .clocks(ticketId, TUESDAY_MS + 60 * MINUTE)
      .filter(({ name }) => name.endsWith('-response'))
      .map(({ name, state, startedAtMs }) => `${name} ${state} ${(startedAtMs - TUESDAY_MS) / MINUTE}`);
  }

  refold(ticketId: Id): unknown {
    const own = this.handling.draft.facts.filter((row) => row.ticketId === ticketId);
    return foldTicket(own.map(({ fact, event }) => ({ fact, occurredAtMs: event.occurredAtMs })));
  }
}

describe('an answer that arrives', () => {
  it('answers the ticket', () => {
    const scene = new Scene();
    const ticketId = scene.says('a', 0);
    const fact = { type: 'answer.delivered', isFinal: true };
    expect(scene.reaches(ticketId, scene.replies(ticketId, 5), 10).facts).toEqual([expect.objectContaining(fact)]);
    expect(scene.status(ticketId)).toBe('answered');
  });

  it('leaves the ticket open when the citizen asked something after it was written', () => {
    const scene = new Scene();
    const ticketId = scene.says('a', 0);
    const reply = scene.replies(ticketId, 5);
    scene.says('b', 7);
    expect(scene.reaches(ticketId, reply, 10).facts).toMatchObject([{ isFinal: true, isOvertaken: true }]);
    expect(scene.status(ticketId)).toBe('in-progress');
    expect(scene.refold(ticketId)).toEqual(scene.handling.draft.ticket(ticketId)?.state);
    scene.reaches(ticketId, scene.replies(ticketId, 12), 15);
    expect(scene.status(ticketId)).toBe('answered');
  });

  it('leaves it open also when the question came after its delivery and was decided before', () => {
    const scene = new Scene();
    const ticketId = scene.says('a', 0);
    const reply = scene.replies(ticketId, 5);
    scene.says('b', 11);
    scene.reaches(ticketId, reply, 10);
    expect(scene.status(ticketId)).toBe('in-progress');
  });
});

describe('an answer that is under way when its ticket is merged', () => {
  it('ends the wait in the ticket that goes on, when nobody else waits there', () => {
    const scene = new Scene();
    const [first, second] = [scene.says('a', 0), scene.says('b', 1, 'c2')];
    scene.reaches(first, scene.replies(first, 2), 3);
    const reply = scene.replies(second, 4);
    scene.merges(second, first, 5);
    scene.handling.hearAll();
    scene.reaches(second, reply, 10);
    expect(scene.handling.hear().facts).toEqual([{ type: 'absorbed.waiting', from: second, sinceMs: null }]);
    expect(scene.handling.draft.clocks(first, TUESDAY_MS + 60 * MINUTE).map(({ name }) => name)).not.toContain(
      'next-response',
    );
    expect(scene.status(first)).toBe('in-progress');
  });

  it('does not end the wait of who asked in the ticket that goes on', () => {
    const scene = new Scene();
    const [first, second] = [scene.says('a', 0), scene.says('b', 1, 'c2')];
    const reply = scene.replies(second, 4);
    scene.merges(second, first, 5);
    scene.handling.hearAll();
    scene.reaches(second, reply, 10);
    scene.handling.hearAll();
    expect(scene.answers(first)).toEqual(['first-response running 0']);
  });

  it('ends the wait that it was for, and not that for what was asked after it was written', () => {
    const scene = new Scene();
    const [first, second] = [scene.says('a', 1), scene.says('b', 0, 'c2')];
    const reply = scene.replies(second, 2);
    scene.says('c', 3, 'c2');
    scene.merges(second, first, 5);
    scene.handling.hearAll();
    expect(scene.answers(first)).toEqual(['first-response running 0']);
    scene.reaches(second, reply, 10);
    expect(scene.handling.waiting).toMatchObject([
      { ticketId: first, news: { type: 'waiting', from: second, sinceMs: TUESDAY_MS + 3 * MINUTE } },
    ]);
    scene.handling.hearAll();
    expect(scene.answers(first)[0]).toBe('first-response met 0');
  });

  it('is told to nobody when it does not arrive, and taken back when the platform takes it back', () => {
    const scene = new Scene();
    const [first, second] = [scene.says('a', 1), scene.says('b', 0, 'c2')];
    const reply = scene.replies(second, 4);
    scene.merges(second, first, 5);
    scene.handling.hearAll();
    expect(scene.reaches(second, reply, 9, 'refused').followUps).toEqual([]);
    scene.reaches(second, reply, 10);
    scene.handling.hearAll();
    scene.reaches(second, reply, 11, 'refused');
    scene.handling.hearAll();
    expect(scene.answers(first)).toEqual(['first-response running 0']);
  });

  it('is told along the whole way of merges', () => {
    const scene = new Scene();
    const [first, second, third] = [scene.says('a', 2), scene.says('b', 0, 'c2'), scene.says('c', 3, 'c3')];
    const reply = scene.replies(second, 4);
    scene.merges(second, first, 5);
    scene.handling.hearAll();
    scene.merges(first, third, 6);
    scene.handling.hearAll();
    expect(scene.answers(third)).toEqual(['first-response running 0']);
    scene.reaches(second, reply, 10);
    expect(scene.handling.hear()).toMatchObject({ ticketId: first, facts: [{ from: second, sinceMs: null }] });
    const own = { type: 'absorbed.waiting', from: first, sinceMs: TUESDAY_MS + 2 * MINUTE };
    expect(scene.handling.hear()).toMatchObject({ ticketId: third, facts: [own] });
    expect(scene.handling.waiting).toEqual([]);
    expect(scene.answers(third)[0]).toBe('first-response met 0');
  });

  it('finds the ticket that heard of the merge in the place of another', () => {
    const scene = new Scene();
    const [first, second, third] = [scene.says('a', 2), scene.says('b', 0, 'c2'), scene.says('c', 3, 'c3')];
    const reply = scene.replies(second, 4);
    scene.merges(second, first, 5);
    scene.merges(first, third, 6);
    scene.handling.hearAll();
    scene.reaches(second, reply, 10);
    expect(scene.handling.hear()).toMatchObject({ ticketId: first, reason: 'GOES_ON_ELSEWHERE' });
    expect(scene.handling.hear()).toMatchObject({ ticketId: third, facts: [{ from: second, sinceMs: null }] });
    expect(scene.answers(third)[0]).toBe('first-response met 0');
  });

  it('ends as it ended there, in whatever order it is heard', () => {
    const scene = new Scene();
    const [first, second] = [scene.says('a', 1), scene.says('b', 0, 'c2')];
    const reply = scene.replies(second, 4);
    scene.merges(second, first, 5);
    scene.reaches(second, reply, 9);
    scene.reaches(second, reply, 10, 'refused');
    scene.reaches(second, reply, 11);
    for (const index of [3, 0, 1, 0]) {
      scene.handling.hear(index);
    }
    expect(scene.handling.waiting).toEqual([]);
    expect(scene.answers(first)[0]).toBe('first-response met 0');
  });

  it('has no effect twice', () => {
    const scene = new Scene();
    const [first, second] = [scene.says('a', 1), scene.says('b', 0, 'c2')];
    const reply = scene.replies(second, 4);
    scene.merges(second, first, 5);
    scene.handling.hearAll();
    scene.reaches(second, reply, 10);
    scene.handling.hear(0, true);
    expect(scene.handling.hear()).toEqual({ state: 'handled', reason: 'NOTHING_CHANGED', ticketId: first });
  });
});

describe('a merge', () => {
  it('takes along who waits, also where the ended ticket promised no answer', () => {
    const scene = new Scene();
    const [first, second] = [scene.says('a', 0), scene.says('b', 1, 'c2')];
    scene.reaches(second, scene.replies(second, 2), 3);
    scene.says('c', 4, 'c2');
    expect(scene.answers(second)).toEqual(['first-response met 1']);
    scene.merges(second, first, 5);
    expect(scene.handling.hear()).toMatchObject({ facts: [{ awaitingSinceMs: TUESDAY_MS + 4 * MINUTE }] });
  });
});
