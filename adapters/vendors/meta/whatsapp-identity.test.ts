import { describe, expect, it } from '@jest/globals';
import { aliasesOf, aliasOf, conversationOf, scopedIdsIn } from './whatsapp-identity.js';

describe('aliasOf', () => {
  it.each([
    ['BE.13491208655302741918', 'bsuid', 'BE.13491208655302741918'],
    ['BE.ENT.13491208655302741918', 'parent_bsuid', 'BE.ENT.13491208655302741918'],
    ['32470000001', 'wa_id', '32470000001'],
    ['+32470000001', 'wa_id', '32470000001'],
    ['test.burger', 'whatsapp_other', 'test.burger'],
    ['be.1234', 'whatsapp_other', 'be.1234'],
  ])('calls %s a %s', (raw, kind, value) => {
    expect(aliasOf(raw)).toMatchObject({ kind, value });
  });

  it('lets a scoped id and a number name the conversation, and nothing else', () => {
    const raw = ['BE.1234567', '32470000001', 'BE.ENT.1234567', 'test.burger'];
    expect(raw.map((one) => aliasOf(one)?.namesConversation)).toEqual(['always', 'while-held', undefined, undefined]);
  });

  it('gives nothing for what is no id', () => {
    expect([aliasOf(undefined), aliasOf(''), aliasOf({}), aliasOf('a b')]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('the name of a conversation', () => {
  it('is the scoped id wherever it stood, and the number only without one', () => {
    expect(conversationOf(aliasesOf(['32470000001', 'BE.1234567']), 'x')).toBe('BE.1234567');
    expect(conversationOf(aliasesOf(['BE.ENT.1', '32470000001']), 'x')).toBe('32470000001');
    expect(conversationOf(aliasesOf([undefined]), 'wamid.1')).toBe('wamid.1');
  });
});

describe('scopedIdsIn', () => {
  it('finds the ids in a sentence and no parent ids', () => {
    expect(scopedIdsIn('User x changed from BE.22222222 to BE.33333333. Parent BE.ENT.44444444')).toEqual([
      'BE.22222222',
      'BE.33333333',
    ]);
    expect(scopedIdsIn(undefined)).toEqual([]);
  });
});
