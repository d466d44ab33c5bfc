import { describe, expect, it } from '@jest/globals';
import { at, STORY_TIMES } from '../../../test/support/sla/story-time.js';
import { storyTerms, TicketStory, type Minutes } from '../../../test/support/sla/ticket-story.js';
import { calendarOf } from './fold-clocks.js';

const OLD: Minutes = { 'first-response': 240, resolution: 1440 };

function names(story: TicketStory, moment: string): readonly string[] {
  return story.fold(moment).map(({ name }) => name);
}

describe('other terms from now on', () => {
  it('leave the time before as it counted, and count by their own calendar after', () => {
    // Under the second snapshot the municipality works in the morning only.
    const story = new TicketStory('mon 10:00', { terms: storyTerms(OLD) });
    story.changesTerms('tue 11:00', 'migrate', storyTerms(OLD), 'second');
    expect(story.sees('wed 10:00', 'resolution')).toEqual({ state: 'running', due: 'mon2 10:00', spent: 720 });
  });

  it('set another target for what was used so far', () => {
    const longer = new TicketStory('mon 10:00', { terms: storyTerms(OLD) });
    longer.changesTerms('mon 12:00', 'migrate', storyTerms({ 'first-response': 360, resolution: 1440 }));
    expect(longer.sees('mon 13:00', 'first-response')).toEqual({ state: 'running', due: 'mon 16:00', spent: 180 });
    const shorter = new TicketStory('mon 10:00', { terms: storyTerms(OLD) });
    shorter.changesTerms('mon 12:00', 'migrate', storyTerms({ 'first-response': 180, resolution: 1440 }));
    expect(shorter.sees('mon 12:30', 'first-response')).toEqual({ state: 'running', due: 'mon 13:00', spent: 150 });
  });

  it('make nobody late before they held', () => {
    const story = new TicketStory('mon 10:00', { terms: storyTerms(OLD) });
    story.changesTerms('mon 12:00', 'migrate', storyTerms({ 'first-response': 60, resolution: 1440 }));
    expect(story.sees('mon 12:00', 'first-response').due).toBe('mon 12:00');
    const answered = new TicketStory('mon 10:00', { terms: storyTerms(OLD) }).answers('mon 11:30');
    answered.changesTerms('mon 12:00', 'migrate', storyTerms({ 'first-response': 60, resolution: 1440 }));
    expect(answered.sees('mon 13:00', 'first-response')).toEqual({ state: 'met', due: 'mon 14:00', spent: 90 });
  });

  it('do not make late what stands still: it wakes with the grace', () => {
    const story = new TicketStory('mon 10:00', { terms: storyTerms(OLD) }).becomes('mon 15:00', 'waiting');
    story.changesTerms('tue 10:00', 'migrate', storyTerms({ resolution: 120 }));
    expect(story.sees('tue 12:00', 'resolution')).toEqual({ state: 'paused: waiting', due: null, spent: 300 });
    expect(story.asks('wed 09:00').sees('wed 09:10', 'resolution')).toEqual({
      state: 'running',
      due: 'wed 09:30',
      spent: 310,
    });
  });

  it('do not make good what was late under the old ones', () => {
    const story = new TicketStory('mon 10:00', { terms: storyTerms(OLD) });
    story.changesTerms('mon 15:00', 'migrate', storyTerms({ 'first-response': 960, resolution: 1440 }));
    expect(story.sees('mon 16:00', 'first-response')).toEqual({ state: 'breached', due: 'mon 14:00', spent: 360 });
  });

  it('end a clock that they do not promise, and no other', () => {
    const story = new TicketStory('mon 10:00', { terms: storyTerms(OLD) });
    story.changesTerms('mon 12:00', 'migrate', storyTerms({ resolution: 1440 }));
    expect(story.sees('tue 10:00', 'first-response')).toEqual({
      state: 'stopped: no-longer-promised',
      due: 'mon 14:00',
      spent: 120,
    });
    expect(story.sees('tue 10:00', 'resolution').state).toBe('running');
    story.answers('tue 11:00');
    expect(story.sees('wed 10:00', 'first-response').state).toBe('stopped: no-longer-promised');
  });

  it('keep a breach of a clock that they do not promise', () => {
    const story = new TicketStory('mon 10:00', { terms: storyTerms(OLD) });
    story.changesTerms('mon 15:00', 'migrate', storyTerms({ resolution: 1440 }));
    expect(story.sees('tue 10:00', 'first-response').state).toBe('breached');
  });

  it('start a clock that they add from when they hold', () => {
    const story = new TicketStory('mon 10:00', { terms: storyTerms(OLD) }).answers('mon 11:00').asks('mon 12:00');
    expect(names(story, 'mon 13:00')).toEqual(['first-response', 'resolution']);
    story.changesTerms('mon 14:00', 'migrate', storyTerms());
    expect(story.sees('mon 15:00', 'next-response')).toEqual({ state: 'running', due: 'mon 16:00', spent: 60 });
    expect(story.sees('mon 15:00', 'party-municipality')).toEqual({ state: 'running', due: 'tue 16:00', spent: 60 });
  });

  it('count only the last run of a clock that was dropped and added again', () => {
    const story = new TicketStory('mon 10:00', { terms: storyTerms(OLD) });
    story.changesTerms('mon 12:00', 'migrate', storyTerms({ resolution: 1440 }));
    story.changesTerms('mon 15:00', 'migrate', storyTerms(OLD));
    expect(story.sees('mon 16:00', 'first-response')).toEqual({ state: 'running', due: 'tue 11:00', spent: 60 });
  });

  it('do not show a run that began after its clock was dropped', () => {
    const story = new TicketStory('mon 10:00').answers('mon 11:00');
    story.changesTerms('mon 12:00', 'migrate', storyTerms(OLD)).asks('mon 13:00');
    expect(names(story, 'mon 14:00')).not.toContain('next-response');
  });

  it('do not show a run that began as its clock was dropped', () => {
    const story = new TicketStory('mon 10:00').answers('mon 11:00', false);
    story.changesTerms('mon 11:00', 'migrate', storyTerms(OLD));
    expect(names(story, 'mon 14:00')).not.toContain('periodic-update');
  });

  it('say from then on which waits stop a clock', () => {
    const story = new TicketStory('mon 10:00').becomes('mon 11:00', 'waiting');
    story.changesTerms('mon 13:00', 'migrate', storyTerms(undefined, { pausesWhileWaiting: ['first-response'] }));
    expect(story.sees('mon 14:00', 'resolution')).toEqual({ state: 'running', due: 'thu 12:00', spent: 120 });
    expect(story.sees('mon 14:00', 'first-response')).toEqual({ state: 'paused: waiting', due: null, spent: 180 });
  });

  it('can follow each other', () => {
    const story = new TicketStory('mon 10:00', { terms: storyTerms(OLD) });
    story.changesTerms('mon 12:00', 'migrate', storyTerms({ 'first-response': 600, resolution: 1440 }));
    story.changesTerms('mon 13:00', 'migrate', storyTerms({ 'first-response': 300, resolution: 1440 }));
    expect(story.sees('mon 14:00', 'first-response')).toEqual({ state: 'running', due: 'mon 15:00', spent: 240 });
  });
});

describe('other terms as if they had always held', () => {
  it('count the whole time by them', () => {
    const story = new TicketStory('mon 10:00', { terms: storyTerms(OLD) });
    story.changesTerms('tue 11:00', 'recompute', storyTerms(OLD), 'second');
    // Mornings of four hours, of which three were left on Monday: 1,440 minutes end on the seventh.
    expect(story.sees('wed 10:00', 'resolution')).toEqual({ state: 'running', due: 'tue2 10:00', spent: 480 });
  });

  it('make good what was late, and late what was good', () => {
    const good = new TicketStory('mon 10:00', { terms: storyTerms(OLD) });
    good.changesTerms('mon 15:00', 'recompute', storyTerms({ 'first-response': 360, resolution: 1440 }));
    expect(good.sees('mon 15:30', 'first-response')).toEqual({ state: 'running', due: 'mon 16:00', spent: 330 });
    const late = new TicketStory('mon 10:00', { terms: storyTerms(OLD) });
    late.changesTerms('mon 13:00', 'recompute', storyTerms({ 'first-response': 60, resolution: 1440 }));
    expect(late.sees('mon 13:30', 'first-response')).toEqual({ state: 'breached', due: 'mon 11:00', spent: 210 });
  });

  it('change nothing about what had ended', () => {
    const story = new TicketStory('mon 10:00', { terms: storyTerms(OLD) }).answers('mon 12:00', false);
    story.changesTerms('mon 13:00', 'recompute', storyTerms({ 'first-response': 60, resolution: 60 }));
    expect(story.sees('mon 14:00', 'first-response')).toEqual({ state: 'met', due: 'mon 14:00', spent: 120 });
    expect(story.sees('mon 14:00', 'resolution').state).toBe('breached');
  });

  it('find the clocks that they would have started, and the waits that they would have stopped for', () => {
    const story = new TicketStory('mon 10:00', { terms: storyTerms(OLD, { pausesWhileWaiting: [] }) });
    story.answers('mon 11:00').asks('mon 12:00').becomes('mon 13:00', 'waiting').becomes('mon 14:00', 'in-progress');
    story.changesTerms('mon 15:00', 'recompute', storyTerms());
    expect(story.sees('mon 15:00', 'next-response')).toEqual({ state: 'breached', due: 'mon 14:00', spent: 180 });
    expect(story.sees('mon 15:00', 'resolution')).toEqual({ state: 'running', due: 'thu 12:00', spent: 180 });
  });

  it('take over from all that came before, and may be followed', () => {
    const story = new TicketStory('mon 10:00', { terms: storyTerms(OLD) });
    story.changesTerms('mon 11:00', 'migrate', storyTerms({ 'first-response': 90, resolution: 1440 }));
    story.changesTerms('mon 12:00', 'recompute', storyTerms({ 'first-response': 300, resolution: 1440 }));
    story.changesTerms('mon 13:00', 'migrate', storyTerms({ 'first-response': 360, resolution: 1440 }));
    expect(story.sees('mon 15:00', 'first-response')).toEqual({ state: 'running', due: 'mon 16:00', spent: 300 });
  });
});

describe('terms', () => {
  it('are shown as those under which the clock ended', () => {
    const story = new TicketStory('mon 10:00').answers('mon 11:00', false);
    story.changesTerms('mon 12:00', 'migrate', storyTerms(OLD, { rule: 'later' }), 'second');
    const shown = (name: 'first-response' | 'resolution'): unknown => {
      const { terms, settingsHash } = story.clock('mon 13:00', name);
      return [terms.rule, settingsHash];
    };
    expect(shown('first-response')).toEqual(['altijd', 'first']);
    expect(shown('resolution')).toEqual(['later', 'second']);
  });

  it('that change at the moment of the answer do not count for it', () => {
    const story = new TicketStory('mon 10:00', { terms: storyTerms(OLD) }).answers('mon 12:00');
    story.changesTerms('mon 12:00', 'recompute', storyTerms({ 'first-response': 60, resolution: 60 }));
    expect(story.sees('mon 14:00', 'first-response').state).toBe('met');
  });

  it('have no calendar for a clock that they do not promise', () => {
    const terms = { fromMs: at('mon 10:00'), mode: 'opened', settingsHash: 'first', terms: storyTerms(OLD) } as const;
    expect(() => calendarOf(STORY_TIMES, terms, 'next-response')).toThrow('Rule "altijd" promises no next-response');
  });
});
