import type { MailSent, SendOutcome } from '../../../src/adapter-sdk/index.js';

type Refused = Extract<MailSent, { kind: 'refused' }>;

/** Passwords are switched off for the organisation (Microsoft 365). */
const PASSWORDS_OFF = '5.7.30';
/** The login may not send as this address. */
const SENDER_REFUSED: ReadonlySet<string> = new Set(['5.7.60', '5.7.57', '5.7.68']);
const ADDRESS_UNKNOWN: ReadonlySet<string> = new Set(['5.1.0', '5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10']);
const FULL: ReadonlySet<string> = new Set(['5.2.2']);

function detailOf({ responseCode, enhancedCode }: Refused): { readonly detail?: string } {
  const codes = [responseCode, enhancedCode].filter((one) => one !== undefined);
  return codes.length === 0 ? {} : { detail: codes.join(' ') };
}

/** Why nothing goes for this account until a person acts; undefined when that is not what the server says. */
function whyParked({ stage, responseCode, enhancedCode = '' }: Refused): string | undefined {
  if (stage === 'login' || enhancedCode === PASSWORDS_OFF || responseCode === 530 || responseCode === 535) {
    return 'EMAIL_LOGIN_REFUSED';
  }
  if (SENDER_REFUSED.has(enhancedCode)) {
    return 'EMAIL_SENDER_REFUSED';
  }
  return stage === 'connect' ? 'EMAIL_SERVER_REFUSED' : undefined;
}

function whyRefused({ stage, enhancedCode = '' }: Refused): string {
  if (FULL.has(enhancedCode)) {
    return 'EMAIL_MAILBOX_FULL';
  }
  const isAddress = ADDRESS_UNKNOWN.has(enhancedCode) || (enhancedCode === '' && stage === 'envelope');
  return isAddress ? 'EMAIL_MAILBOX_UNKNOWN' : 'EMAIL_ANSWER_REFUSED';
}

/** What a refusal means. A 4 at the beginning asks to come back (RFC 5321), wherever it is said. */
export function outcomeOfRefusal(refused: Refused): Extract<SendOutcome, { kind: 'retry' | 'park' | 'refused' }> {
  const detail = detailOf(refused);
  if (refused.responseCode !== undefined && refused.responseCode < 500) {
    return { kind: 'retry', code: 'EMAIL_SERVER_BUSY', ...detail };
  }
  const parked = whyParked(refused);
  return parked === undefined
    ? { kind: 'refused', code: whyRefused(refused), ...detail }
    : { kind: 'park', code: parked, ...detail };
}
