import { describe, expect, it } from '@jest/globals';
import { testRules } from '../../../test/support/decide/in-memory.js';
import { at, say, STORY_TIMES } from '../../../test/support/sla/story-time.js';
import { TicketStory } from '../../../test/support/sla/ticket-story.js';
import { plainRule, PLAIN_TERMS, testSettings } from '../../../test/support/test-settings.js';
import type { SlaAction, WindowStep } from '../../settings/snapshot.js';
import { momentsFor, nextMoment, type ClockContext } from './next-moments.js';

function contextOf(
  story: TicketStory,
  { actions = [], windowLadder = [] }: { actions?: readonly SlaAction[]; windowLadder?: readonly WindowStep[] } = {},
): ClockContext {
  const rule = { ...plainRule('altijd', 240, 1440), actions };
  const policy = { ...PLAIN_TERMS, name: 'standaard', validFrom: '2026-01-01', rules: [rule], windowLadder };
  const rules = testRules(testSettings({ slaPolicies: [policy] }));
  const times: ClockContext['times'] = (hash) => STORY_TIMES(hash === rules.hash ? 'first' : hash);
  return { facts: story.facts, times, target: 'gent-crm', tenant: 'gent', rules };
}

function seen(story: TicketStory, moment: string, context: ClockContext): readonly string[] {
  return momentsFor(story.clock(moment, 'first-response'), context).map(({ what, atMs }) => `${what} ${say(atMs)}`);
}

describe('what is to come under the policy of a ticket', () => {
  it('is its warnings and its breach, and what the rule asks for after it', () => {
    const story = new TicketStory('mon 10:00');
    expect(seen(story, 'mon 11:00', contextOf(story))).toEqual(['warning mon 12:00', 'breach mon 14:00']);
    const actions: SlaAction[] = [{ at: 'breach', do: 'raise-priority', clocks: ['first-response'] }];
    expect(seen(story, 'mon 11:00', contextOf(story, { actions }))).toContain('breach-actions mon 14:00');
    const others: SlaAction[] = [{ at: 'breach', do: 'raise-priority', clocks: ['resolution'] }];
    expect(seen(story, 'mon 11:00', contextOf(story, { actions: others }))).not.toContain('breach-actions mon 14:00');
  });

  it('is the ladder of the policy where the channel has a window', () => {
    const story = new TicketStory('mon 10:00', { until: 'tue 12:00' });
    const windowLadder: WindowStep[] = [{ beforeMinutes: 60, do: 'raise-priority' }];
    expect(seen(story, 'mon 11:00', contextOf(story, { windowLadder }))).toContain('window tue 11:00');
  });

  it('falls in the hours of whoever is addressed, and of the target otherwise', () => {
    const story = new TicketStory('mon 16:00', { target: '1700' });
    const view = { ...story.clock('mon 16:00', 'first-response'), warnAt: [0.5] };
    const context = contextOf(story);
    const center = momentsFor(view, { ...context, target: '1700' }).map(({ atMs }) => say(atMs));
    expect(center).toEqual(['tue 10:00', 'tue 12:00']);
    const late = new TicketStory('mon 15:30', { until: 'mon 20:00' });
    const windowLadder: WindowStep[] = [{ beforeMinutes: 60, do: 'notify', to: '1700' }];
    expect(seen(late, 'mon 16:00', contextOf(late, { windowLadder }))).toContain('window mon 19:00');
    const own: WindowStep[] = [{ beforeMinutes: 60, do: 'raise-priority' }];
    expect(seen(late, 'mon 16:00', contextOf(late, { windowLadder: own }))).toContain('window mon 17:00');
  });

  it('is still its warnings and its breach where the configuration knows the municipality no more', () => {
    const story = new TicketStory('mon 10:00', { until: 'tue 12:00' });
    const windowLadder: WindowStep[] = [{ beforeMinutes: 60, do: 'raise-priority' }];
    const context = { ...contextOf(story, { windowLadder }), tenant: 'elsewhere' };
    expect(seen(story, 'mon 11:00', context)).toEqual(['warning mon 12:00', 'breach mon 14:00']);
  });
});

describe('when a clock is looked at again', () => {
  const next = (story: TicketStory, moment: string): unknown =>
    nextMoment(story.clock(moment, 'first-response'), contextOf(story));

  it('is the first of what is to come', () => {
    const story = new TicketStory('mon 10:00');
    expect(next(story, 'mon 11:00')).toEqual({ nextAtMs: at('mon 12:00'), warnAtMs: at('mon 12:00') });
  });

  it('keeps when it warned', () => {
    const fact = {
      type: 'sla.warned',
      clock: 'first-response',
      round: 1,
      share: 0.5,
      dueAtMs: at('mon 14:00'),
    } as const;
    const story = new TicketStory('mon 10:00').tell('mon 12:01', { ...fact, round: 2 });
    story.tell('mon 12:01', { ...fact, clock: 'resolution' }).tell('mon 12:05', fact);
    expect(next(story, 'mon 12:30')).toEqual({ nextAtMs: at('mon 14:00'), warnAtMs: at('mon 12:05') });
  });

  it('is never for a clock that ended', () => {
    expect(next(new TicketStory('mon 10:00').answers('mon 11:00'), 'mon 11:00')).toEqual({
      nextAtMs: null,
      warnAtMs: null,
    });
  });
});
