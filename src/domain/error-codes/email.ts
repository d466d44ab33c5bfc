import type { ErrorCode } from './error-code.js';

/** What mail servers, and mails about mails, say. */
export const EMAIL_CODES = [
  {
    code: 'EMAIL_NOT_CONFIGURED',
    kind: 'park',
    hint: 'The account is no e-mail address, or its settings lack a login. Correct them and apply the configuration, then redrive.',
  },
  {
    code: 'EMAIL_NOT_REACHED',
    kind: 'retry',
    hint: 'The mail server could not be reached, or gave no access token. Check host, port, security and certificate; the detail says what happened.',
  },
  {
    code: 'EMAIL_NO_ANSWER',
    kind: 'retry',
    hint: 'The server took the mail and did not answer. Schakel sends the same mail again, with the same Message-ID.',
  },
  {
    code: 'EMAIL_SERVER_BUSY',
    kind: 'retry',
    hint: 'The server asks to come back later: greylisting, a limit, or a mailbox that is busy. The detail has its code.',
  },
  {
    code: 'EMAIL_LOGIN_REFUSED',
    kind: 'park',
    hint: 'The login was refused. Renew the password or the grant of the application; Microsoft 365 takes OAuth 2 only. Apply the configuration, then redrive.',
  },
  {
    code: 'EMAIL_SENDER_REFUSED',
    kind: 'park',
    hint: 'The login may not send as this address. Give it the right to send as the address at the provider, then redrive.',
  },
  {
    code: 'EMAIL_SERVER_REFUSED',
    kind: 'park',
    hint: 'The server refuses this machine. Ask its administrator, or send by another server, then redrive.',
  },
  {
    code: 'EMAIL_FOLDER_MISSING',
    kind: 'park',
    hint: 'The folder that should be read is not there, or may not be read. Compare the setting folder with the mailbox.',
  },
  {
    code: 'EMAIL_WATCH_LOST',
    kind: 'note',
    hint: 'The connection that waits for new mail ended. It is made again by itself, and looks go on meanwhile.',
  },
  {
    code: 'EMAIL_MAILBOX_UNKNOWN',
    kind: 'reject',
    hint: 'The address does not exist, or not any more. Answer on another channel.',
  },
  {
    code: 'EMAIL_MAILBOX_FULL',
    kind: 'reject',
    hint: 'The mailbox of the citizen is full. Answer on another channel.',
  },
  {
    code: 'EMAIL_ANSWER_REFUSED',
    kind: 'reject',
    hint: 'The server refuses the mail itself, by a rule or as spam. The detail has its code; look at the sending reputation of the domain.',
  },
  {
    code: 'EMAIL_BOUNCED',
    kind: 'reject',
    hint: 'The answer came back. The detail has the code of the other server.',
  },
  {
    code: 'EMAIL_PARTLY_REFUSED',
    kind: 'note',
    hint: 'The citizen has several addresses, and the server refused one of them. The others got the answer.',
  },
  {
    code: 'EMAIL_BODY_UNREADABLE',
    kind: 'quarantine',
    hint: 'What a look kept holds no mails. Report it.',
  },
  {
    code: 'EMAIL_SENDER_UNREADABLE',
    kind: 'quarantine',
    hint: 'A mail has no sender that could be answered. Look at it in the mailbox.',
  },
  {
    code: 'EMAIL_AUTO_REPLY',
    kind: 'note',
    hint: 'A program answered, such as an out-of-office notice. It is noted on the ticket; outside a ticket it is only counted.',
  },
  {
    code: 'EMAIL_DELAYED',
    kind: 'note',
    hint: 'A server on the way tells that the answer takes longer. It goes on trying.',
  },
  {
    code: 'EMAIL_REPORT_WITHOUT_MAIL',
    kind: 'note',
    hint: 'A report about a mail that Schakel did not send.',
  },
  { code: 'EMAIL_LIST', kind: 'note', hint: 'A newsletter or a mail of a list. Those open no tickets.' },
  { code: 'EMAIL_OWN_MAIL', kind: 'note', hint: 'A mail of this address itself came back to it. It opens no ticket.' },
] as const satisfies readonly ErrorCode[];
