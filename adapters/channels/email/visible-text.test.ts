import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { visibleText } from './visible-text.js';

describe('visibleText of a reply', () => {
  it.each([
    ['Gmail in Dutch', 'Dank u.\n\nOp ma 23 nov. 2026 om 09:00 schreef Gemeente <m@x.be>:\n\n> Donderdag.\n'],
    [
      'an introduction over two lines',
      'Dank u.\n\nOp ma 23 nov. 2026 om 09:00 schreef Gemeente Voorbeeldegem\n<m@x.be>:\n> Donderdag.',
    ],
    ['Gmail in French', 'Dank u.\n\nLe lun. 23 nov. 2026 à 09:00, Gemeente <m@x.be> a écrit :\n> Donderdag.'],
    [
      'Outlook',
      'Dank u.\n\n________________________________\nVan: Gemeente <m@x.be>\nVerzonden: maandag\nAan: Koen\n\nDonderdag.',
    ],
    ['Outlook without a rule', 'Dank u.\n\nFrom: Gemeente <m@x.be>\nSent: Monday\nTo: Koen\n\nDonderdag.'],
    ['a divider', 'Dank u.\n\n-----Oorspronkelijk bericht-----\nVan: x\n\nDonderdag.'],
    ['quotes at the end', 'Dank u.\n\n> Donderdag.\n> Groeten\n'],
    ['a telephone', 'Dank u.\n\nVerstuurd vanaf mijn iPhone'],
    ['a telephone above the quote', 'Dank u.\n\nSent from my Samsung\n\nOn Monday, Gemeente wrote:\n> Donderdag.'],
    ['a signature', 'Dank u.\n\n-- \nKoen\n0470'],
  ])('leaves out what %s adds', (_label, text) => {
    expect(visibleText(text, true)).toBe('Dank u.');
    expect(visibleText(text.replaceAll('\n', '\r\n'), true)).toBe('Dank u.');
  });

  it.each([
    ['words between quotes', '> Wanneer komt u?\nDonderdag.\n> En waar?\nAan de kerk.'],
    ['a day that begins like an introduction', 'Op maandag schreef ik u al over de put.\nIk wacht nog.'],
    ['a dash that is no signature', 'Dank u.\n\n-- en nog iets'],
    ['a sender in the text', 'Van: de kerk\ntot aan het plein'],
  ])('keeps %s', (_label, text) => {
    expect(visibleText(text, true)).toBe(text);
  });

  it('shows all where nothing would be left', () => {
    expect(visibleText('> Donderdag.', true)).toBe('> Donderdag.');
  });
});

describe('visibleText', () => {
  it('keeps what the first mail of a conversation quotes', () => {
    const text = 'Zie hieronder.\n\n-----Oorspronkelijk bericht-----\nVan: buur\n\n> lawaai';
    expect(visibleText(text, false)).toBe(text);
  });

  it('is the same twice, and never empty where something was written', () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (text, isReply) => {
        const shown = visibleText(text, isReply);
        expect(visibleText(text, isReply)).toBe(shown);
        expect(shown === '').toBe(text.trim() === '');
      }),
    );
  });

  it.each(['op a ', 'On ', '> ', '-', '_', 'van: x\n', ' \n'])(
    'reads a hundred thousand signs of %j in a moment',
    (piece) => {
      const started = performance.now();
      visibleText(piece.repeat(100_000 / piece.length), true);
      expect(performance.now() - started).toBeLessThan(2000);
    },
  );
});
