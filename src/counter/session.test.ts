import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkSymbol, conversationOf, isToken, receiptNumber, tokenOfForm } from './session.js';

const SYMBOLS = Array.from('23456789AFHJKLMRUXY');
const payload = fc.array(fc.constantFrom(...SYMBOLS), { minLength: 9, maxLength: 9 });

describe('the receipt number', () => {
  it('is the same for ever, ten symbols that a person can say', () => {
    // Written out: people have these numbers on paper.
    expect(receiptNumber(conversationOf('brugge-loket', 'a'.repeat(22)))).toBe('U45JA-L9U29');
    fc.assert(
      fc.property(fc.string(), (conversation) => {
        const number = receiptNumber(conversation);
        expect(number).toMatch(/^[2-9AFHJKLMRUXY]{5}-[2-9AFHJKLMRUXY]{5}$/);
        const symbols = number.replace('-', '');
        expect(checkSymbol(symbols.slice(0, 9))).toBe(symbols.slice(9));
      }),
    );
  });

  it('shows any one wrong symbol', () => {
    fc.assert(
      fc.property(payload, fc.nat(8), fc.constantFrom(...SYMBOLS), (symbols, place, other) => {
        fc.pre(symbols[place] !== other);
        expect(checkSymbol(symbols.with(place, other).join(''))).not.toBe(checkSymbol(symbols.join('')));
      }),
    );
  });

  it('shows two neighbours that changed places', () => {
    fc.assert(
      fc.property(payload, fc.nat(7), (symbols, place) => {
        const [one = '', other = ''] = symbols.slice(place, place + 2);
        fc.pre(one !== other);
        const turned = symbols.with(place, other).with(place + 1, one);
        expect(checkSymbol(turned.join(''))).not.toBe(checkSymbol(symbols.join('')));
      }),
    );
  });

  it('differs between conversations', () => {
    const numbers = Array.from({ length: 20_000 }, (_, n) => receiptNumber(String(n)));
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

describe('a session', () => {
  it('is one conversation of one account, and its hash leads back to no token', () => {
    const token = 'f'.repeat(32);
    const conversation = conversationOf('brugge-loket', token);
    expect(conversation).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(conversationOf('brugge-loket', token)).toBe(conversation);
    expect(conversationOf('gent-loket', token)).not.toBe(conversation);
    expect(conversation).not.toContain(token);
  });

  it('of a form follows from its id, and its token is none of those that it was made of', () => {
    const token = tokenOfForm('brugge-loket', 'b2f1c7de-0000-4000-8000-000000000001');
    expect(tokenOfForm('brugge-loket', 'b2f1c7de-0000-4000-8000-000000000001')).toBe(token);
    expect(tokenOfForm('brugge-loket', 'b2f1c7de-0000-4000-8000-000000000002')).not.toBe(token);
    expect(isToken(token)).toBe(true);
  });

  it.each([[undefined], [7], [''], ['short'], ['a'.repeat(65)], ['a b'.repeat(10)], [['a'.repeat(30)]]])(
    'is not opened by %j',
    (given) => {
      expect(isToken(given)).toBe(false);
    },
  );
});
