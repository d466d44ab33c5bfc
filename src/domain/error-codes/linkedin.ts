import type { ErrorCode } from './error-code.js';

/** What LinkedIn's API and its notifications say. */
export const LINKEDIN_CODES = [
  { code: 'LINKEDIN_NOT_REACHED', kind: 'retry', hint: 'LinkedIn could not be reached. Check the network.' },
  {
    code: 'LINKEDIN_NO_ANSWER',
    kind: 'retry',
    hint: 'LinkedIn did not answer in time. Schakel looks whether the comment is there before it sends again.',
  },
  {
    code: 'LINKEDIN_ANSWER_UNREADABLE',
    kind: 'retry',
    hint: "An answer came that is not LinkedIn's, or is cut off. Look for a proxy in between.",
  },
  {
    code: 'LINKEDIN_SERVER_ERROR',
    kind: 'retry',
    hint: 'LinkedIn failed. Schakel looks whether the comment is there before it sends again.',
  },
  {
    code: 'LINKEDIN_RATE_LIMITED',
    kind: 'retry',
    hint: 'LinkedIn limits the calls of the app or of the member whose token this is. Daily limits end at midnight UTC; the developer portal shows them.',
  },
  {
    code: 'LINKEDIN_COMMENT_NOT_SHOWN',
    kind: 'retry',
    hint: 'LinkedIn tells of a comment that it does not show yet. After an hour it is taken in as far as it is known.',
  },
  {
    code: 'LINKEDIN_NOT_SHOWN_YET',
    kind: 'retry',
    hint: 'The answer is not under the post. Schakel waits some minutes before it believes that.',
  },
  {
    code: 'LINKEDIN_AUTHOR_NOT_SHOWN',
    kind: 'retry',
    hint: 'The same words are there, and LinkedIn does not say whose. Give the token the scope that reads comments, or look on LinkedIn.',
  },
  {
    code: 'LINKEDIN_THREAD_TOO_LONG',
    kind: 'retry',
    hint: 'More comments than Schakel reads. Look on LinkedIn whether the answer is there.',
  },
  {
    code: 'LINKEDIN_TOKEN_INVALID',
    kind: 'park',
    hint: 'The access token is missing, wrong, revoked or older than 60 days. Let the administrator of the page consent again, apply the configuration, then redrive.',
  },
  {
    code: 'LINKEDIN_ACCESS_LOST',
    kind: 'park',
    hint: 'The member whose token this is does not administer the page any more, or the app lost a scope. Restore that; a new token alone does not help.',
  },
  {
    code: 'LINKEDIN_VERSION_GONE',
    kind: 'park',
    hint: 'LinkedIn switched this version of its API off. Set `version` of the account to a newer one, apply the configuration, then redrive.',
  },
  {
    code: 'LINKEDIN_ACCOUNT_INVALID',
    kind: 'park',
    hint: 'The account is not the number of a LinkedIn organisation. Take the digits of `urn:li:organization:…`.',
  },
  {
    code: 'LINKEDIN_CURSOR_UNREADABLE',
    kind: 'park',
    hint: 'The place where the reading of this page was cannot be read. Report it; deleting the row in `pulled_account` begins anew.',
  },
  {
    code: 'LINKEDIN_WINDOW_TOO_FULL',
    kind: 'park',
    hint: 'More than 5,000 events since the last look. Nothing was skipped. Look at the page, and report it.',
  },
  { code: 'LINKEDIN_POST_GONE', kind: 'reject', hint: 'The post or comment that is answered is gone.' },
  {
    code: 'LINKEDIN_COMMENTS_CLOSED',
    kind: 'reject',
    hint: 'Comments on this post are closed. Answer on another channel.',
  },
  { code: 'LINKEDIN_TEXT_TOO_LONG', kind: 'reject', hint: 'LinkedIn finds the answer too long. Make it shorter.' },
  {
    code: 'LINKEDIN_COMMENT_REFUSED',
    kind: 'reject',
    hint: 'LinkedIn does not publish this comment. Write it in other words, or answer on another channel.',
  },
  {
    code: 'LINKEDIN_DUPLICATE',
    kind: 'quarantine',
    hint: 'LinkedIn says that these words are there already. Look under the post before you send again.',
  },
  {
    code: 'LINKEDIN_PLACE_UNKNOWN',
    kind: 'quarantine',
    hint: 'The conversation is no comment or post of LinkedIn, so an answer has no place.',
  },
  {
    code: 'LINKEDIN_BAD_REQUEST',
    kind: 'quarantine',
    hint: "LinkedIn finds the request itself wrong. Compare it with LinkedIn's documentation and report it.",
  },
  {
    code: 'LINKEDIN_ERROR_UNKNOWN',
    kind: 'quarantine',
    hint: 'LinkedIn gave an error that Schakel does not know. Look the detail up, and add it to the adapter.',
  },
  { code: 'LINKEDIN_BODY_UNREADABLE', kind: 'quarantine', hint: 'What was pulled holds no notification. Report it.' },
  {
    code: 'LINKEDIN_ACTION_UNKNOWN',
    kind: 'quarantine',
    hint: "A kind of notification that Schakel does not know. Look it up in LinkedIn's documentation and add it to the adapter.",
  },
  {
    code: 'LINKEDIN_COMMENT_WITHOUT_ID',
    kind: 'quarantine',
    hint: 'A notification about a comment does not say which one.',
  },
  {
    code: 'LINKEDIN_MENTION_WITHOUT_ID',
    kind: 'quarantine',
    hint: 'A notification about a mention does not say in which post.',
  },
  { code: 'LINKEDIN_COMMENT_GONE', kind: 'note', hint: 'The comment was deleted before it could be read.' },
  {
    code: 'LINKEDIN_EDIT_NOT_SHOWN',
    kind: 'note',
    hint: 'The citizen changed a comment and LinkedIn does not show the new words. Look on LinkedIn.',
  },
  { code: 'LINKEDIN_OWN_COMMENT_EDITED', kind: 'note', hint: 'Somebody changed a comment of the page on LinkedIn.' },
  { code: 'LINKEDIN_OWN_POST', kind: 'note', hint: 'The page names itself in a post of its own.' },
  { code: 'LINKEDIN_LIKE', kind: 'note', hint: 'Somebody liked a post. It asks nothing.' },
  { code: 'LINKEDIN_SHARE', kind: 'note', hint: 'Somebody shared a post. It asks nothing.' },
] as const satisfies readonly ErrorCode[];
