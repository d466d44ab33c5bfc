import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseMail, parsePartly } from './parse-mail.js';

const FACTS = { uid: 7, sizeBytes: 100, files: [] };

function lines(...all: readonly string[]): Buffer {
  return Buffer.from(all.join('\r\n'), 'latin1');
}

describe('parseMail', () => {
  it('reads names, subject and words in any alphabet, and keeps the source', async () => {
    const source = lines(
      ...['From: =?utf-8?q?Am=C3=A9lie?= <amelie@burger.test>', 'Reply-To: "Club, vzw" <club@burger.test>'],
      ...['Subject: =?utf-8?q?=C3=89=C3=A9n?=', ' =?utf-8?q?_vraag?=', 'Message-ID:', ' <een@burger.test>'],
      ...['Content-Type: text/plain; charset=iso-8859-1', '', 'Caf\u00e9'],
    );
    const mail = await parseMail(source, FACTS);
    expect(mail).toMatchObject({
      ...{ uid: 7, from: { name: 'Amélie', address: 'amelie@burger.test' }, subject: 'Één vraag', text: 'Café' },
      replyTo: { name: 'Club, vzw', address: 'club@burger.test' },
    });
    expect(mail.headers).toContainEqual(['message-id', '<een@burger.test>']);
    expect(Buffer.from(mail.source ?? '', 'base64')).toEqual(source);
  });

  it('reads HTML where there is no text, without what is not for reading', async () => {
    const html =
      '<style>p{color:red}</style><p>Dag <b>u</b></p><p>Zie <a href="https://x.test/a">hier</a><img src="cid:1" alt="foto"></p><script>x()</script>';
    const mail = await parseMail(lines('From: a@b.test', 'Content-Type: text/html; charset=utf-8', '', html), FACTS);
    expect(mail.text).toBe('Dag u\n\nZie hier [https://x.test/a]');
  });

  it('takes the plain text where both are there', async () => {
    const mail = await parseMail(
      lines(
        ...['From: a@b.test', 'Content-Type: multipart/alternative; boundary=b', '', '--b', '', 'plat', '--b'],
        ...['Content-Type: text/html', '', '<p>rijk</p>', '--b--', ''],
      ),
      FACTS,
    );
    expect(mail.text).toBe('plat');
  });

  it('keeps a mail that was built to be unreadable', async () => {
    const deep = Array.from({ length: 400 }, (_, n) => [
      `Content-Type: multipart/mixed; boundary=b${n}`,
      '',
      `--b${n}`,
    ]).flat();
    const mail = await parseMail(lines('From: a@b.test', 'Subject: diep', ...deep, '', 'x'), FACTS);
    expect(mail).toMatchObject({ from: { address: 'a@b.test' }, subject: 'diep' });
    expect(mail.source).toBeDefined();
  });

  it('gives a mail for any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect(await parseMail(Buffer.from(bytes), FACTS)).toMatchObject({ uid: 7, machineParts: [] });
      }),
    );
  });
});

describe('parsePartly', () => {
  it('reads fields and words, and keeps no source', async () => {
    const head = lines('From: a@b.test', 'Subject: lang', 'Content-Type: multipart/mixed; boundary=b', '', '');
    const mail = await parsePartly(head, { text: '<p>Dag</p>', isHtml: true }, FACTS);
    expect(mail).toMatchObject({ from: { address: 'a@b.test' }, subject: 'lang', text: 'Dag' });
    expect(mail).not.toHaveProperty('source');
  });
});
