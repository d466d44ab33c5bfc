import { describe, expect, it } from '@jest/globals';
import type { RouteRule } from '../../settings/snapshot.js';
import { chooseTarget, type RouteFacts } from './choose-target.js';

const facts: RouteFacts = {
  topic: 'wonen-energie',
  channel: 'messenger',
  level: 'flemish',
  kind: 'question',
  language: 'nl',
  isOpen: true,
};

function rule(when: RouteRule['when'], because = 'het zo is'): RouteRule {
  return { name: 'regel', when, to: 'gent-crm', because };
}

describe('chooseTarget', () => {
  it('takes the first rule that matches and explains it with the facts', () => {
    const rules = [
      rule({ levels: ['local'] }),
      {
        name: 'vlaams-naar-1700',
        when: { levels: ['flemish'] },
        to: '1700',
        because: 'het onderwerp {topic} een {level} bevoegdheid is',
      },
      rule({}),
    ] as const;
    expect(chooseTarget(facts, rules)).toEqual({
      ok: true,
      target: '1700',
      rule: 'vlaams-naar-1700',
      explanation:
        'Naar 1700 omdat het onderwerp "wonen-energie" een Vlaamse bevoegdheid is (regel "vlaams-naar-1700").',
    });
  });

  it.each<[string, RouteRule['when'], boolean]>([
    ['no condition', {}, true],
    ['its topic', { topics: ['afval', 'wonen-energie'] }, true],
    ['another topic', { topics: ['afval'] }, false],
    ['its channel', { channels: ['messenger'] }, true],
    ['another channel', { channels: ['x'] }, false],
    ['another level', { levels: ['local', 'federal'] }, false],
    ['its kind', { kinds: ['question'] }, true],
    ['another kind', { kinds: ['complaint'] }, false],
    ['its language', { languages: ['fr', 'nl'] }, true],
    ['another language', { languages: ['fr'] }, false],
    ['opening hours, when open', { hours: 'open' }, true],
    ['closing hours, when open', { hours: 'closed' }, false],
    ['several conditions', { topics: ['wonen-energie'], levels: ['flemish'], hours: 'open' }, true],
    ['several conditions of which one fails', { topics: ['wonen-energie'], kinds: ['report'] }, false],
  ])('judges a rule with %s', (_, when, expected) => {
    expect(chooseTarget(facts, [rule(when)]).ok).toBe(expected);
  });

  it('matches closing hours when closed', () => {
    expect(chooseTarget({ ...facts, isOpen: false }, [rule({ hours: 'closed' })]).ok).toBe(true);
  });

  it('fills in every name that a reason may hold', () => {
    const because = 'dit een {kind} via {channel} in het {language} is';
    expect(chooseTarget(facts, [rule({}, because)])).toMatchObject({
      explanation: 'Naar gent-crm omdat dit een vraag via messenger in het Nederlands is (regel "regel").',
    });
  });

  it('says so when no rule matches', () => {
    expect(chooseTarget(facts, [])).toEqual({ ok: false, code: 'NO_ROUTE' });
  });
});
