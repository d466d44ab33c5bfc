import { describe, expect, it } from '@jest/globals';
import { at, say, STORY_TIMES } from '../../../test/support/sla/story-time.js';
import { storyTerms, suspension, TicketStory } from '../../../test/support/sla/ticket-story.js';
import { foldClocks, type ClockView } from './fold-clocks.js';

function limits({ dueAtMs, promisedAtMs, windowAtMs, limit }: ClockView): readonly (string | null)[] {
  return [say(dueAtMs), limit, say(promisedAtMs), say(windowAtMs)];
}

describe('the deadline of an answer', () => {
  it('is the reply window where the channel takes no answer after it, and says so', () => {
    const story = new TicketStory('mon 10:00', { until: 'mon 13:00' });
    expect(limits(story.clock('mon 11:00', 'first-response'))).toEqual([
      'mon 13:00',
      'window',
      'mon 14:00',
      'mon 13:00',
    ]);
    expect(story.sees('mon 13:00', 'first-response').state).toBe('breached');
    expect(story.answers('mon 13:30').sees('mon 15:00', 'first-response').state).toBe('met-late');
  });

  it('is the promise where the window closes with it or after it', () => {
    const later = new TicketStory('mon 10:00', { until: 'mon 15:00' });
    expect(limits(later.clock('mon 11:00', 'first-response'))).toEqual([
      'mon 14:00',
      'promise',
      'mon 14:00',
      'mon 15:00',
    ]);
    const same = new TicketStory('mon 10:00', { until: 'mon 14:00' });
    expect(limits(same.clock('mon 11:00', 'first-response'))).toEqual([
      'mon 14:00',
      'promise',
      'mon 14:00',
      'mon 14:00',
    ]);
  });

  it('moves with the window when the citizen writes again', () => {
    const story = new TicketStory('mon 10:00', { until: 'mon 13:00' }).asks('mon 12:00', { until: 'tue 12:00' });
    expect(limits(story.clock('mon 12:30', 'first-response'))).toEqual([
      'mon 14:00',
      'promise',
      'mon 14:00',
      'tue 12:00',
    ]);
    const thanked = new TicketStory('mon 10:00', { until: 'mon 13:00' }).thanks('mon 12:00', 'tue 12:00');
    expect(thanked.clock('mon 12:30', 'first-response').windowAtMs).toBe(at('tue 12:00'));
  });

  it('is never made earlier by a message that came late, and has no window once a channel has none', () => {
    const story = new TicketStory('mon 10:00', { until: 'mon 13:00' });
    story.asks('mon 09:00', { until: 'mon 12:00', received: 'mon 10:30' });
    expect(story.clock('mon 11:00', 'first-response').windowAtMs).toBe(at('mon 13:00'));
    story.asks('mon 11:00').asks('mon 11:30', { until: 'mon 13:30' });
    expect(story.clock('mon 12:00', 'first-response').windowAtMs).toBeNull();
  });

  it('does not bind the resolution or a party', () => {
    const story = new TicketStory('mon 10:00', { until: 'mon 13:00' });
    expect(story.clock('mon 11:00', 'resolution').windowAtMs).toBeNull();
    expect(story.clock('mon 11:00', 'party-municipality').windowAtMs).toBeNull();
  });

  it('is the promise for a message whose window was over before we had it', () => {
    const story = new TicketStory('mon 10:00', { until: 'tue 09:55', received: 'tue 10:00' });
    expect(limits(story.clock('tue 11:00', 'first-response'))).toEqual(['tue 13:55', 'promise', 'tue 13:55', null]);
  });
});

describe('a window that closes while the clock stands still', () => {
  const terms = storyTerms({ 'first-response': 240 }, { pausesWhileWaiting: ['first-response'] });
  const waiting = (): TicketStory =>
    new TicketStory('mon 10:00', { terms, until: 'mon 13:00' }).becomes('mon 11:00', 'waiting');

  it('binds nobody, then and after', () => {
    expect(limits(waiting().clock('mon 12:00', 'first-response'))).toEqual([null, 'promise', null, null]);
    const woken = waiting().becomes('tue 09:00', 'in-progress');
    expect(limits(woken.clock('tue 10:00', 'first-response'))).toEqual(['tue 12:00', 'promise', 'tue 12:00', null]);
  });

  it('binds all the same in a crisis: the platform knows of none', () => {
    const story = new TicketStory('mon 10:00', { until: 'mon 13:00', crisis: suspension('mon 09:00', 'wed 09:00') });
    expect(story.sees('mon 12:00', 'first-response')).toEqual({ state: 'paused: crisis', due: 'mon 13:00', spent: 0 });
    expect(story.sees('mon 14:00', 'first-response').state).toBe('breached');
  });

  it('stays a breach when the wait began only after it', () => {
    const story = new TicketStory('mon 10:00', { terms, until: 'mon 11:00' }).becomes('mon 12:00', 'waiting');
    expect(story.sees('mon 13:00', 'first-response')).toEqual({ state: 'breached', due: 'mon 11:00', spent: 120 });
  });
});

describe('a clock that ended', () => {
  const ended = (): TicketStory =>
    new TicketStory('mon 10:00')
      .becomes('mon 11:00', 'waiting')
      .becomes('mon 12:00', 'in-progress')
      .answers('mon 13:00');

  it('leaves its times, its deadline, what was used of what, and under which terms', () => {
    const story = ended();
    const { spans, terms, ...left } = story.clock('fri 10:00', 'resolution');
    expect(left).toEqual({
      ...{ name: 'resolution', round: 1, state: 'met', reason: null },
      ...{ startedAtMs: at('mon 10:00'), endedAtMs: at('mon 13:00'), dueAtMs: at('thu 11:00') },
      ...{ promisedAtMs: at('thu 11:00'), windowAtMs: null, limit: 'promise' },
      ...{ targetMs: 1440 * 60_000, spentMs: 120 * 60_000, warnAt: [0.5], settingsHash: 'first' },
    });
    expect(spans).toHaveLength(3);
    expect(terms).toEqual(storyTerms());
  });

  it('never changes, however much later one looks', () => {
    const story = ended();
    expect(story.fold('mon3 10:00')).toEqual(story.fold('mon 13:01'));
  });

  it('is not touched by what happens to the ticket afterwards', () => {
    const before = ended().clock('mon 14:00', 'first-response');
    const story = ended()
      .asks('tue 10:00')
      .goes('tue 11:00', 'gent-crm', '1700')
      .crisis('tue 12:00', suspension('mon 09:00', 'mon 09:30'));
    story.changesTerms('tue 13:00', 'recompute', storyTerms({ 'first-response': 1 }), 'second');
    expect(story.clock('wed 10:00', 'first-response')).toEqual(before);
  });
});

describe('a clock without open time to come', () => {
  it('runs without a deadline', () => {
    const closed = { ...STORY_TIMES('first').calendar(null) };
    const never = { ...closed, addWorkingMs: () => ({ ok: false, code: 'NO_OPEN_TIME' }) as const };
    const { facts, handoffs } = new TicketStory('mon 10:00');
    const times = (): ReturnType<typeof STORY_TIMES> => ({ ...STORY_TIMES('first'), calendar: () => never });
    const [first] = foldClocks({ facts, handoffs, asOfMs: at('tue 10:00'), times }).clocks;
    expect(first).toMatchObject({ state: 'running', dueAtMs: null, limit: 'promise' });
  });
});

describe('a breach that was told', () => {
  const told = (dueAt: string): TicketStory =>
    new TicketStory('mon 10:00').tell('mon 14:00', {
      ...{ type: 'sla.breached', clock: 'first-response', round: 1, dueAtMs: at(dueAt) },
    });

  it('is one, also by a clock that is a little behind', () => {
    expect(told('mon 14:00').sees('mon 13:59', 'first-response').state).toBe('breached');
  });

  it('is none for a deadline that came later', () => {
    expect(told('mon 13:00').sees('mon 13:59', 'first-response').state).toBe('running');
  });

  it('says nothing about other clocks and rounds', () => {
    const story = told('mon2 14:00');
    expect(story.sees('mon 13:59', 'resolution').state).toBe('running');
    const second = story.becomes('mon 14:30', 'closed').asks('mon 15:00');
    expect(second.sees('mon 15:30', 'first-response').state).toBe('running');
  });
});

describe('a look at the past', () => {
  it('sees a clock that starts later as running', () => {
    const story = new TicketStory('mon 10:00');
    expect(story.sees('mon 09:00', 'first-response')).toEqual({ state: 'running', due: 'mon 14:00', spent: 0 });
  });

  it('is taken of tickets that were opened only', () => {
    expect(() => foldClocks({ facts: [], handoffs: [], asOfMs: 0, times: STORY_TIMES })).toThrow(
      'A ticket without its opening has no clocks',
    );
  });

  it('tells the state of the ticket in the order of what happened', () => {
    const { facts, handoffs } = new TicketStory('mon 10:00')
      .becomes('mon 12:00', 'closed')
      .becomes('mon 11:00', 'waiting');
    expect(foldClocks({ facts, handoffs, asOfMs: at('tue 10:00'), times: STORY_TIMES }).state.status).toBe('closed');
  });
});
