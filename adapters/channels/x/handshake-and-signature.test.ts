import { describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { answerChallenge, verifySignature } from './handshake-and-signature.js';

const SECRETS = { signing: ['consumer-secret', 'secret-of-before'] };

function signatureOf(text: string): string {
  return `sha256=${createHmac('sha256', 'consumer-secret').update(text).digest('base64')}`;
}

describe('the check of the webhook', () => {
  it('is answered with a signature over the token, by the current secret', () => {
    const token = '9b4507b3-9040-4669-9ca3-6b94edb50553';
    expect(answerChallenge({ crc_token: token }, SECRETS)).toEqual({
      status: 200,
      body: JSON.stringify({ response_token: signatureOf(token) }),
      contentType: 'application/json; charset=utf-8',
    });
  });

  it.each([
    ['no token', {}, SECRETS],
    ['an empty one', { crc_token: '' }, SECRETS],
    ['no secret', { crc_token: 'abc' }, { signing: [] }],
    ['an empty secret', { crc_token: 'abc' }, { signing: [''] }],
    ['a token without end', { crc_token: 'a'.repeat(1000) }, SECRETS],
  ])('is refused with %s', (_label, query, secrets) => {
    expect(answerChallenge(query, secrets)).toEqual({ status: 403, body: '' });
  });

  it('signs nothing that could be posted: nobody can forge a post with it', () => {
    const forged = '{"data":{"event_type":"post.mention.create"}}';
    expect(answerChallenge({ crc_token: forged }, SECRETS).status).toBe(403);
    // And the reverse: what was signed as a token is no post.
    const headers = { 'x-twitter-webhooks-signature': signatureOf('1234') };
    expect(verifySignature({ rawBody: Buffer.from('1234'), headers }, SECRETS)).toEqual({
      ...{ ok: false, code: 'SIGNATURE_WRONG' },
    });
  });
});

describe('a signature', () => {
  it('is of the bytes as they came', () => {
    const rawBody = Buffer.from('{"text":"caf\\u00e9"}');
    const headers = { 'x-twitter-webhooks-signature': signatureOf('{"text":"caf\\u00e9"}') };
    expect(verifySignature({ rawBody, headers }, SECRETS)).toEqual({ ok: true });
    expect(verifySignature({ rawBody: Buffer.from('{"text":"café"}'), headers }, SECRETS).ok).toBe(false);
  });

  const [OF_CLIENT, OF_CONSUMER] = ['x-twitter-webhooks-signature-oauth2', 'x-twitter-webhooks-signature'];
  const [GOOD, BAD] = [signatureOf('{}'), signatureOf('{ }')];
  it.each([
    ['of the client secret', { [OF_CLIENT]: GOOD }, { ok: true }],
    [
      'of one secret beside that of another, which is not ours',
      { [OF_CLIENT]: BAD, [OF_CONSUMER]: GOOD },
      { ok: true },
    ],
    ['of none of our secrets', { [OF_CLIENT]: BAD, [OF_CONSUMER]: BAD }, { ok: false, code: 'SIGNATURE_WRONG' }],
    ['that is no signature', { [OF_CLIENT]: 'sha256=' }, { ok: false, code: 'SIGNATURE_WRONG' }],
    ['that is empty', { [OF_CLIENT]: '' }, { ok: false, code: 'SIGNATURE_MISSING' }],
  ])('may come in either header: one %s', (_label, headers, expected) => {
    expect(verifySignature({ rawBody: Buffer.from('{}'), headers }, SECRETS)).toEqual(expected);
  });
});
