import type { DatedLimit, KnownEnd } from '../../../src/adapter-sdk/index.js';
import { textOf, type Fields } from './payloads.js';

/** Mail has no window. */
export const limits: readonly DatedLimit[] = [
  {
    ...{ what: 'text', value: 100_000, unit: 'characters', validFrom: '2026-11-27', validUntil: null },
    source: 'our own choice: no server refuses so short a mail, and no answer is longer',
  },
];

/**
 * Microsoft 365 switches passwords off for sending at the end of December 2026 unless an administrator switches them on
 * again; when they go for good it says in the second half of 2027. It has taken none for reading since 2022. Message
 * center MC786329 of 2026-01-27, read 2026-11-27: https://mc.merill.net/message/MC786329
 */
const PASSWORDS_OF_MICROSOFT_365 = { what: 'passwords for sending at Microsoft 365', atMs: Date.UTC(2026, 11, 31) };
const HOST_OF_MICROSOFT_365 = /^(?:smtp|smtp-legacy)\.office365\.com$/i;

function has(settings: Fields, name: string): boolean {
  return textOf(settings[name]) !== undefined;
}

/** When a provider takes the password of these settings no more, where that was announced. */
export function passwordEnds(settings: Fields): readonly KnownEnd[] {
  const isByPassword = has(settings, 'password') && !has(settings, 'oauthUrl') && !has(settings, 'accessToken');
  const isThere = settings['smtpLogin'] !== false && HOST_OF_MICROSOFT_365.test(textOf(settings['smtpHost']) ?? '');
  return isByPassword && isThere ? [PASSWORDS_OF_MICROSOFT_365] : [];
}

/** When the login of the application ends: only who made its secret was told, so it is a setting. */
export function grantEnds(settings: Fields): readonly KnownEnd[] {
  const day = textOf(settings['oauthGrantEnds']);
  const atMs = Date.parse(`${day ?? ''}T00:00:00Z`);
  return has(settings, 'oauthUrl') && !Number.isNaN(atMs) ? [{ what: 'login of the application', atMs }] : [];
}
