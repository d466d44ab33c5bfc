import { describe, expect, it } from '@jest/globals';
import { TicketStory } from '../../../test/support/sla/ticket-story.js';
import { at } from '../../../test/support/sla/story-time.js';
import { clockStart, inOrder } from './dated-fact.js';

describe('the start of a clock', () => {
  it.each([
    ['when the citizen wrote', 1_000_000, 1_100_000, 1_000_000],
    ['five minutes before a late receipt', 1_000_000, 9_000_000, 8_700_000],
    ['at a platform time ahead of our clock', 1_000_000, 900_000, 1_000_000],
  ])('is %s', (_, occurredAtMs, receivedAtMs, expected) => {
    expect(clockStart(occurredAtMs, receivedAtMs, 5)).toBe(expected);
  });

  it('is late for a ticket and for a message that came late', () => {
    const story = new TicketStory('mon 09:00', { received: 'mon 10:05' }).answers('mon 11:00');
    story.asks('mon 12:00', { received: 'mon 15:05' });
    expect(story.sees('tue 09:30', 'first-response')).toEqual({ state: 'met', due: 'mon 14:00', spent: 60 });
    expect(story.sees('mon 16:00', 'next-response')).toEqual({ state: 'running', due: 'mon 17:00', spent: 60 });
  });

  it('is as it happened for what was told late by anybody else', () => {
    const story = new TicketStory('mon 10:00').asks('mon 12:00');
    story.tell('mon 11:00', { type: 'answer.outside', messageId: 'x' }, { received: 'tue 11:00' });
    expect(story.sees('tue 12:00', 'first-response')).toEqual({ state: 'met', due: 'mon 14:00', spent: 60 });
    expect(story.sees('tue 12:00', 'next-response')).toEqual({ state: 'breached', due: 'mon 14:00', spent: 480 });
  });
});

describe('facts that come in another order than they happened', () => {
  it('give the same clocks as in order', () => {
    const asHappened = new TicketStory('mon 10:00')
      .becomes('mon 11:00', 'waiting')
      .asks('mon 13:00')
      .answers('mon 15:00');
    const asTold = new TicketStory('mon 10:00').asks('mon 13:00').answers('mon 15:00').becomes('mon 11:00', 'waiting');
    expect(asTold.fold('tue 10:00')).toEqual(asHappened.fold('tue 10:00'));
  });

  it('let a first message that came second start the time', () => {
    const story = new TicketStory('mon 10:00').asks('mon 09:58', { received: 'mon 10:01' });
    expect(story.sees('mon 11:00', 'first-response')).toEqual({ state: 'running', due: 'mon 13:58', spent: 62 });
    expect(story.sees('mon 11:00', 'resolution').due).toBe('thu 10:00');
  });

  it('never end a clock before it began', () => {
    const story = new TicketStory('mon 10:00').tell('mon 09:00', { type: 'answer.outside', messageId: 'x' });
    const { startedAtMs, endedAtMs, spentMs } = story.clock('mon 12:00', 'first-response');
    expect([startedAtMs, endedAtMs, spentMs]).toEqual([at('mon 10:00'), at('mon 10:00'), 0]);
  });

  it('are ordered by their event within one instant, the opening first, and by their number within one event', () => {
    const { facts } = new TicketStory('mon 10:00');
    const [opening] = facts;
    const fact = { type: 'ticket.noted', reason: '' } as const;
    const about = { fact, occurredAtMs: at('mon 09:00'), receivedAtMs: at('mon 09:00'), settingsHash: 'first' };
    const told = [
      { ...about, seq: 5, key: 'b' },
      { ...about, seq: 4, key: 'b' },
      { ...about, seq: 6, key: 'a' },
      ...(opening === undefined ? [] : [{ ...opening, key: 'z' }]),
    ];
    expect(inOrder(told, 5).map(({ key, seq }) => `${key}${seq}`)).toEqual(['z1', 'a6', 'b4', 'b5']);
    expect(inOrder(told.toReversed(), 5).map(({ key, seq }) => `${key}${seq}`)).toEqual(['z1', 'a6', 'b4', 'b5']);
  });
});
