import { describe, expect, it } from '@jest/globals';
import { at, OFFICE, STORY_TIMES } from '../../../test/support/sla/story-time.js';
import { relaxation, storyTerms, suspension, TicketStory } from '../../../test/support/sla/ticket-story.js';
import { clockSentence, sayInstant } from './clock-sentence.js';
import type { ClockView } from './fold-clocks.js';
import { CLOCK_NAMES, PAUSE_REASONS, STOP_REASONS, type ClockName } from './vocabulary.js';

function dutch(view: ClockView): string {
  return clockSentence(view, STORY_TIMES);
}

function english(story: TicketStory, moment: string, name: ClockName = 'first-response'): string {
  return clockSentence(story.clock(moment, name), STORY_TIMES, 'en');
}

const PROMISE = 'by rule "altijd" of policy "standaard" (version 2026-01-01).';

describe('the sentence about a clock', () => {
  it('says how it stands, what was promised, what of it is used, and by which rule', () => {
    const story = new TicketStory('mon 10:00');
    expect(dutch(story.clock('mon 11:30', 'first-response'))).toBe(
      'Eerste antwoord: loopt tot 23/11/2026 om 14:00. Beloofd: 4 werkuren, geteld vanaf 23/11/2026 om 10:00, waarvan ' +
        '1 werkuur en 30 werkminuten gebruikt, volgens regel "altijd" van beleid "standaard" (versie 2026-01-01).',
    );
    expect(english(story, 'mon 11:01')).toBe(
      'First response: runs until 23/11/2026 at 14:00. Promised: 4 working hours, counted from 23/11/2026 at 10:00, of ' +
        `which 1 working hour and 1 working minute is used, ${PROMISE}`,
    );
  });

  it.each<[string, TicketStory, string, string]>([
    [
      'in time',
      new TicketStory('mon 10:00').answers('mon 12:00'),
      'First response: met on 23/11/2026 at 12:00, in time for 23/11/2026 at 14:00. ',
      'Eerste antwoord: gehaald op 23/11/2026 om 12:00, op tijd voor 23/11/2026 om 14:00. ',
    ],
    [
      'too late',
      new TicketStory('mon 10:00').answers('mon 15:00'),
      'First response: met too late, on 23/11/2026 at 15:00; the deadline was 23/11/2026 at 14:00. ',
      'Eerste antwoord: te laat gehaald, op 23/11/2026 om 15:00; de termijn eindigde op 23/11/2026 om 14:00. ',
    ],
    [
      'not at all',
      new TicketStory('mon 10:00'),
      'First response: not met; the deadline was 23/11/2026 at 14:00. ',
      'Eerste antwoord: niet gehaald; de termijn eindigde op 23/11/2026 om 14:00. ',
    ],
    [
      'without a verdict',
      new TicketStory('mon 10:00').becomes('mon 11:00', 'closed'),
      'First response: stopped because the ticket was closed without an answer. ',
      'Eerste antwoord: gestopt omdat het ticket zonder antwoord is afgesloten. ',
    ],
    [
      'in a crisis',
      new TicketStory('mon 10:00').crisis('mon 11:00', suspension('mon 11:00', 'mon2 09:00')),
      'First response: stands still because promises are suspended in a crisis; the deadline is 30/11/2026 at 12:00. ',
      'Eerste antwoord: staat stil omdat de beloften wegens een crisis opgeschort zijn; de termijn eindigt op ' +
        '30/11/2026 om 12:00. ',
    ],
  ])('tells of a clock that ends %s', (_, story, inEnglish, inDutch) => {
    expect(english(story, 'fri 10:00').slice(0, inEnglish.length)).toBe(inEnglish);
    expect(dutch(story.clock('fri 10:00', 'first-response')).slice(0, inDutch.length)).toBe(inDutch);
  });

  it('names no deadline where there is none', () => {
    const waiting = new TicketStory('mon 10:00').becomes('mon 11:00', 'waiting');
    expect(english(waiting, 'mon 12:00', 'resolution')).toContain(
      'Resolution: stands still because the ticket waits for the citizen. ',
    );
    expect(dutch(waiting.clock('mon 12:00', 'resolution'))).toContain('omdat het ticket op de burger wacht. ');
    waiting.becomes('mon 13:00', 'closed');
    expect(english(waiting, 'mon 14:00', 'resolution')).toContain('Resolution: met on 23/11/2026 at 13:00. ');
    expect(dutch(waiting.clock('mon 14:00', 'resolution'))).toContain('Oplossing: gehaald op 23/11/2026 om 13:00. ');
    const view = { ...waiting.clock('mon 14:00', 'resolution'), dueAtMs: null, endedAtMs: null };
    expect(dutch({ ...view, state: 'running' })).toContain('loopt tot een onbekend ogenblik. ');
  });

  it('adds the reply window where that is what binds', () => {
    const story = new TicketStory('mon 10:00', { until: 'mon 12:00' });
    expect(english(story, 'mon 11:00')).toContain(
      `${PROMISE} The channel takes no answer after 23/11/2026 at 12:00, and that is before the promise.`,
    );
    expect(dutch(story.clock('mon 11:00', 'first-response'))).toContain(
      ' Het kanaal neemt na 23/11/2026 om 12:00 geen antwoord meer aan, en dat is vroeger dan de belofte.',
    );
    expect(english(new TicketStory('mon 10:00', { until: 'tue 12:00' }), 'mon 11:00')).not.toContain('channel');
  });

  it.each([
    ['0 working minutes', 'mon 10:00'],
    ['1 working minute', 'mon 10:01'],
    ['59 working minutes', 'mon 10:59'],
    ['1 working hour', 'mon 11:00'],
    ['2 working hours and 1 working minute', 'mon 12:01'],
  ])('says %s', (words, moment) => {
    expect(english(new TicketStory('mon 10:00'), moment)).toContain(`of which ${words} is used`);
  });

  it('says whole minutes only', () => {
    const story = new TicketStory('mon 10:00').crisis('mon 10:00', relaxation(7, 'mon 10:00', 'mon 16:00'));
    expect(english(story, 'mon 10:30')).toContain('of which 4 working minutes is used');
  });

  it('has words for every clock and every reason, in both languages', () => {
    const view = new TicketStory('mon 10:00', { terms: storyTerms() }).clock('mon 11:00', 'first-response');
    for (const language of ['nl', 'en'] as const) {
      const say = (change: Partial<ClockView>): string => clockSentence({ ...view, ...change }, STORY_TIMES, language);
      const said = [
        ...CLOCK_NAMES.map((name) => say({ name })),
        ...PAUSE_REASONS.map((reason) => say({ state: 'paused', reason })),
        ...STOP_REASONS.map((reason) => say({ state: 'stopped', reason })),
      ];
      expect(said.join(' ')).not.toMatch(/undefined|null|NaN/);
      expect(new Set(said).size).toBe(said.length);
    }
  });

  it('says an instant by the clock of the calendar', () => {
    expect(sayInstant(OFFICE, at('mon 09:05'), 'om')).toBe('23/11/2026 om 09:05');
  });
});
