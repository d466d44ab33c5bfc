import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metaReceiver } from './index.js';

const SECRET = 'schakel-testgeheim';
const RIGHT = 'fe576308ffefa70b8e36194ab36b31ac6031f9a8e31053d01f308826b99831f6';
const OF_REWRITTEN_BODY = 'd40b8660d2ec0fe49532e44718c43841d1c1c135cb6a31b01143b89c3c95de87';
const BODY = readFileSync(join(import.meta.dirname, 'fixtures', 'signed-body.txt'));

function verdict(header: string | undefined, rawBody: Buffer = BODY, signing: readonly string[] = [SECRET]): string {
  const headers = header === undefined ? {} : { 'x-hub-signature-256': header };
  const result = metaReceiver.verify({ rawBody, headers }, { signing }, 0);
  return result.ok ? 'ok' : result.code;
}

describe('signature', () => {
  const rewritten = Buffer.from(JSON.stringify(JSON.parse(BODY.toString())));

  it.each([
    ['the bytes as they came', `sha256=${RIGHT}`, BODY, [SECRET], 'ok'],
    ['the previous secret', `sha256=${RIGHT}`, BODY, ['new-secret', SECRET], 'ok'],
    ['the parsed and written body', `sha256=${RIGHT}`, rewritten, [SECRET], 'SIGNATURE_WRONG'],
    ['a signature over the written body', `sha256=${OF_REWRITTEN_BODY}`, BODY, [SECRET], 'SIGNATURE_WRONG'],
    ['no header', undefined, BODY, [SECRET], 'SIGNATURE_MISSING'],
    ['an empty header', '', BODY, [SECRET], 'SIGNATURE_MISSING'],
    ['no scheme', RIGHT, BODY, [SECRET], 'SIGNATURE_WRONG'],
    ['the old SHA-1 scheme', `sha1=${RIGHT.slice(0, 40)}`, BODY, [SECRET], 'SIGNATURE_WRONG'],
    ['a signature cut short', `sha256=${RIGHT.slice(0, 62)}`, BODY, [SECRET], 'SIGNATURE_WRONG'],
    ['something behind it', `sha256=${RIGHT}00`, BODY, [SECRET], 'SIGNATURE_WRONG'],
    ['no secret configured', `sha256=${RIGHT}`, BODY, [], 'SIGNATURE_WRONG'],
  ])('%s', (...[, header, body, signing, expected]) => {
    expect(verdict(header, body, signing)).toBe(expected);
  });

  it('is over a body of 482 bytes', () => {
    expect(BODY).toHaveLength(482);
  });
});

describe('handshake', () => {
  const good = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': 'ons-woord' };
  const refused = { status: 403, body: '' };

  it.each([
    ['the right token', good, 'ons-woord', { status: 200, body: '1158201444' }],
    ['a wrong token', { ...good, 'hub.verify_token': 'hun-woord' }, 'ons-woord', refused],
    ['no token', { ...good, 'hub.verify_token': undefined }, 'ons-woord', refused],
    ['another mode', { ...good, 'hub.mode': 'unsubscribe' }, 'ons-woord', refused],
    ['no challenge', { ...good, 'hub.challenge': undefined }, 'ons-woord', refused],
    ['no token configured', { ...good, 'hub.verify_token': '' }, undefined, refused],
    ['an empty token configured', { ...good, 'hub.verify_token': '' }, '', refused],
  ])('%s', (_label, query, verifyToken, expected) => {
    const secrets = { signing: [SECRET], ...(verifyToken === undefined ? {} : { verifyToken }) };
    expect(metaReceiver.handshake?.(query, secrets)).toEqual(expected);
  });
});
