import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { textOfHtml } from './html-text.js';

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

describe('textOfHtml', () => {
  it.each([
    ['paragraphs', '<p>een</p><p>twee</p>', 'een\n\ntwee'],
    ['line breaks of each form', '<p>een<br>twee<br/>drie<br />vier</p>', 'een\ntwee\ndrie\nvier'],
    ['entities once', '&lt;b&gt; &amp;amp; &quot;x&quot; &#39;y&#x27; &nbsp;&eacute;', `<b> &amp; "x" 'y'  &eacute;`],
    ['entities that name no character', 'a&#0;b&#x110000;c&#xd800;', 'a\ufffdb\ufffdc\ud800'],
    ['a list', '<ul><li>een</li><li>twee</li></ul>', '- een\n- twee'],
    [
      'an address that is partly hidden',
      '<a href="https://www.x.be/a?b=1&amp;c=2"><span class="invisible">https://www.</span><span>x.be/a</span></a>',
      'https://www.x.be/a?b=1&c=2',
    ],
    ['an address that is shortened', '<a href="https://x.be/abcdef">x.be/abc…</a>', 'https://x.be/abcdef'],
    ['words that are linked', '<p>Zie <a href="https://x.be/">de kaart</a>.</p>', 'Zie de kaart (https://x.be/).'],
    ['a mention', '<a href="https://x.be/@gent">@<span>gent</span></a> dag', '@gent dag'],
    ['a hashtag', '<a href="https://x.be/tags/gent">#<span>gent</span></a>', '#gent'],
    ['a link that a browser must not follow', '<a href="javascript:alert(1)">klik</a>', 'klik'],
    ['single quotes and capitals', "<A HREF='https://x.be/'>x.be</A>", 'https://x.be/'],
    ['a greater-than sign in an attribute', '<a title="a>b" href="https://x.be/">x.be</a>', 'https://x.be/'],
    ['a link that is not closed', '<p><a href="https://x.be/">x.be', 'https://x.be/'],
    ['a sign that begins no tag', '<p>3 < 4 en <3</p>', '3 < 4 en <3'],
    ['a comment', 'een<!-- twee -->drie', 'eendrie'],
  ])('reads %s', (_label, html, text) => {
    expect(textOfHtml(html)).toBe(text);
  });

  it('gives any text back that was escaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(textOfHtml(escaped(text))).toBe(text.replace(/\n{3,}/g, '\n\n').trim());
      }),
    );
  });

  it('leaves no tag of Mastodon in any text, however tags and words are mixed', () => {
    const piece = fc.constantFrom(
      '<p>',
      '</p>',
      '<br>',
      '<a href="https://x.be/">',
      '</a>',
      '<span>',
      '</span>',
      'dag ',
      '&amp;',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        expect(textOfHtml(pieces.join(''))).not.toMatch(/[<>]/);
      }),
    );
  });

  it.each(['<a', '<a "', "<a '", '<!--', '<a href="', '&#', '<a href="https://x.be/">', '<p>'])(
    'reads a hundred thousand signs of %j in a moment',
    (piece) => {
      const started = performance.now();
      textOfHtml(piece.repeat(100_000 / piece.length));
      expect(performance.now() - started).toBeLessThan(2000);
    },
  );
});
