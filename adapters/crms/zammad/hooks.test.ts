import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { verify } from './hooks.js';
import { plainText } from './html-text.js';

const rawBody = Buffer.from('{"ticket":{"id":1}}');

function signedWith(token: string, algorithm = 'sha1') {
  const digest = createHmac(algorithm, token).update(rawBody).digest('hex');
  return { rawBody, headers: { 'x-hub-signature': `${algorithm}=${digest}` } };
}

describe('the signature of a hook', () => {
  const settings = { webhookToken: 'new', previousWebhookToken: 'old' };

  it.each<[string, ReturnType<typeof signedWith>, Readonly<Record<string, unknown>>, boolean]>([
    ['the current token', signedWith('new'), settings, true],
    ['the previous token', signedWith('old'), settings, true],
    ['another token', signedWith('other'), settings, false],
    ['the previous token once it is gone', signedWith('old'), { webhookToken: 'new' }, false],
    [
      'an empty token, which anybody can sign with',
      signedWith(''),
      { webhookToken: '', previousWebhookToken: '' },
      false,
    ],
    ['another algorithm', signedWith('new', 'sha256'), settings, false],
  ])('by %s', (_what, request, given, isAccepted) => {
    expect(verify(request, given).ok).toBe(isAccepted);
  });
});

describe('the text of an article', () => {
  it.each([
    ['<div>Dag,</div><div><br></div><div>Morgen.</div>', 'Dag,\n\nMorgen.'],
    ['<p>een\n   twee</p>', 'een twee'],
    ['<ul><li>a</li><li>b</li></ul>', 'a\nb'],
    ['Caf&eacute; &amp; &lt;bar&gt; &#39;t &#x20AC;5&nbsp;!', "Caf&eacute; & <bar> 't €5 !"],
    ['&#55357; &#0; &#9999999;', ''],
    ['a < b en c > d', 'a < b en c > d'],
    ['<a href="https://x.be/?a=1&amp;b=2">hier</a>', 'hier'],
    ['', ''],
  ])('%j becomes %j', (html, text) => {
    expect(plainText(html, 'text/html')).toBe(text);
  });

  it('leaves plain text as it is', () => {
    expect(plainText(' <b>a &amp; b\nc ', 'text/plain')).toBe('<b>a &amp; b\nc');
  });

  it('takes little time for a body made to take much', () => {
    const startedAtMs = performance.now();
    for (const part of ['<', '<br', '&#', ' ', '</p', '<a <']) {
      plainText(part.repeat(200_000), 'text/html');
    }
    expect(performance.now() - startedAtMs).toBeLessThan(3_000);
  });
});
