import { describe, expect, it } from '@jest/globals';
import { adapter } from './index.js';
import { priceOf } from './prices.js';

const FACTS = { lastCitizenAtMs: 0, nowMs: 1, isHumanAuthor: true, isPublic: true, settings: {} };
const NOT_INVITED = { open: false, code: 'REPLY_NOT_INVITED' };

describe('an answer', () => {
  it.each([
    ['to who mentioned the account', { isAnswerable: true }, { open: true, mode: 'summoned' }],
    ['to who only replied', { isAnswerable: false }, NOT_INVITED],
    ['to who only replied, at an automated hour', { isAnswerable: false, isHumanAuthor: false }, NOT_INVITED],
    [
      'to who only replied, under an Enterprise contract',
      { isAnswerable: false, settings: { answersAnyone: true } },
      { open: true, mode: 'reply' },
    ],
    [
      'to who only replied, where that setting is no yes',
      { isAnswerable: false, settings: { answersAnyone: 'true' } },
      NOT_INVITED,
    ],
    ['in private', { isPublic: false }, { open: true, mode: 'dm', closesAtMs: null }],
    [
      'to an encrypted message, whatever the contract',
      { isPublic: false, isAnswerable: false, settings: { answersAnyone: true } },
      NOT_INVITED,
    ],
    ['ten years later', { isAnswerable: true, nowMs: 10 * 365 * 86_400_000 }, { open: true, closesAtMs: null }],
  ])('%s', (_label, change, expected) => {
    expect(adapter.replyWindow({ ...FACTS, ...change })).toMatchObject(expected);
  });

  it('warns of the price of links where links have one', () => {
    expect(adapter.replyWindow(FACTS)).toMatchObject({ warning: 'link-costs-more' });
    expect(adapter.replyWindow({ ...FACTS, isPublic: false })).not.toHaveProperty('warning');
  });
});

describe('the price of an answer', () => {
  it.each([
    ['Dag Lies', 'summoned', 'x.reply-summoned'],
    ['Dag Lies', 'reply', 'x.reply'],
    ['Zie https://gent.be', 'summoned', 'x.post-with-url'],
    ['Zie gent.be/afval', 'reply', 'x.post-with-url'],
    ['Zie https://gent.be', 'dm', 'x.dm'],
    ['Zie https://gent.be', 'private-reply', 'x.dm'],
  ])('%j, %s: %s', (text, mode, item) => {
    expect(priceOf({ text, mode })).toBe(item);
    expect(adapter.priceItems).toContain(item);
  });
});
