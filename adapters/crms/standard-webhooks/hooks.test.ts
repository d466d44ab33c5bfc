import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { signedHeaders, verifySignature } from './signing.js';

const OLD = 'whsec_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH';
const NEW = 'whsec_CAgICAgICAgICAgICAgICAgICAgICAgI';
const AT_MS = 1_764_000_000_000;
const BODY = '{"a":1}';

function request(signature: string, changes: Readonly<Record<string, string>> = {}) {
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': '1764000000',
    'webhook-signature': signature,
    ...changes,
  };
  return { rawBody: Buffer.from(BODY), headers };
}
const byOld = new Webhook(OLD).sign('msg_1', new Date(AT_MS), BODY);
const byNew = new Webhook(NEW).sign('msg_1', new Date(AT_MS), BODY);

describe('Standard Webhooks signatures', () => {
  it('are those of the test vector and of the reference library', () => {
    const headers = signedHeaders(OLD, { id: 'msg_1', body: BODY }, AT_MS);
    expect(headers?.['webhook-signature']).toBe('v1,BYCuWn2+vNSQK8XEPI99LJ0QmCVF21xPnkZ06KL3XZs=');
    expect(headers?.['webhook-signature']).toBe(byOld);
  });

  it.each<[string, ReturnType<typeof request>, readonly string[], number, object]>([
    ['the current secret', request(byNew), [NEW, OLD], AT_MS, { ok: true }],
    ['the previous secret', request(byOld), [NEW, OLD], AT_MS, { ok: true }],
    ['two signatures, one of ours', request(`v1,AAAA ${byNew} v1a,BBBB`), [NEW], AT_MS, { ok: true }],
    ['the previous secret once it is gone', request(byOld), [NEW], AT_MS, { ok: false, code: 'SIGNATURE_WRONG' }],
    ['no secrets at all', request(byNew), [], AT_MS, { ok: false, code: 'SIGNATURE_WRONG' }],
    ['an empty secret', request(byNew), [''], AT_MS, { ok: false, code: 'SIGNATURE_WRONG' }],
    [
      'a version that we do not know',
      request(byNew.replace('v1,', 'v9,')),
      [NEW],
      AT_MS,
      { ok: false, code: 'SIGNATURE_WRONG' },
    ],
    ['another id', request(byNew, { 'webhook-id': 'msg_2' }), [NEW], AT_MS, { ok: false, code: 'SIGNATURE_WRONG' }],
    [
      'an eleventh signature',
      request(`${'v1,AAAA '.repeat(10)}${byNew}`),
      [NEW],
      AT_MS,
      { ok: false, code: 'SIGNATURE_WRONG' },
    ],
    ['a time five minutes ago', request(byNew), [NEW], AT_MS + 300_000, { ok: true }],
    ['a time longer ago', request(byNew), [NEW], AT_MS + 300_001, { ok: false, code: 'SIGNATURE_STALE' }],
    ['a time too far ahead', request(byNew), [NEW], AT_MS - 300_001, { ok: false, code: 'SIGNATURE_STALE' }],
    [
      'a time that is no number',
      request(byNew, { 'webhook-timestamp': '1e9' }),
      [NEW],
      AT_MS,
      { ok: false, code: 'SIGNATURE_WRONG' },
    ],
    ['no signature', request(''), [NEW], AT_MS, { ok: false, code: 'SIGNATURE_MISSING' }],
  ])('by %s', (_what, ...[given, secrets, nowMs, expected]) => {
    expect(verifySignature(given, secrets, nowMs)).toEqual(expected);
  });

  it('refuse an id with a dot, which would move the border with the time', () => {
    const signature = new Webhook(NEW).sign('msg.1', new Date(AT_MS), BODY);
    expect(verifySignature(request(signature, { 'webhook-id': 'msg.1' }), [NEW], AT_MS).ok).toBe(false);
  });
});
