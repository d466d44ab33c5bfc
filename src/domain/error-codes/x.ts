import type { ErrorCode } from './error-code.js';

/** What X says, and what comes in from it. */
export const X_CODES = [
  {
    code: 'X_NOT_CONFIGURED',
    kind: 'park',
    hint: 'The account lacks one of its four keys, or its name is not the number of an account on X. Correct it and apply the configuration, then redrive.',
  },
  { code: 'X_NOT_REACHED', kind: 'retry', hint: 'X could not be reached. Check the network of this service.' },
  { code: 'X_NO_ANSWER', kind: 'retry', hint: 'X did not answer in time. Schakel looks before it sends again.' },
  {
    code: 'X_ANSWER_UNREADABLE',
    kind: 'retry',
    hint: 'An answer came that is not of X. Look for a proxy in between.',
  },
  {
    code: 'X_SERVER_ERROR',
    kind: 'retry',
    hint: 'X failed. Schakel looks before it sends again; see the status page of X if it lasts.',
  },
  {
    code: 'X_RATE_LIMITED',
    kind: 'retry',
    hint: 'X limits the account, or the app for all municipalities together. Schakel waits as long as X says.',
  },
  {
    code: 'X_LOOK_UP_FAILED',
    kind: 'retry',
    hint: 'What the account wrote could not be read, so what became of an answer is not known yet.',
  },
  {
    code: 'X_NOT_SHOWN_YET',
    kind: 'retry',
    hint: 'X does not show the answer, and may not show yet what it took a moment ago. Schakel looks again.',
  },
  {
    code: 'X_TOO_MANY_POSTS',
    kind: 'retry',
    hint: 'The account wrote so much since the attempt that the look for it ended. Look in the thread before you send again.',
  },
  {
    code: 'X_TOKEN_INVALID',
    kind: 'park',
    hint: 'X refuses the keys of the account: they are wrong, or the account withdrew its permission. Make new ones, apply the configuration, then redrive.',
  },
  {
    code: 'X_ACCESS_DENIED',
    kind: 'park',
    hint: 'The app may not do this for the account: it lacks a permission, or the app or the account is suspended. Look in the developer console of X.',
  },
  {
    code: 'X_CREDIT_EXHAUSTED',
    kind: 'park',
    hint: 'The credit at X is used up, or its spending limit is reached. Add credit in the developer console, then redrive.',
  },
  {
    code: 'X_REPLY_NOT_ALLOWED',
    kind: 'reject',
    hint: 'X takes a reply only to who mentioned the account or quoted one of its posts. Answer in X itself.',
  },
  { code: 'X_DUPLICATE_TEXT', kind: 'reject', hint: 'The account said the same a moment ago. Change the words.' },
  {
    code: 'X_POST_GONE',
    kind: 'reject',
    hint: 'The post that is answered was deleted, or the account may not see it any more. Answer on another channel.',
  },
  {
    code: 'X_ANSWER_REFUSED',
    kind: 'reject',
    hint: 'X finds the answer itself wrong. Change it and send again.',
  },
  {
    code: 'X_RECIPIENT_CLOSED',
    kind: 'reject',
    hint: 'The citizen takes no private messages of the account. Answer on another channel.',
  },
  {
    code: 'X_NOT_ALLOWED',
    kind: 'reject',
    hint: 'X does not allow this answer: the citizen blocked the account or protects what they write. Answer on another channel.',
  },
  {
    code: 'X_ERROR_UNKNOWN',
    kind: 'quarantine',
    hint: 'X gave an error that Schakel does not know. Look the status in the detail up, and add it to the adapter.',
  },
  { code: 'X_BODY_UNREADABLE', kind: 'quarantine', hint: 'A body came that is no JSON object. Report it.' },
  { code: 'X_EVENT_UNREADABLE', kind: 'quarantine', hint: 'An event lacks its kind, its account or its content.' },
  {
    code: 'X_EVENT_INCOMPLETE',
    kind: 'quarantine',
    hint: 'A post or message lacks its id, its writer or its conversation.',
  },
  { code: 'X_EVENT_NOT_USED', kind: 'note', hint: 'A kind of event that no ticket comes of.' },
  {
    code: 'X_EVENT_UNKNOWN',
    kind: 'note',
    hint: 'A kind of event that is new. Look it up in the documentation of X and add it to the adapter if citizens write with it.',
  },
  { code: 'X_MESSAGE_OF_OTHERS', kind: 'note', hint: 'A private message between others than the account.' },
  { code: 'X_OWN_POST', kind: 'note', hint: 'The account posted something that answers nobody.' },
  { code: 'X_ANSWER_DELETED', kind: 'note', hint: 'The account deleted an answer in X itself.' },
  {
    code: 'X_ACCESS_REVOKED',
    kind: 'note',
    hint: 'The account withdrew the permission of the app, and X tells no more of it. Ask the municipality, and make new keys.',
  },
  {
    code: 'X_KEYS_OF_ANOTHER',
    kind: 'park',
    hint: 'The keys are of another account than the one that they stand with. Exchange them, and apply the configuration.',
  },
  {
    code: 'X_REPLAY_ASKED',
    kind: 'note',
    hint: 'Nobody was here for a while, so X was asked to post again what it could not. What was known already changes nothing.',
  },
  {
    code: 'X_REPLAY_REFUSED',
    kind: 'note',
    hint: 'X does not post again what it could not: the contract may not have it, or the webhook number is wrong. Mentions are found by looks; look in X for private messages of that time.',
  },
  {
    code: 'X_ACCOUNT_RENAMED',
    kind: 'note',
    hint: 'The account has another handle or name. Correct its name in the file of the municipality.',
  },
] as const satisfies readonly ErrorCode[];
