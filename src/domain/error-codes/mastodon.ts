import type { ErrorCode } from './error-code.js';

/** What instances of Mastodon and their notifications say. */
export const MASTODON_CODES = [
  {
    code: 'MASTODON_NOT_CONFIGURED',
    kind: 'park',
    hint: 'The account has no instance or no token that can be used. Correct its settings and apply the configuration, then redrive.',
  },
  {
    code: 'MASTODON_NOT_REACHED',
    kind: 'retry',
    hint: 'The instance could not be reached. Check the network and the address of the instance.',
  },
  {
    code: 'MASTODON_NO_ANSWER',
    kind: 'retry',
    hint: 'The instance did not answer in time. Schakel looks before it sends again.',
  },
  {
    code: 'MASTODON_ANSWER_UNREADABLE',
    kind: 'retry',
    hint: "An answer came that is not Mastodon's. Look for a proxy in between, or another address of the instance.",
  },
  {
    code: 'MASTODON_SERVER_ERROR',
    kind: 'retry',
    hint: 'The instance failed. Schakel looks before it sends again; see the status page of the instance if it lasts.',
  },
  {
    code: 'MASTODON_RATE_LIMITED',
    kind: 'retry',
    hint: 'The instance limits the rate of this account. Schakel waits as long as the instance says.',
  },
  {
    code: 'MASTODON_LOOK_UP_FAILED',
    kind: 'retry',
    hint: 'The statuses of the account could not be read, so what became of an answer is not known yet.',
  },
  {
    code: 'MASTODON_TOO_MANY_STATUSES',
    kind: 'retry',
    hint: 'The account wrote so much since the attempt that the look for it ended. Look in the thread before you send again.',
  },
  {
    code: 'MASTODON_TOKEN_INVALID',
    kind: 'park',
    hint: 'The token of the account is wrong, expired or was revoked. Make a new one, apply the configuration, then redrive.',
  },
  {
    code: 'MASTODON_ACCESS_DENIED',
    kind: 'park',
    hint: 'The token lacks a scope, or the account is closed or not confirmed. Compare the scopes with the README of the adapter.',
  },
  {
    code: 'MASTODON_REFUSED',
    kind: 'park',
    hint: 'The instance refuses a question about the account itself. Log in to it there, and look for a notice.',
  },
  {
    code: 'MASTODON_NOT_ALLOWED',
    kind: 'reject',
    hint: 'The instance does not allow this answer. Look at the thread, and answer on another channel.',
  },
  {
    code: 'MASTODON_STATUS_GONE',
    kind: 'reject',
    hint: 'What is answered is not there any more, or its writer blocked the account. Answer on another channel.',
  },
  {
    code: 'MASTODON_ANSWER_REFUSED',
    kind: 'reject',
    hint: 'The instance finds the answer itself wrong, mostly too long for it. Shorten it and send again.',
  },
  {
    code: 'MASTODON_ERROR_UNKNOWN',
    kind: 'quarantine',
    hint: 'The instance gave an error that Schakel does not know. Look the status in the detail up, and add it to the adapter.',
  },
  {
    code: 'MASTODON_BODY_UNREADABLE',
    kind: 'quarantine',
    hint: 'What a look kept is not a page of notifications. Report it.',
  },
  { code: 'MASTODON_NOTIFICATION_UNREADABLE', kind: 'quarantine', hint: 'A notification has no type.' },
  {
    code: 'MASTODON_STATUS_INCOMPLETE',
    kind: 'quarantine',
    hint: 'A mention lacks its status, its writer, or the id of one of them.',
  },
  { code: 'MASTODON_SENDER_IS_A_BOT', kind: 'note', hint: 'A bot wrote this. Bots open no tickets.' },
  { code: 'MASTODON_NOTIFICATION_NOT_USED', kind: 'note', hint: 'A kind of notification that no ticket comes of.' },
  {
    code: 'MASTODON_NOTIFICATION_UNKNOWN',
    kind: 'note',
    hint: 'A kind of notification that is new. Look it up in the documentation of Mastodon and add it to the adapter if citizens write with it.',
  },
] as const satisfies readonly ErrorCode[];
