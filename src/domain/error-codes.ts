import { BLUESKY_CODES } from './error-codes/bluesky.js';
import { COUNTER_CODES } from './error-codes/counter.js';
import { CRM_AND_OWN_CHANNEL_CODES } from './error-codes/crms-and-own-channels.js';
import { DELIVERY_CODES } from './error-codes/deliveries.js';
import { EMAIL_CODES } from './error-codes/email.js';
import type { ErrorCode } from './error-codes/error-code.js';
import { EVENT_CODES } from './error-codes/events.js';
import { HTTP_CODES } from './error-codes/http.js';
import { LINKEDIN_CODES } from './error-codes/linkedin.js';
import { MASTODON_CODES } from './error-codes/mastodon.js';
import { MEDIA_CODES } from './error-codes/media.js';
import { META_CODES } from './error-codes/meta.js';
import { TELEGRAM_CODES } from './error-codes/telegram.js';
import { WHATSAPP_CODES } from './error-codes/whatsapp.js';
import { X_CODES } from './error-codes/x.js';

export type { ErrorCode, ErrorKind } from './error-codes/error-code.js';

/** Every reason and error code there is. `docs/errors.md` is the same list for people; a test compares both ways. */
export const ERROR_CODES: readonly ErrorCode[] = [
  ...HTTP_CODES,
  ...EVENT_CODES,
  ...DELIVERY_CODES,
  ...CRM_AND_OWN_CHANNEL_CODES,
  ...MEDIA_CODES,
  ...META_CODES,
  ...WHATSAPP_CODES,
  ...TELEGRAM_CODES,
  ...LINKEDIN_CODES,
  ...BLUESKY_CODES,
  ...MASTODON_CODES,
  ...EMAIL_CODES,
  ...X_CODES,
  ...COUNTER_CODES,
];
