import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TopicRule } from '../../settings/snapshot.js';
import { compileTopics } from './code-topic.js';

function rule(topic: string, words: TopicRule['words'], more: Partial<TopicRule> = {}): TopicRule {
  return { topic, label: topic, theme: 'MilieuEnergie', level: 'local', kind: 'question', words, ...more };
}

const fallback = { topic: 'algemeen', level: 'local', kind: 'question' } as const;
const coder = compileTopics(
  [
    rule('afval', { nl: ['afval', 'afvalzak', 'recyclagepark', 'container'], fr: ['poubelle', 'container'] }),
    rule('sluikstort', { nl: ['sluikstort', 'afval gedumpt'] }, { kind: 'report' }),
    rule('wonen-energie', { nl: ['renovatiepremie', 'premie'], en: ['grant'] }, { level: 'flemish' }),
    rule('gelijk', { nl: ['premie', '!?'], und: ['hashtagwonen'] }),
  ],
  fallback,
);

describe('topic', () => {
  it.each([
    ['Wanneer wordt het afval opgehaald?', 'afval', ['afval']],
    ['AFVALZAKKEN kwijt', 'afval', ['afvalzak']],
    ['renovatiepremies aanvragen', 'wonen-energie', ['renovatiepremie']],
    ['zwerfafval', 'algemeen', []],
    ['er is afval gedumpt in de straat', 'sluikstort', ['afval gedumpt']],
    ['afval', 'afval', ['afval']],
    ['afval werd gedumpt', 'afval', ['afval']],
    ['de premie', 'wonen-energie', ['premie']],
    ['#hashtagwonen', 'gelijk', ['hashtagwonen']],
    ['x', 'algemeen', []],
    ['', 'algemeen', []],
  ])('codes %j as %s', (text, topic, matched) => {
    const code = coder.codeTopic(text);
    expect([code.topic, code.matched]).toEqual([topic, matched]);
  });

  it('takes level and kind from the rule that won', () => {
    expect(coder.codeTopic('Welke premie krijg ik voor mijn dak?')).toEqual({
      topic: 'wonen-energie',
      level: 'flemish',
      kind: 'question',
      language: 'nl',
      matched: ['premie'],
    });
    expect(coder.codeTopic('sluikstort!').kind).toBe('report');
  });

  it('weighs more and longer words, and a repeated word once', () => {
    expect(coder.codeTopic('premie premie premie recyclagepark').topic).toBe('afval');
    expect(coder.codeTopic('premie premie afval').topic).toBe('wonen-energie');
  });

  it('does not see accents', () => {
    expect(coder.codeTopic('Récyclagepárk').topic).toBe('afval');
  });

  it('reads no further than 2000 characters', () => {
    expect(coder.codeTopic(`${'a '.repeat(1000)}afval`).topic).toBe('algemeen');
  });
});

describe('language', () => {
  it.each([
    ['Wanneer wordt het afval opgehaald?', 'nl'],
    ['Bonjour, quand est-ce que vous venez?', 'fr'],
    ['Guten Tag, wann ist das offen?', 'de'],
    ['When does the library open?', 'en'],
    ['poubelle', 'fr'],
    ['container', 'und'],
    ['12345 🙂', 'und'],
    ['hallo thanks', 'und'],
  ])('takes %j for %s', (text, language) => {
    expect(coder.codeTopic(text).language).toBe(language);
  });
});

describe('properties', () => {
  it('gives the same answer for the same text, and never fails', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(coder.codeTopic(text)).toEqual(coder.codeTopic(text));
      }),
    );
  });

  it('knows nothing without rules', () => {
    expect(compileTopics([], fallback).codeTopic('afval').topic).toBe('algemeen');
  });
});
