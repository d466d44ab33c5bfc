import type { ErrorCode } from './error-code.js';

/** What the door of the digital counter tells a visitor, and what it kept. The HTTP status stands beside the code in src/counter/answers.ts. */
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
] as const satisfies readonly ErrorCode[];
