import { describe, expect, it } from '@jest/globals';
import { storyTerms, TicketStory } from '../../../test/support/sla/ticket-story.js';
import { plainRule, PLAIN_TERMS } from '../../../test/support/test-settings.js';
import type { SlaAction, SlaPolicy, WindowStep } from '../../settings/snapshot.js';
import { policyOf, stepsAt } from './policy-of.js';

const notify: SlaAction = { at: 0.5, do: 'notify', to: 'chief' };
const raise: SlaAction = { at: 0.5, do: 'raise-priority', clocks: ['first-response'] };
const reroute: SlaAction = { at: 'breach', do: 'reroute', to: '1700', clocks: ['resolution'] };
const first: WindowStep = { beforeMinutes: 120, do: 'notify', to: 'chief' };
const second: WindowStep = { beforeMinutes: 30, do: 'holding-reply', text: { nl: 'Wij zoeken het uit.' } };

const policy: SlaPolicy = {
  ...PLAIN_TERMS,
  ...{ name: 'standaard', validFrom: '2026-01-01', windowLadder: [first, second] },
  rules: [{ ...plainRule('altijd', 240, 1440), actions: [notify, raise, reroute] }, plainRule('anders', 1, 1)],
};
const newer = { ...policy, validFrom: '2026-11-01', windowLadder: [] };

const story = new TicketStory('mon 10:00');
const response = story.clock('mon 11:00', 'first-response');
const resolution = story.clock('mon 11:00', 'resolution');

describe('the policy of a ticket', () => {
  it('is the version that its terms name, whatever came after', () => {
    expect(policyOf([newer, policy], storyTerms())).toBe(policy);
    expect(policyOf([newer], storyTerms())).toBeUndefined();
    expect(policyOf([{ ...policy, name: 'snel' }], storyTerms())).toBeUndefined();
    expect(policyOf([policy], undefined)).toBeUndefined();
  });
});

describe('what a policy asks for at a moment', () => {
  it('is for a warning what it says at that share, for all clocks or for this one', () => {
    expect(stepsAt([policy], response, { what: 'warning', share: 0.5 })).toEqual([notify, raise]);
    expect(stepsAt([policy], resolution, { what: 'warning', share: 0.5 })).toEqual([notify]);
    expect(stepsAt([policy], response, { what: 'warning', share: 0.75 })).toEqual([]);
  });

  it('is for a breach what it says there, when somebody is there to act, and nothing at the breach itself', () => {
    expect(stepsAt([policy], resolution, { what: 'breach-actions' })).toEqual([reroute]);
    expect(stepsAt([policy], response, { what: 'breach-actions' })).toEqual([]);
    expect(stepsAt([policy], resolution, { what: 'breach' })).toEqual([]);
  });

  it('is for a window the step of the ladder', () => {
    expect(stepsAt([policy], response, { what: 'window', step: 0 })).toEqual([first]);
    expect(stepsAt([policy], response, { what: 'window', step: 1 })).toEqual([second]);
    expect(stepsAt([policy], response, { what: 'window', step: 2 })).toEqual([]);
  });

  it('is nothing for a policy or a rule that the configuration has no more', () => {
    expect(stepsAt([newer], response, { what: 'warning', share: 0.5 })).toEqual([]);
    const gone = { ...response, terms: storyTerms(undefined, { rule: 'weg' }) };
    expect(stepsAt([policy], gone, { what: 'warning', share: 0.5 })).toEqual([]);
  });
});
