import type { ErrorRule } from '../../vendors/meta/index.js';

const PAIR_INTERVAL_MS = 6000;
const THROTTLE_MS = 60_000;
const MAINTENANCE_MS = 2 * 60_000;
const MEDIA_MS = 30_000;

/**
 * What an error code of the Cloud API means. It has no subcodes since v16, so the code alone decides. Parked means that
 * the number, the account or its payment needs a person; refused that this citizen or message will never work.
 */
export const WHATSAPP_RULES: readonly ErrorRule[] = [
  { codes: [131047], verdict: { kind: 'refused', code: 'REPLY_WINDOW_CLOSED' } },
  {
    codes: [131056],
    verdict: { kind: 'throttled', code: 'WHATSAPP_PAIR_RATE', afterMs: PAIR_INTERVAL_MS, isOfOne: true },
  },
  {
    codes: [130429, 80007, 80008, 4, 613],
    verdict: { kind: 'throttled', code: 'WHATSAPP_RATE_LIMITED', afterMs: THROTTLE_MS },
  },
  { codes: [131057], verdict: { kind: 'throttled', code: 'WHATSAPP_MAINTENANCE', afterMs: MAINTENANCE_MS } },
  { codes: [131048, 131064], verdict: { kind: 'park', code: 'WHATSAPP_SPAM_LIMIT' } },
  { codes: [131042], verdict: { kind: 'park', code: 'WHATSAPP_PAYMENT' } },
  {
    codes: [131031, 368, 130497, 131037, 131045, 133010],
    verdict: { kind: 'park', code: 'WHATSAPP_NUMBER_BLOCKED' },
  },
  { codes: [190, 0, 102], verdict: { kind: 'park', code: 'META_TOKEN_INVALID' } },
  { codes: [131005, 10, 3, [200, 299]], verdict: { kind: 'park', code: 'META_PERMISSION_MISSING' } },
  { codes: [131026], verdict: { kind: 'refused', code: 'PERSON_UNREACHABLE' } },
  { codes: [131049, 131050, 130472], verdict: { kind: 'refused', code: 'WHATSAPP_MARKETING_STOPPED' } },
  { codes: [131062], verdict: { kind: 'refused', code: 'WHATSAPP_NEEDS_NUMBER' } },
  { codes: [137000], verdict: { kind: 'refused', code: 'WHATSAPP_IDENTITY_CHANGED' } },
  { codes: [131052], verdict: { kind: 'refused', code: 'WHATSAPP_MEDIA_REFUSED' } },
  {
    codes: [131053],
    verdict: { kind: 'throttled', code: 'WHATSAPP_MEDIA_UPLOAD', afterMs: MEDIA_MS, isOfOne: true },
  },
  { codes: [132015, 132016], verdict: { kind: 'park', code: 'WHATSAPP_TEMPLATE_STOPPED' } },
  {
    codes: [132000, 132001, 132005, 132007, 132008, 132012],
    verdict: { kind: 'quarantined', code: 'WHATSAPP_TEMPLATE_WRONG' },
  },
  { codes: [131000, 131016, 133004, 1, 2], verdict: { kind: 'retry', code: 'META_TEMPORARY' } },
  {
    codes: [131051, 131008, 131009, 100, 135000, 33],
    verdict: { kind: 'quarantined', code: 'META_BAD_REQUEST' },
  },
  { isTransient: true, verdict: { kind: 'retry', code: 'META_TEMPORARY' } },
];
