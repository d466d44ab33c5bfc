import { describe, expect, it } from '@jest/globals';
import { WHATSAPP_RULES } from '../../channels/whatsapp/errors.js';
import { GRAPH_RULES } from './errors.js';
import { probeVerdict } from './probe-call.js';

function verdict(code: number, subcode?: number, status = 400, rules = GRAPH_RULES) {
  return probeVerdict({ code, subcode, isTransient: undefined, trace: undefined }, status, rules);
}

describe('an error that a probe of Meta meets', () => {
  it.each([
    ...[458, 459, 460, 463, 464, 467].map((subcode) => [190, subcode, 'token', 'META_TOKEN_INVALID'] as const),
    [190, undefined, 'token', 'META_TOKEN_INVALID'],
    [102, undefined, 'token', 'META_TOKEN_INVALID'],
    ...[3, 10, 200, 230, 299].map((code) => [code, undefined, 'permission', 'META_PERMISSION_MISSING'] as const),
    [200, 2018028, 'permission', 'META_APP_NOT_APPROVED'],
    [33, undefined, 'permission', 'META_ACCOUNT_NOT_SEEN'],
    [100, 33, 'permission', 'META_ACCOUNT_NOT_SEEN'],
    [100, undefined, 'account', 'META_BAD_REQUEST'],
    [368, undefined, 'account', 'META_POLICY_BLOCKED'],
    [10, 1893063, 'account', 'META_PAGE_RESTRICTED'],
    [987_654, undefined, 'account', 'META_ERROR_UNKNOWN'],
    [Number.NaN, undefined, 'account', 'META_ERROR_UNKNOWN'],
  ] as const)('%s/%s is about the %s: %s', (code, subcode, about, expected) => {
    expect(verdict(code, subcode)).toMatchObject({ kind: 'dead', about, code: expected });
  });

  it.each([1, 2, 4, 17, 32, 341, 613, 80001, 80002, 80006])('%s passes', (code) => {
    expect(verdict(code)).toMatchObject({ kind: 'unsure' });
  });

  it('that nobody knows passes with a server error only', () => {
    expect(verdict(987_654, undefined, 503)).toMatchObject({ kind: 'unsure', code: 'META_TEMPORARY' });
  });

  it.each([
    [0, 'dead', 'META_TOKEN_INVALID'],
    [131005, 'dead', 'META_PERMISSION_MISSING'],
    [131031, 'dead', 'WHATSAPP_NUMBER_BLOCKED'],
    [133010, 'dead', 'WHATSAPP_NUMBER_BLOCKED'],
    [131042, 'dead', 'WHATSAPP_PAYMENT'],
    [130429, 'unsure', 'WHATSAPP_RATE_LIMITED'],
    [131057, 'unsure', 'WHATSAPP_MAINTENANCE'],
  ] as const)('%s on WhatsApp is %s: %s', (code, kind, expected) => {
    expect(verdict(code, undefined, 400, WHATSAPP_RULES)).toMatchObject({ kind, code: expected });
  });
});
