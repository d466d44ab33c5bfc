import { describe, expect, it } from '@jest/globals';
import { relaxation, storyTerms, suspension, TicketStory } from '../../../test/support/sla/ticket-story.js';
import { at, say } from '../../../test/support/sla/story-time.js';

describe('a crisis that suspends', () => {
  it('stops every clock until its end, which is known, so that the deadline is', () => {
    const story = new TicketStory('mon 10:00').crisis('mon 11:00', suspension('mon 11:00', 'wed 09:00'));
    expect(story.sees('tue 10:00', 'first-response')).toEqual({ state: 'paused: crisis', due: 'wed 12:00', spent: 60 });
    expect(story.sees('wed 10:00', 'first-response')).toEqual({ state: 'running', due: 'wed 12:00', spent: 120 });
    expect(story.sees('tue 10:00', 'party-municipality').state).toBe('paused: crisis');
  });

  it('wakes its clocks with the grace at least', () => {
    const story = new TicketStory('mon 10:00').crisis('mon 13:55', suspension('mon 13:55', 'wed 09:00'));
    expect(story.sees('wed 09:00', 'first-response')).toEqual({ state: 'running', due: 'wed 09:30', spent: 235 });
  });

  it('gives the grace once, however the time after it is cut', () => {
    const story = new TicketStory('mon 10:00').crisis('mon 13:55', suspension('mon 13:55', 'wed 09:00'));
    story.crisis('wed 09:00', relaxation(2, 'wed 09:10', 'wed 09:20'));
    expect(story.sees('wed 09:25', 'first-response')).toEqual({ state: 'running', due: 'wed 09:35', spent: 255 });
  });

  it('is over at once when it is ended early, and deadlines come nearer', () => {
    const story = new TicketStory('mon 10:00').crisis('mon 11:00', suspension('mon 11:00', 'fri 09:00'));
    story.tell('tue 10:00', { type: 'sla.crisis-ended', crisisId: 'flood', atMs: at('tue 10:00') });
    expect(story.sees('tue 11:00', 'first-response')).toEqual({ state: 'running', due: 'tue 13:00', spent: 120 });
  });

  it('ends early whichever was told first, and not later than it would have', () => {
    const crisis = suspension('mon 11:00', 'tue 09:00');
    const story = new TicketStory('mon 10:00');
    story.tell('mon 11:00', { type: 'sla.crisis-ended', crisisId: 'flood', atMs: at('mon 12:00') });
    story.crisis('mon 11:00', crisis);
    story.tell('wed 11:00', { type: 'sla.crisis-ended', crisisId: 'flood', atMs: at('wed 11:00') });
    expect(story.sees('mon 13:00', 'first-response')).toEqual({ state: 'running', due: 'mon 15:00', spent: 120 });
  });

  it('is as if it had not been when it is ended before it began, and when another one is ended', () => {
    const story = new TicketStory('mon 10:00').crisis('mon 10:30', suspension('mon 12:00', 'tue 09:00'));
    story.tell('mon 11:00', { type: 'sla.crisis-ended', crisisId: 'storm', atMs: at('mon 11:00') });
    expect(story.sees('mon 13:00', 'first-response')).toEqual({
      state: 'paused: crisis',
      due: 'tue 11:00',
      spent: 120,
    });
    story.tell('mon 11:00', { type: 'sla.crisis-ended', crisisId: 'flood', atMs: at('mon 11:00') });
    expect(story.sees('mon 13:00', 'first-response')).toEqual({ state: 'running', due: 'mon 14:00', spent: 180 });
  });

  it('holds for a ticket that opens in it', () => {
    const story = new TicketStory('tue 10:00', { crisis: suspension('mon 09:00', 'wed 09:00') });
    expect(story.sees('tue 12:00', 'first-response')).toEqual({ state: 'paused: crisis', due: 'wed 13:00', spent: 0 });
  });

  it('does not forgive what was late before it', () => {
    const story = new TicketStory('mon 10:00').crisis('mon 15:00', suspension('mon 15:00', 'wed 09:00'));
    expect(story.sees('tue 12:00', 'first-response')).toEqual({ state: 'breached', due: 'mon 14:00', spent: 300 });
  });

  it('gives way to the citizen: a ticket that waits for him has no deadline', () => {
    const story = new TicketStory('mon 10:00').crisis('mon 11:00', suspension('mon 11:00', 'wed 09:00'));
    story.becomes('tue 10:00', 'waiting');
    expect(story.sees('tue 12:00', 'resolution')).toEqual({ state: 'paused: waiting', due: null, spent: 60 });
    expect(story.asks('fri 09:00').sees('fri 10:00', 'resolution').spent).toBe(120);
  });
});

describe('a crisis that relaxes', () => {
  it('lets so many minutes count as one', () => {
    const story = new TicketStory('mon 10:00').crisis('mon 11:00', relaxation(2, 'mon 11:00', 'fri 09:00'));
    expect(story.sees('mon 13:00', 'first-response')).toEqual({ state: 'running', due: 'mon 17:00', spent: 120 });
  });

  it('goes on at full speed after it', () => {
    const story = new TicketStory('mon 10:00').crisis('mon 11:00', relaxation(3, 'mon 11:00', 'mon 14:00'));
    expect(story.sees('mon 15:00', 'first-response')).toEqual({ state: 'running', due: 'mon 16:00', spent: 180 });
  });

  it('is exact to the millisecond over parts that do not divide', () => {
    const story = new TicketStory('mon 10:00');
    for (const hour of ['10', '11', '12']) {
      story.crisis(`mon ${hour}:00`, relaxation(3, `mon ${hour}:00`, `mon ${hour}:50`, hour));
    }
    // Three times 50 relaxed minutes are 50, and twice ten at full speed are 20; 170 are left at a quarter to one.
    expect(story.clock('mon 12:50', 'first-response').spentMs).toBeCloseTo(70 * 60_000, 3);
    expect(say(story.clock('mon 12:50', 'first-response').dueAtMs)).toBe('mon 15:40');
    expect((story.clock('mon 12:50', 'first-response').dueAtMs ?? 0) % 60_000).toBe(0);
  });

  it('finds time that is used up at the end of a stretch used up there, and not after the pause that follows', () => {
    // In floating point four minutes are a little more than five and 23 minutes divided by seven.
    const story = new TicketStory('mon 10:00', { terms: storyTerms({ 'first-response': 4 }) });
    story.crisis('mon 10:00', relaxation(7, 'mon 10:00', 'mon 10:05', 'a'));
    story.crisis('mon 10:00', relaxation(7, 'mon 10:05', 'mon 10:28', 'b'));
    story.crisis('mon 10:00', suspension('mon 10:28', 'fri 09:00'));
    expect(story.sees('tue 12:30', 'first-response').due).toBe('mon 10:28');
  });

  it('counts once where crises lie over each other: the one that helps most', () => {
    const story = new TicketStory('mon 10:00').crisis('mon 10:00', relaxation(2, 'mon 10:00', 'mon 13:00', 'a'));
    story.crisis('mon 10:00', relaxation(4, 'mon 11:00', 'mon 13:00', 'b'));
    story.crisis('mon 10:00', suspension('mon 12:00', 'mon 13:00'));
    expect(story.sees('mon 13:00', 'first-response').spent).toBe(45);
    story.crisis('mon 10:00', relaxation(3, 'mon 11:00', 'mon 13:00', 'c'));
    expect(story.sees('mon 13:00', 'first-response').spent).toBe(45);
  });
});

describe('the stretches of a clock', () => {
  it('touch each other from the start to the end and say why each counts or not', () => {
    const story = new TicketStory('mon 10:00').becomes('mon 11:00', 'waiting').becomes('mon 12:00', 'in-progress');
    story.crisis('mon 13:00', relaxation(2, 'mon 13:00', 'mon 14:00')).answers('mon 15:00');
    expect(
      story
        .clock('fri 09:00', 'resolution')
        .spans.map((span) => [say(span.fromMs), say(span.toMs), span.paused, span.factor]),
    ).toEqual([
      ['mon 10:00', 'mon 11:00', null, 1],
      ['mon 11:00', 'mon 12:00', 'waiting', 1],
      ['mon 12:00', 'mon 13:00', null, 1],
      ['mon 13:00', 'mon 14:00', null, 2],
      ['mon 14:00', 'mon 15:00', null, 1],
    ]);
  });

  it('are not cut by what does not concern the clock', () => {
    const story = new TicketStory('mon 10:00').becomes('mon 11:00', 'waiting').becomes('mon 12:00', 'in-progress');
    expect(story.clock('mon 13:00', 'first-response').spans).toMatchObject([{ fromMs: at('mon 10:00'), paused: null }]);
  });

  it('are one, without length, for a clock that ended as it began', () => {
    const story = new TicketStory('mon 10:00').answers('mon 10:00');
    expect(story.sees('mon 11:00', 'first-response')).toEqual({ state: 'met', due: 'mon 14:00', spent: 0 });
  });
});
