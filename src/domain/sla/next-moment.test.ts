import { describe, expect, it } from '@jest/globals';
import { at, CENTER, OFFICE, say, STORY_TIMES } from '../../../test/support/sla/story-time.js';
import { relaxation, storyTerms, suspension, TicketStory } from '../../../test/support/sla/ticket-story.js';
import { momentsOf, staffedMoment, type MomentContext } from './next-moment.js';
import type { PromisedClock } from './terms.js';
import type { ClockName } from './vocabulary.js';

/** What is to come about a clock: what, which, and when. */
function moments(
  story: TicketStory,
  moment: string,
  name: ClockName = 'first-response',
  change: Partial<MomentContext> = {},
): readonly (string | null)[] {
  const context = {
    facts: story.facts,
    times: STORY_TIMES,
    staffed: () => OFFICE,
    ladder: [],
    hasBreachActions: false,
  };
  return momentsOf(story.clock(moment, name), { ...context, ...change }).map((one) => {
    const which = one.what === 'warning' ? ` ${one.share}` : one.what === 'window' ? ` ${one.step}` : '';
    return `${one.what}${which}: ${say(one.atMs)}`;
  });
}

function warningAt(...shares: readonly number[]): TicketStory {
  const clocks: PromisedClock[] = [
    { name: 'first-response', minutes: 240, calendar: null, warnAt: shares, dueAtMs: null },
  ];
  return new TicketStory('mon 10:00', { terms: { ...storyTerms(), clocks } });
}

function warned(
  story: TicketStory,
  moment: string,
  share: number,
  about: { round?: number; clock?: ClockName } = {},
): TicketStory {
  const { round = 1, clock = 'first-response' } = about;
  return story.tell(moment, { type: 'sla.warned', clock, round, share, dueAtMs: at('mon 14:00') });
}

function breached(story: TicketStory, due: string, type: 'sla.breached' | 'sla.acted' = 'sla.breached'): TicketStory {
  return story.tell(due, { type, clock: 'first-response', round: 1, dueAtMs: at(due) });
}

describe('a warning', () => {
  it('falls at each share of the working time, before the breach', () => {
    expect(moments(warningAt(0.5, 0.75), 'mon 10:00')).toEqual([
      'warning 0.5: mon 12:00',
      'warning 0.75: mon 13:00',
      'breach: mon 14:00',
    ]);
  });

  it('is given once', () => {
    const story = warned(warningAt(0.5, 0.75), 'mon 12:00', 0.5);
    expect(moments(story, 'mon 12:30')).toEqual(['warning 0.75: mon 13:00', 'breach: mon 14:00']);
    const others = warned(warned(warningAt(0.5), 'mon 12:00', 0.5, { round: 2 }), 'mon 12:00', 0.5, {
      clock: 'resolution',
    });
    expect(moments(others, 'mon 12:30')).toEqual(['warning 0.5: mon 12:00', 'breach: mon 14:00']);
  });

  it('moves with what does not count, and is not to come while nobody knows', () => {
    const paused = new TicketStory('mon 10:00').becomes('mon 11:00', 'waiting');
    expect(moments(paused, 'mon 12:00', 'resolution')).toEqual([]);
    paused.becomes('tue 11:00', 'in-progress');
    expect(moments(paused, 'tue 12:00', 'resolution')).toEqual(['warning 0.5: wed 14:00', 'breach: fri 10:00']);
    const relaxed = warningAt(0.5).crisis('mon 10:00', relaxation(2, 'mon 10:00', 'fri 09:00'));
    expect(moments(relaxed, 'mon 12:00')).toEqual(['warning 0.5: mon 14:00', 'breach: tue 10:00']);
  });

  it('is planned over a crisis, of which the end is known', () => {
    const story = warningAt(0.5).crisis('mon 11:00', suspension('mon 11:00', 'wed 09:00'));
    expect(moments(story, 'tue 12:00')).toEqual(['warning 0.5: wed 10:00', 'breach: wed 12:00']);
  });

  it('knows no grace: the share of the promise counts', () => {
    const story = new TicketStory('mon 10:00').becomes('thu 09:55', 'waiting').asks('fri 09:00');
    expect(moments(story, 'fri 09:01', 'resolution')).toEqual(['warning 0.5: tue 14:00', 'breach: fri 09:30']);
  });

  it('is not given of a clock that is late already, nor where the reply window ends first', () => {
    expect(moments(warningAt(0.5), 'mon 14:00')).toEqual(['breach: mon 14:00']);
    const short = new TicketStory('mon 10:00', { until: 'mon 12:00' });
    expect(moments(short, 'mon 10:30')).toEqual(['breach: mon 12:00']);
  });

  it('is told at once where terms from now on make it due', () => {
    const story = warningAt(0.5);
    story.changesTerms('mon 11:00', 'migrate', storyTerms({ 'first-response': 100 }));
    expect(moments(story, 'mon 11:00')).toEqual(['warning 0.5: mon 11:00', 'breach: mon 11:40']);
  });

  it('is told of no clock that ended', () => {
    expect(moments(warningAt(0.5).answers('mon 11:00'), 'mon 11:30')).toEqual([]);
    expect(moments(warningAt(0.5).becomes('mon 11:00', 'closed'), 'mon 11:30')).toEqual([]);
    expect(moments(warningAt(0.5).answers('mon 15:00'), 'mon 15:30')).toEqual([]);
  });

  it('is not followed by a breach that nobody told before the ticket was closed', () => {
    const story = warningAt(0.5).becomes('mon 15:00', 'closed');
    expect(story.sees('mon 15:30', 'first-response').state).toBe('breached');
    expect(moments(story, 'mon 15:30', 'first-response', { hasBreachActions: true })).toEqual([]);
  });
});

describe('the hours in which somebody is told', () => {
  const range = { startMs: at('fri 10:00'), endMs: at('mon2 12:00') };

  it.each([
    ['at once while somebody is there', 'fri 11:00', 'fri 11:00'],
    ['at the next opening otherwise', 'fri 22:00', 'mon2 09:00'],
    ['at the opening itself', 'mon2 09:00', 'mon2 09:00'],
  ])('are %s', (_, moment, expected) => {
    expect(say(staffedMoment(OFFICE, at(moment), range))).toBe(expected);
  });

  it('are the last before, where the next opening comes too late', () => {
    expect(say(staffedMoment(OFFICE, at('fri 22:00'), { ...range, endMs: at('mon2 09:00') }))).toBe('fri 17:00');
    expect(say(staffedMoment(OFFICE, at('sat 22:00'), { ...range, endMs: at('sun 09:00') }))).toBe('fri 17:00');
  });

  it('are the last at the earliest when the clock began', () => {
    const evening = { startMs: at('fri 17:00'), endMs: at('sat 06:00') };
    expect(say(staffedMoment(OFFICE, at('fri 22:00'), evening))).toBe('fri 17:00');
    expect(say(staffedMoment(OFFICE, at('fri 22:00'), { ...evening, startMs: at('fri 17:01') }))).toBe('fri 22:00');
  });

  it('are none where nobody is there from the start to the end: better told at night than not', () => {
    const night = { startMs: at('fri 20:00'), endMs: at('sat 06:00') };
    expect(say(staffedMoment(OFFICE, at('fri 22:00'), night))).toBe('fri 22:00');
    const nobody = { nextOpening: () => NEVER, previousOpenMs: () => NEVER };
    expect(say(staffedMoment(nobody, at('fri 11:00'), range))).toBe('fri 11:00');
  });

  it('are those of whoever has to do with the moment', () => {
    const terms = storyTerms({ 'party-1700': 600 });
    const story = new TicketStory('mon 15:00', { terms, target: '1700' });
    const asked: unknown[] = [];
    const staffed: MomentContext['staffed'] = (about) => {
      asked.push(about);
      return about.what === 'warning' ? OFFICE : CENTER;
    };
    const change = { staffed, hasBreachActions: true };
    expect(moments(story, 'mon 15:00', 'party-1700', change)).toEqual([
      'warning 0.5: tue 09:00',
      'breach: tue 13:00',
      'breach-actions: tue 13:00',
    ]);
    expect(asked).toEqual([{ what: 'warning', share: 0.5 }, { what: 'breach-actions' }]);
  });
});

const NEVER = { ok: false, code: 'NO_OPEN_TIME' } as const;

describe('a breach', () => {
  it('is told at the deadline, and once', () => {
    const story = warningAt();
    expect(moments(story, 'mon 15:00')).toEqual(['breach: mon 14:00']);
    expect(moments(breached(story, 'mon 14:00'), 'mon 15:00')).toEqual([]);
  });

  it('is told again only when a later deadline passes', () => {
    const earlier = breached(warningAt(), 'mon 14:00').crisis('mon 14:30', relaxation(2, 'mon 10:00', 'mon 11:00'));
    expect(moments(earlier, 'mon 14:10')).toEqual(['breach: mon 14:30']);
    const sooner = breached(warningAt(), 'mon 15:00');
    expect(moments(sooner, 'mon 14:10')).toEqual([]);
  });

  it('is acted on once, when somebody is there', () => {
    const clocks: PromisedClock[] = [
      { name: 'first-response', minutes: 240, calendar: 'center', warnAt: [], dueAtMs: null },
    ];
    const story = new TicketStory('fri 15:00', { terms: { ...storyTerms(), clocks } });
    const context = { hasBreachActions: true };
    expect(moments(story, 'fri 16:00', 'first-response', context)).toEqual([
      'breach: fri 19:00',
      'breach-actions: mon2 09:00',
    ]);
    breached(story, 'fri 19:00');
    expect(moments(story, 'sat 16:00', 'first-response', context)).toEqual(['breach-actions: mon2 09:00']);
    breached(story, 'fri 19:00', 'sla.acted');
    expect(moments(story, 'mon2 16:00', 'first-response', context)).toEqual([]);
  });

  it('is acted on when it happens, and not before, where nobody will be there for a year', () => {
    const closed = { nextOpening: () => NEVER, previousOpenMs: () => ({ ok: true, atMs: at('mon 10:00') }) as const };
    expect(
      moments(warningAt(), 'mon 12:00', 'first-response', { hasBreachActions: true, staffed: () => closed }),
    ).toEqual(['breach: mon 14:00', 'breach-actions: mon 14:00']);
  });
});

describe('the ladder before a reply window closes', () => {
  const ladder = { ladder: [24 * 60, 120, 30] };
  const story = (): TicketStory => new TicketStory('mon 10:00', { until: 'tue 10:00' });

  it('has each step so long before, and none before the clock began', () => {
    expect(moments(story(), 'mon 10:00', 'first-response', ladder)).toEqual([
      'window 0: mon 10:00',
      'warning 0.5: mon 12:00',
      'breach: mon 14:00',
      // Two hours before is at eight, when nobody is there.
      'window 1: tue 09:00',
      'window 2: tue 09:30',
    ]);
  });

  it('takes each step once, and again when the window moved', () => {
    const taken = story().tell('mon 10:00', {
      ...{ type: 'sla.window', clock: 'first-response', round: 1, step: 0, closesAtMs: at('tue 10:00') },
    });
    expect(moments(taken, 'mon 11:00', 'first-response', ladder)).not.toContain('window 0: mon 10:00');
    taken.asks('mon 13:00', { until: 'tue 13:00' });
    expect(moments(taken, 'mon 13:30', 'first-response', ladder)).toContain('window 0: mon 13:00');
  });

  it('has its step in time where the window closes before anybody is there', () => {
    const early = new TicketStory('mon 10:00', { until: 'tue 08:00' });
    expect(moments(early, 'mon 10:00', 'first-response', { ladder: [30] })).toContain('window 0: mon 17:00');
  });

  it('has no step where the channel takes answers for ever, or where nobody waits for one', () => {
    expect(moments(new TicketStory('mon 10:00'), 'mon 10:00', 'first-response', ladder)).toEqual([
      'warning 0.5: mon 12:00',
      'breach: mon 14:00',
    ]);
    expect(moments(story(), 'mon 10:00', 'resolution', ladder)).toEqual([
      'warning 0.5: tue 14:00',
      'breach: thu 10:00',
    ]);
    expect(moments(story().answers('mon 11:00'), 'mon 12:00', 'first-response', ladder)).toEqual([]);
  });

  it('is climbed on while the promise is late and the window still open', () => {
    expect(moments(breached(story(), 'mon 14:00'), 'mon 15:00', 'first-response', { ladder: [30] })).toEqual([
      'window 0: tue 09:30',
    ]);
  });
});
