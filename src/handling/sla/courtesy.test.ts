import { describe, expect, it } from '@jest/globals';
import { isCourtesy } from './courtesy.js';

const HOUR_MS = 3_600_000;
const RULE = { withinHours: 72, maxWords: 4, words: ['bedankt', 'merci', "d'accord"] };

describe('a word of thanks after the answer', () => {
  it.each([
    ['a short one', 'Bedankt!', true],
    ['one among a few words', 'Heel erg bedankt hoor', true],
    ['one with signs and pictures', '👍 MERCI... 😀', true],
    ['one of several words with a sign in it', "D'accord", true],
    ['one with a question', 'Bedankt, en wanneer?', false],
    ['one in a longer message', 'Bedankt maar het licht brandt nog niet', false],
    ['a message without one', 'Het licht brandt niet', false],
    ['a word that only holds one', 'Onbedankt', false],
    ['nothing but pictures', '👍', false],
    ['nothing', '', false],
  ])('is recognised, or not, in %s', (_, text, expected) => {
    expect(isCourtesy({ text, sinceAnswerMs: HOUR_MS }, RULE)).toBe(expected);
  });

  it.each([
    ['at the answer', 0, true],
    ['at the last moment', 72 * HOUR_MS, true],
    ['too late', 72 * HOUR_MS + 1, false],
    ['before the answer', -1, false],
  ])('counts %s, or not', (_, sinceAnswerMs, expected) => {
    expect(isCourtesy({ text: 'Merci', sinceAnswerMs }, RULE)).toBe(expected);
  });
});
