import type { ErrorCode } from './error-code.js';

/** What the door of the digital counter tells a visitor, what it kept, and answers by e-mail. The HTTP status stands beside the code in src/counter/answers.ts. */
export const COUNTER_CODES = [
  {
    code: 'COUNTER_BODY_UNREADABLE',
    kind: 'quarantine',
    hint: 'What the door of the counter kept cannot be read. It writes these bodies itself: report it.',
  },
  {
    code: 'COUNTER_UNKNOWN',
    kind: 'reject',
    hint: 'No municipality has a counter of this name. Compare the address, or data-account of the widget, with the configuration.',
  },
  {
    code: 'COUNTER_SESSION_WRONG',
    kind: 'reject',
    hint: 'The request carries no session of a conversation. The widget makes one with the first message.',
  },
  {
    code: 'COUNTER_SITE_NOT_LISTED',
    kind: 'reject',
    hint: 'The page that shows the widget is on a site that the setting origins of the counter does not list. Add it there.',
  },
  {
    code: 'COUNTER_INPUT_WRONG',
    kind: 'reject',
    hint: 'A citizen filled something in that cannot be taken; the answer says what, in Dutch.',
  },
  {
    code: 'COUNTER_TOO_OFTEN',
    kind: 'retry',
    hint: 'Somebody came more often than a person does, or a crowd did. Wait as long as retry-after says; others are still let in.',
  },
  {
    code: 'COUNTER_NOT_STORED',
    kind: 'retry',
    hint: 'The message was not stored, because the database is away or too much waits. The widget sends it again by itself.',
  },
  {
    code: 'COUNTER_MAIL_NOT_REACHED',
    kind: 'retry',
    hint: "The mail server of the counter was not reached. The answer stands on the citizen's page; the mail is tried again.",
  },
  {
    code: 'COUNTER_MAIL_NOT_NOW',
    kind: 'retry',
    hint: "The mail server does not take this mail now. The answer stands on the citizen's page; the mail is tried again.",
  },
  {
    code: 'COUNTER_MAIL_NO_ANSWER',
    kind: 'retry',
    hint: "The mail left and the server said nothing. A person decides whether it goes again; the answer stands on the citizen's page.",
  },
  {
    code: 'COUNTER_MAIL_CANNOT_BE_ASKED',
    kind: 'retry',
    hint: "No mail server tells what became of a mail. The answer stands on the citizen's page; redrive to send the mail again.",
  },
  {
    code: 'COUNTER_MAIL_LOGIN_REFUSED',
    kind: 'park',
    hint: 'The mail server refuses the login of the counter. Correct smtpUser and smtpPassword, apply the configuration, then redrive.',
  },
  {
    code: 'COUNTER_MAIL_REFUSED',
    kind: 'reject',
    hint: "The mail server refuses the address that the citizen left. The answer stands on the citizen's page; call the citizen where you can.",
  },
] as const satisfies readonly ErrorCode[];
