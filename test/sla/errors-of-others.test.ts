import { describe, expect, it } from '@jest/globals';
import { countedMs } from '../../src/domain/sla/count-time.js';
import { calendarOf, foldClocks, type ClockView } from '../../src/domain/sla/fold-clocks.js';
import { clockSentence } from '../../src/domain/sla/clock-sentence.js';
import { momentsOf } from '../../src/domain/sla/next-moment.js';
import { compileCalendar, type WorkingTime } from '../../src/domain/working-time.js';
import { InMemoryHandling, message, TUESDAY_MS } from '../support/decide/in-memory.js';
import { at, OFFICE, say, STORY_TIMES } from '../support/sla/story-time.js';
import { storyTerms, TicketStory } from '../support/sla/ticket-story.js';

// Errors that other engines of promises in time made again and again, each named with where it was reported.

const HOUR = 3_600_000;

function nextMoments(story: TicketStory, moment: string, name: ClockView['name']): readonly string[] {
  const context = { facts: story.facts, times: STORY_TIMES, staffed: () => OFFICE, ladder: [], hasBreachActions: true };
  return momentsOf(story.clock(moment, name), context).map(({ what, atMs }) => `${what} ${say(atMs)}`);
}

describe('D1 wall clock instead of business hours', () => {
  it('the deadline, the used time and what is shown of them count by one function (chatwoot PR#13392, freescout#4307)', () => {
    const story = new TicketStory('fri 16:00');
    const view = story.clock('mon2 10:00', 'first-response');
    const counted = view.spans.map((span) =>
      countedMs(span, calendarOf(STORY_TIMES, span.terms, view.name), span.fromMs, at('mon2 10:00')),
    );
    expect(counted).toEqual([view.spentMs]);
    expect(OFFICE.workingMsBetween(view.startedAtMs, view.dueAtMs ?? 0)).toBe(view.targetMs);
    expect(clockSentence(view, STORY_TIMES, 'en')).toContain(
      '4 working hours, counted from 27/11/2026 at 16:00, of which 2',
    );
  });
});

describe('D2 hold time lost or counted twice', () => {
  it('is added to the deadline once (erpnext PR#47029, #47172, #47884, #49414, #51111, #52489)', () => {
    const story = new TicketStory('mon 09:00', { terms: storyTerms({ resolution: 600 }) });
    story.becomes('mon 11:00', 'waiting').becomes('mon 14:00', 'in-progress');
    // Ten hours from Monday at nine, and three of hold: two and three on Monday, five on Tuesday.
    expect(story.sees('mon 15:00', 'resolution')).toEqual({ state: 'running', due: 'tue 14:00', spent: 180 });
  });

  it('of months leaves the working time that was left, and no more days (helpdesk PR#3776)', () => {
    const story = new TicketStory('mon 09:00', { terms: storyTerms({ resolution: 2400 }) });
    story.becomes('tue 09:00', 'waiting').becomes('tue9 09:00', 'in-progress');
    expect(story.sees('tue9 10:00', 'resolution')).toEqual({ state: 'running', due: 'fri9 17:00', spent: 540 });
  });

  it('outside working hours moves nothing (helpdesk PR#2449)', () => {
    const plain = new TicketStory('sat 12:00', { terms: storyTerms({ resolution: 600 }) });
    const held = new TicketStory('sat 12:00', { terms: storyTerms({ resolution: 600 }) });
    held.becomes('sat 13:00', 'waiting').becomes('sun 20:00', 'in-progress');
    expect(held.sees('mon2 12:00', 'resolution')).toEqual(plain.sees('mon2 12:00', 'resolution'));
    expect(plain.sees('mon2 12:00', 'resolution')).toEqual({ state: 'running', due: 'tue2 11:00', spent: 180 });
  });

  it('is the same when the same facts are counted again, in any order (erpnext PR#52489)', () => {
    const story = new TicketStory('mon 09:00').becomes('mon 11:00', 'waiting').becomes('mon 14:00', 'in-progress');
    const again = foldClocks({
      ...{ facts: story.facts.toReversed(), handoffs: story.handoffs, asOfMs: at('mon 15:00'), times: STORY_TIMES },
    });
    expect(again.clocks).toEqual(story.fold('mon 15:00'));
  });
});

describe('D3 frozen, then instantly breached', () => {
  it('a ticket that wakes has what was left, and the grace at least (Zammad, "may instantly escalate")', () => {
    const story = new TicketStory('mon 09:00', { terms: storyTerms({ resolution: 480 }) });
    story.becomes('mon 16:59', 'waiting').becomes('mon2 09:00', 'in-progress');
    expect(story.sees('mon2 09:00', 'resolution')).toEqual({ state: 'running', due: 'mon2 09:30', spent: 479 });
  });

  it('a wait never reaches back: it does not undo a breach from before it (ServiceNow, retroactive pause)', () => {
    const story = new TicketStory('mon 09:00', { terms: storyTerms({ resolution: 60 }) }).becomes(
      'mon 11:00',
      'waiting',
    );
    expect(story.sees('tue 11:00', 'resolution').state).toBe('breached');
  });
});

describe('D4 clock changes and time zones', () => {
  const night = [{ from: '00:00', to: '06:00' }];
  const week = { 1: night, 2: night, 3: night, 4: night, 5: night, 6: night, 7: night };

  function openAtNight(timeZone: string): WorkingTime {
    const version = { validFrom: '2026-01-01', timeZone, week, exceptions: {}, holidays: [] };
    return compileCalendar({ name: 'night', versions: [version], closingDays: [] });
  }

  function dueOf(openedAtMs: number, timeZone: string): string {
    const facts = new TicketStory('mon 10:00', { terms: storyTerms({ 'first-response': 300 }) }).facts.map((dated) => ({
      ...{ ...dated, occurredAtMs: openedAtMs, receivedAtMs: openedAtMs },
    }));
    const calendar = openAtNight(timeZone);
    const times = (): ReturnType<typeof STORY_TIMES> => ({ ...STORY_TIMES('first'), calendar: () => calendar });
    const [first] = foldClocks({ facts, handoffs: [], asOfMs: openedAtMs, times }).clocks;
    return new Date(first?.dueAtMs ?? 0).toISOString();
  }

  it('the night that is an hour short takes an hour of the next (rocket.chat#4898, PR#32047, #32279, #32287)', () => {
    // Five hours from one o'clock: two to three is not there, so four until six, and the fifth at one the next night.
    expect(dueOf(Date.UTC(2026, 2, 29, 0), 'Europe/Brussels')).toBe('2026-03-29T23:00:00.000Z');
  });

  it('the night that is an hour long ends an hour earlier by the clock (rocket.chat#30565)', () => {
    expect(dueOf(Date.UTC(2026, 9, 24, 22), 'Europe/Brussels')).toBe('2026-10-25T03:00:00.000Z');
  });

  it('the zone is that of the calendar, and no other (helpdesk PR#3776, servicenow 3333657)', () => {
    expect(dueOf(Date.UTC(2026, 5, 1, 12), 'Europe/Brussels')).toBe('2026-06-02T03:00:00.000Z');
    expect(dueOf(Date.UTC(2026, 5, 1, 12), 'America/New_York')).toBe('2026-06-02T09:00:00.000Z');
  });
});

describe('D5 a policy that changes under way', () => {
  it('changes nothing about a ticket until its terms are changed (Zendesk: applied at the next event)', () => {
    const story = new TicketStory('mon 10:00').asks('mon 11:00').becomes('mon 12:00', 'in-progress');
    expect(story.clock('mon 13:00', 'first-response').terms).toEqual(storyTerms());
  });

  it('takes a promise with it that the new policy does not make (zammad#5624)', () => {
    const story = new TicketStory('mon 10:00').answers('mon 11:00', false);
    story.changesTerms('mon 12:00', 'migrate', storyTerms({ 'first-response': 240, resolution: 1440 }));
    expect(story.sees('fri 12:00', 'periodic-update').state).toBe('stopped: no-longer-promised');
    expect(nextMoments(story, 'fri 12:00', 'periodic-update')).toEqual([]);
  });

  it('has a target of its own from then on (chatwoot#10178, second comment)', () => {
    const story = new TicketStory('mon 10:00').changesTerms(
      'mon 11:00',
      'migrate',
      storyTerms({ 'first-response': 480 }),
    );
    expect(story.sees('mon 12:00', 'first-response')).toEqual({ state: 'running', due: 'tue 10:00', spent: 120 });
  });
});

describe('D7 told at midnight, and "thanks" that opens the clock again', () => {
  it('nobody is warned or asked to act outside staffed hours (zammad#4432, #2157, GLPI PR#22678)', () => {
    const clocks = [{ name: 'party-1700', minutes: 300, calendar: 'center', warnAt: [0.5], dueAtMs: null }] as const;
    const story = new TicketStory('mon 16:00', { target: '1700', terms: { ...storyTerms(), clocks } });
    // By the hours of the contact center half of it falls at 18:30 and the end at nine; the office opens at nine.
    expect(nextMoments(story, 'mon 16:30', 'party-1700')).toEqual([
      'warning mon 17:00',
      'breach tue 09:00',
      'breach-actions tue 09:00',
    ]);
  });

  it('a word of thanks after the answer starts no clock (chatwoot#10178, PR#15024, helpdesk#3465)', () => {
    const handling = new InMemoryHandling();
    handling.tell(message('a'));
    const ticketId = handling.ticketOf('c1')?.id ?? null;
    handling.ask({ type: 'reply', text: 'Dag Mia', author: 'An', isFinal: true }, ticketId, TUESDAY_MS + HOUR);
    const messageId = handling.draft.messages.at(-1)?.message.id ?? '';
    const outcome = { from: 'delivery', deliveryId: 'd', messageId, isFinal: true, outcome: 'delivered' } as const;
    handling.decideContent(outcome, ticketId, TUESDAY_MS + HOUR);
    handling.tell(message('b', { atMs: TUESDAY_MS + 2 * HOUR, text: 'Bedankt!' }));
    const states = (): readonly string[] => handling.clocksOf('c1', TUESDAY_MS + 3 * HOUR).map(({ state }) => state);
    expect(states()).toEqual(['met', 'met']);
    handling.tell(message('c', { atMs: TUESDAY_MS + 3 * HOUR, text: 'En wanneer komt dat in orde?' }));
    expect(states()).toEqual(['met', 'running']);
  });

  it('the last word of a citizen is not waited on once the ticket is closed (chatwoot#10178)', () => {
    const story = new TicketStory('mon 09:00').answers('mon 10:00').asks('mon 11:00').becomes('mon 11:30', 'closed');
    expect(story.sees('fri 12:00', 'next-response').state).toBe('stopped: closed-without-answer');
    expect(nextMoments(story, 'fri 12:00', 'next-response')).toEqual([]);
  });
});

describe('D8 recalculation that is heavy or wrong', () => {
  it('a clock knows its next moment, so that nobody has to touch them all at night (zammad#2574)', () => {
    const story = new TicketStory('mon 10:00');
    expect(nextMoments(story, 'mon 10:00', 'first-response')[0]).toBe('warning mon 12:00');
    expect(nextMoments(story, 'mon 11:59', 'first-response')[0]).toBe('warning mon 12:00');
  });

  it('ends where a calendar has no working day to come (frappe, a loop without end)', () => {
    const week = { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] };
    const version = { validFrom: '2026-01-01', timeZone: 'Europe/Brussels', week, exceptions: {}, holidays: [] };
    const never = compileCalendar({ name: 'never', versions: [version], closingDays: [] });
    const { facts, handoffs } = new TicketStory('mon 10:00');
    const times = (): ReturnType<typeof STORY_TIMES> => ({ ...STORY_TIMES('first'), calendar: () => never });
    const { clocks } = foldClocks({ facts, handoffs, asOfMs: at('mon9 10:00'), times });
    expect(clocks.map(({ state, dueAtMs }) => [state, dueAtMs])).toEqual([
      ['running', null],
      ['running', null],
      ['running', null],
    ]);
  });
});

describe('also wanted', () => {
  it('nothing escalates after a reply while the citizen is silent (zammad#3140)', () => {
    const story = new TicketStory('mon 10:00').answers('mon 11:00', false);
    expect(story.fold('fri 12:00').map(({ name }) => name)).not.toContain('next-response');
    expect(nextMoments(story, 'fri 12:00', 'first-response')).toEqual([]);
  });

  it('whatever the citizen writes counts, by whichever way it came (zammad#1322, #1620)', () => {
    const story = new TicketStory('mon 09:00').answers('mon 10:00', false).becomes('mon 10:05', 'waiting');
    story.asks('mon 12:00');
    expect(story.sees('mon 13:00', 'next-response')).toEqual({ state: 'running', due: 'mon 14:00', spent: 60 });
    expect(story.sees('mon 13:00', 'resolution').state).toBe('running');
  });

  it('one target does not overrule another: each clock has its own deadline (zammad#5177)', () => {
    const terms = storyTerms({ 'first-response': 240, 'periodic-update': 60, 'next-response': 60 });
    const story = new TicketStory('mon 10:00', { terms }).asks('mon 10:30');
    expect(story.fold('mon 12:30').map(({ name, state, dueAtMs }) => [name, state, say(dueAtMs)])).toEqual([
      ['first-response', 'running', 'mon 14:00'],
    ]);
  });

  it('a status stops the clocks that the policy names, and those only (osTicket#3034)', () => {
    const terms = storyTerms(undefined, { pausesWhileWaiting: ['party-municipality'] });
    const story = new TicketStory('mon 10:00', { terms }).becomes('mon 11:00', 'waiting');
    expect(story.fold('mon 12:00').map(({ name, state }) => [name, state])).toEqual([
      ['first-response', 'running'],
      ['resolution', 'running'],
      ['party-municipality', 'paused'],
    ]);
  });
});
