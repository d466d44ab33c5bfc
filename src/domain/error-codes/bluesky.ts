import type { ErrorCode } from './error-code.js';

/** What servers of AT Protocol say, and what a look at an account gives. */
export const BLUESKY_CODES = [
  {
    code: 'BLUESKY_NOT_REACHED',
    kind: 'retry',
    hint: 'The server of Bluesky could not be reached. Check the network.',
  },
  {
    code: 'BLUESKY_NO_ANSWER',
    kind: 'retry',
    hint: 'The server of Bluesky did not answer in time. Schakel looks there before it sends again.',
  },
  {
    code: 'BLUESKY_ANSWER_UNREADABLE',
    kind: 'retry',
    hint: "An answer came that is not AT Protocol's. Look for a proxy in between.",
  },
  {
    code: 'BLUESKY_SERVER_ERROR',
    kind: 'retry',
    hint: 'The server of Bluesky failed. Schakel looks there before it sends again.',
  },
  {
    code: 'BLUESKY_RATE_LIMITED',
    kind: 'retry',
    hint: 'Bluesky limits the calls of this account. Schakel waits until the limit begins anew.',
  },
  {
    code: 'BLUESKY_MESSAGE_NOT_SEEN',
    kind: 'retry',
    hint: 'A direct message without an answer is not among the newest ones yet. Schakel looks again.',
  },
  {
    code: 'BLUESKY_PASSWORD_WRONG',
    kind: 'park',
    hint: 'Bluesky refuses the handle or the app password. Make a new app password, apply the configuration, then redrive.',
  },
  {
    code: 'BLUESKY_PASSWORD_NOT_PRIVILEGED',
    kind: 'park',
    hint: 'The app password may not read direct messages. Make one that may, or set directMessages to false.',
  },
  {
    code: 'BLUESKY_SESSION_REFUSED',
    kind: 'park',
    hint: 'Bluesky refuses a session that was just made. Check the account and its app password, then redrive.',
  },
  {
    code: 'BLUESKY_ACCOUNT_CLOSED',
    kind: 'park',
    hint: 'The account was taken down, suspended or deactivated. Sort that out with Bluesky, then redrive.',
  },
  {
    code: 'BLUESKY_CURSOR_UNREADABLE',
    kind: 'park',
    hint: 'The place where the looks at this account were cannot be read. Nothing is taken in until it is repaired; report it.',
  },
  { code: 'BLUESKY_POST_GONE', kind: 'reject', hint: 'The post that is answered was deleted.' },
  {
    code: 'BLUESKY_TEXT_TOO_LONG',
    kind: 'reject',
    hint: 'Bluesky finds the answer too long. Report it: Schakel cuts answers to the limit it knows.',
  },
  {
    code: 'BLUESKY_CONVERSATION_CLOSED',
    kind: 'reject',
    hint: 'The citizen or Bluesky lets no message into this conversation. Answer on another channel.',
  },
  {
    code: 'BLUESKY_BAD_REQUEST',
    kind: 'quarantine',
    hint: 'Bluesky finds the request itself wrong. Compare it with the lexicons and report it.',
  },
  {
    code: 'BLUESKY_ERROR_UNKNOWN',
    kind: 'quarantine',
    hint: 'Bluesky gave an error that Schakel does not know. Look the name in the detail up, and add it to the adapter.',
  },
  {
    code: 'BLUESKY_BODY_UNREADABLE',
    kind: 'quarantine',
    hint: 'What a look at the account gave cannot be read. Report it: Schakel made it itself.',
  },
  {
    code: 'BLUESKY_POST_INCOMPLETE',
    kind: 'quarantine',
    hint: 'A notification lacks the post, its address or its author.',
  },
  {
    code: 'BLUESKY_MESSAGE_INCOMPLETE',
    kind: 'quarantine',
    hint: 'A direct message lacks its conversation, its id or its sender.',
  },
  {
    code: 'BLUESKY_NOTIFICATION_UNKNOWN',
    kind: 'quarantine',
    hint: 'A reason for a notification that Schakel does not know. Look it up in the lexicons and add it to the adapter.',
  },
  {
    code: 'BLUESKY_LOG_UNKNOWN',
    kind: 'quarantine',
    hint: 'An entry of the log of direct messages without a kind that can be read.',
  },
  {
    code: 'BLUESKY_NOTIFICATION_NOT_USED',
    kind: 'note',
    hint: 'A like, a follow or another notification that no ticket comes of.',
  },
  {
    code: 'BLUESKY_LOG_NOT_USED',
    kind: 'note',
    hint: 'An entry of the log of direct messages that no ticket comes of, such as a message that was read.',
  },
] as const satisfies readonly ErrorCode[];
