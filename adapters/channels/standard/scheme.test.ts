import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { keyOfSecret, sign } from './scheme.js';
import { standardReceiver } from './receiver.js';

const SECRET = 'whsec_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH';
const OTHER_SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const RIGHT = 'v1,BYCuWn2+vNSQK8XEPI99LJ0QmCVF21xPnkZ06KL3XZs=';
const WRONG = `v1,${Buffer.alloc(32).toString('base64')}`;
const NOW_MS = 1_764_000_000_000;

function verdict(headers: Readonly<Record<string, string>>, secret: string = SECRET, nowMs: number = NOW_MS): string {
  const result = standardReceiver.verify({ rawBody: Buffer.from('{"a":1}'), headers }, { signing: [secret] }, nowMs);
  return result.ok ? 'ok' : result.code;
}

const HEADERS = { 'webhook-id': 'msg_1', 'webhook-timestamp': '1764000000', 'webhook-signature': RIGHT };

describe('verify', () => {
  it.each([
    ['the published vector', {}, SECRET, 0, 'ok'],
    ['one right signature among several', { 'webhook-signature': `${WRONG} v1a,xyz ${RIGHT}` }, SECRET, 0, 'ok'],
    ['five minutes late', {}, SECRET, 300_000, 'ok'],
    ['five minutes early', {}, SECRET, -300_000, 'ok'],
    ['later than that', {}, SECRET, 301_000, 'SIGNATURE_STALE'],
    ['earlier than that', {}, SECRET, -301_000, 'SIGNATURE_STALE'],
    ['late and wrong', { 'webhook-signature': WRONG }, SECRET, 301_000, 'SIGNATURE_WRONG'],
    ['another id', { 'webhook-id': 'msg_2' }, SECRET, 0, 'SIGNATURE_WRONG'],
    ['another time', { 'webhook-timestamp': '1764000001' }, SECRET, 0, 'SIGNATURE_WRONG'],
    ['a time that is no number', { 'webhook-timestamp': '1764000000.5' }, SECRET, 0, 'SIGNATURE_WRONG'],
    ['a dot in the id', { 'webhook-id': 'msg.1' }, SECRET, 0, 'SIGNATURE_WRONG'],
    ['no version', { 'webhook-signature': RIGHT.slice(3) }, SECRET, 0, 'SIGNATURE_WRONG'],
    ['no signature', { 'webhook-signature': '' }, SECRET, 0, 'SIGNATURE_MISSING'],
    ['no id', { 'webhook-id': '' }, SECRET, 0, 'SIGNATURE_MISSING'],
    ['another secret', {}, OTHER_SECRET, 0, 'SIGNATURE_WRONG'],
    ['a secret that is too short', {}, 'whsec_BwcH', 0, 'SIGNATURE_WRONG'],
  ])('%s', (...[, change, secret, shiftMs, expected]) => {
    expect(verdict({ ...HEADERS, ...change }, secret, NOW_MS + shiftMs)).toBe(expected);
  });
});

describe('sign', () => {
  it('gives what the reference library gives', () => {
    const body = '{"text":"Café 🚧"}';
    const key = keyOfSecret(OTHER_SECRET) ?? Buffer.alloc(0);
    const expected = new Webhook(OTHER_SECRET).sign('msg_7', new Date(NOW_MS), body);
    expect(sign(key, 'msg_7', String(NOW_MS / 1000), body)).toBe(expected);
  });
});
