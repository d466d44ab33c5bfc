import { describe, expect, it } from '@jest/globals';
import { problemOf, type ChannelFacts } from './channel-problem.js';

const WELL: ChannelFacts = { isBreakerOpen: false, pull: undefined, probe: undefined };
const PROBE = { verdict: 'well', about: null, code: null, failures: 0, failure: null } as const;
const PULL = { failures: 0, parked: false, code: null } as const;
const DEAD = { ...PROBE, verdict: 'dead', about: 'token', code: 'TOKEN' } as const;

describe('an account', () => {
  it.each<readonly [string, Partial<ChannelFacts>]>([
    ['that nobody looked at', {}],
    ['that is well', { probe: PROBE, pull: PULL }],
    ['of which two probes could not tell', { probe: { ...PROBE, failures: 2, failure: 'AWAY' } }],
    ['of which two looks failed', { pull: { ...PULL, failures: 2, code: 'AWAY' } }],
    ['that was never told of, and cannot be for a moment', { probe: { ...PROBE, verdict: null, failures: 1 } }],
  ])('%s is healthy, and has no problem', (_label, facts) => {
    expect(problemOf({ ...WELL, ...facts })).toEqual({ healthy: true, problem: null });
  });

  it.each<readonly [string, Partial<ChannelFacts>, string, RegExp]>([
    ['with a dead token', { probe: DEAD }, 'TOKEN', /opnieuw toestemming/],
    ['without a permission', { probe: { ...DEAD, about: 'permission', code: 'X' } }, 'X', /ontbrekende rechten/],
    ['that the platform closed', { probe: { ...DEAD, about: 'account', code: 'X' } }, 'X', /bij het platform zelf/],
    ['on a version that ended', { probe: { ...DEAD, about: 'version', code: 'X' } }, 'X', /nieuwere versie/],
    ['that the platform does not tell of', { probe: { ...DEAD, about: 'subscription', code: 'X' } }, 'X', /Abonneer/],
    [
      'with a subject of a newer program',
      { probe: { ...DEAD, about: 'moon', code: 'X' } },
      'X',
      /bij het platform zelf/,
    ],
    ['with a dead token and no network', { probe: { ...DEAD, failures: 9, failure: 'AWAY' } }, 'TOKEN', /toestemming/],
    ['of which three probes could not tell', { probe: { ...PROBE, failures: 3, failure: 'AWAY' } }, 'AWAY', /storing/],
    ['that may not be pulled', { pull: { ...PULL, parked: true, code: 'Y' }, probe: PROBE }, 'Y', /opgehaald/],
    ['of which three looks failed', { pull: { ...PULL, failures: 3, code: 'Y' } }, 'Y', /storing/],
    ['whose answers wait', { isBreakerOpen: true, probe: PROBE }, 'CHANNEL_ANSWERS_WAIT', /vertrekken vanzelf/],
  ])('%s is not, and somebody is told what to do', (_label, facts, code, advice) => {
    expect(problemOf({ ...WELL, ...facts })).toEqual({
      healthy: false,
      problem: { code, advice: expect.stringMatching(advice) },
    });
  });

  it('that is warned of is healthy and says so', () => {
    const { healthy, problem } = problemOf({ ...WELL, probe: { ...PROBE, code: 'QUALITY' } });
    expect([healthy, problem?.code]).toEqual([true, 'QUALITY']);
  });
});
