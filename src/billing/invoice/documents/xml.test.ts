import { describe, expect, it } from '@jest/globals';
import { groupElement, textElement, writeXml } from './xml.js';

describe('writeXml', () => {
  it('escapes what has a meaning in XML, and keeps other characters as they are', () => {
    const root = { name: 'a', attributes: { b: '"<>&' }, content: 'Één & <b> "c" € 🙂' };
    expect(writeXml(root)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<a b="&quot;&lt;&gt;&amp;">Één &amp; &lt;b&gt; &quot;c&quot; € 🙂</a>\n',
    );
  });

  it('leaves out what is empty', () => {
    const elements = [textElement('b', null), textElement('c', ' '), groupElement('d', [textElement('e', '')])];
    expect(groupElement('a', elements)).toBeNull();
  });

  it.each(['\u0000', '\u000B', '\u{FFFE}', '\uD800', 'a\uDC00b'])('throws for %j, which XML cannot hold', (text) => {
    expect(() => writeXml({ name: 'a', attributes: {}, content: text })).toThrow(RangeError);
  });
});
