import { expect, it } from '@jest/globals';
import type { OutgoingPart } from '../../../src/adapter-sdk/index.js';
import { adapter } from './index.js';

const PART: OutgoingPart = {
  reference: 'schakel:out:1',
  account: '300',
  conversation: 'BE.1234567',
  text: 'x',
  citizenAliases: [],
  replyMode: 'service',
  firstAttemptAtMs: 0,
};

it.each([
  [131047, 'refused', 'REPLY_WINDOW_CLOSED'],
  [130429, 'retry', 'WHATSAPP_RATE_LIMITED'],
  [80007, 'retry', 'WHATSAPP_RATE_LIMITED'],
  [4, 'retry', 'WHATSAPP_RATE_LIMITED'],
  [131056, 'retry', 'WHATSAPP_PAIR_RATE'],
  [131048, 'park', 'WHATSAPP_SPAM_LIMIT'],
  [131064, 'park', 'WHATSAPP_SPAM_LIMIT'],
  [131000, 'retry', 'META_TEMPORARY'],
  [131016, 'retry', 'META_TEMPORARY'],
  [133004, 'retry', 'META_TEMPORARY'],
  [2, 'retry', 'META_TEMPORARY'],
  [1, 'retry', 'META_TEMPORARY'],
  [131057, 'retry', 'WHATSAPP_MAINTENANCE'],
  [131026, 'refused', 'PERSON_UNREACHABLE'],
  [131049, 'refused', 'WHATSAPP_MARKETING_STOPPED'],
  [131051, 'quarantined', 'META_BAD_REQUEST'],
  [131008, 'quarantined', 'META_BAD_REQUEST'],
  [131009, 'quarantined', 'META_BAD_REQUEST'],
  [100, 'quarantined', 'META_BAD_REQUEST'],
  [135000, 'quarantined', 'META_BAD_REQUEST'],
  [33, 'quarantined', 'META_BAD_REQUEST'],
  [131052, 'refused', 'WHATSAPP_MEDIA_REFUSED'],
  [131053, 'retry', 'WHATSAPP_MEDIA_UPLOAD'],
  [131062, 'refused', 'WHATSAPP_NEEDS_NUMBER'],
  [132000, 'quarantined', 'WHATSAPP_TEMPLATE_WRONG'],
  [132015, 'park', 'WHATSAPP_TEMPLATE_STOPPED'],
  [131042, 'park', 'WHATSAPP_PAYMENT'],
  [131031, 'park', 'WHATSAPP_NUMBER_BLOCKED'],
  [368, 'park', 'WHATSAPP_NUMBER_BLOCKED'],
  [130497, 'park', 'WHATSAPP_NUMBER_BLOCKED'],
  [133010, 'park', 'WHATSAPP_NUMBER_BLOCKED'],
  [131005, 'park', 'META_PERMISSION_MISSING'],
  [10, 'park', 'META_PERMISSION_MISSING'],
  [3, 'park', 'META_PERMISSION_MISSING'],
  [200, 'park', 'META_PERMISSION_MISSING'],
  [190, 'park', 'META_TOKEN_INVALID'],
  [0, 'park', 'META_TOKEN_INVALID'],
  [137000, 'refused', 'WHATSAPP_IDENTITY_CHANGED'],
  [424242, 'quarantined', 'META_ERROR_UNKNOWN'],
])('code %p is %s %s', async (code, kind, expected) => {
  const text = JSON.stringify({ error: { code } });
  const context = {
    http: () => Promise.resolve({ kind: 'answer' as const, status: 400, headers: {}, text }),
    baseUrl: 'http://127.0.0.1:9',
    settings: { accessToken: 't', appSecret: 's' },
    nowMs: 0,
  };
  expect(await adapter.send(PART, context)).toMatchObject({ kind, code: expected });
});
