import type { Socket } from 'node:net';
import { linesOf } from './lines.js';
import { readLetter } from './read-letter.js';
import { note, type Mailbox, type MailState } from './state.js';

/** One connection of a program that sends mail. */
interface Session {
  readonly state: MailState;
  readonly say: (line: string) => void;
  mailbox: Mailbox | undefined;
  isFromSaid: boolean;
  to: readonly string[];
  /** The lines of the mail that is being handed over. */
  data: string[] | undefined;
}

const MOST_RECIPIENTS = 50;

function logIn({ state }: Session, text: string): Mailbox | undefined {
  const [, user = '', password = ''] = Buffer.from(text, 'base64').toString('utf8').split('\0');
  const mailbox = state.mailboxes.get(user.toLowerCase());
  return mailbox?.isOpen === true && mailbox.password === password ? mailbox : undefined;
}

function reset(session: Session): void {
  Object.assign(session, { isFromSaid: false, to: [], data: undefined });
}

/** Who logged in sends as itself. */
function mailFrom(session: Session, text: string): string {
  const [, from = ''] = /^FROM:<([^>]*)>/i.exec(text) ?? [];
  if (session.mailbox === undefined) {
    return '530 5.7.0 Authentication required';
  }
  if (from !== '' && from.toLowerCase() !== session.mailbox.address) {
    return '550 5.7.60 This login may not send as this address';
  }
  session.isFromSaid = true;
  return '250 2.1.0 Ok';
}

function recipient(session: Session, text: string): string {
  const [, to] = /^TO:<([^>]+)>/i.exec(text) ?? [];
  if (!session.isFromSaid || to === undefined || session.to.length >= MOST_RECIPIENTS) {
    return '503 5.5.1 Say first who sends it';
  }
  session.to = [...session.to, to.toLowerCase()];
  return '250 2.1.5 Ok';
}

/** A line that begins with a dot has one more on the way (RFC 5321). */
function take(session: Session, lines: readonly string[]): string {
  const raw = lines.map((line) => (line.startsWith('.') ? line.slice(1) : line)).join('\r\n');
  const { state, mailbox, to } = session;
  note(state, { who: 'service', from: mailbox?.address ?? '', to, ...readLetter(raw), atMs: state.nowMs() });
  reset(session);
  return '250 2.0.0 Taken';
}

function answer(session: Session, command: string, text: string): string {
  switch (command) {
    case 'EHLO':
      return '250-demo\r\n250-8BITMIME\r\n250 AUTH PLAIN';
    case 'AUTH': {
      session.mailbox = logIn(session, text.replace(/^PLAIN /i, ''));
      return session.mailbox === undefined ? '535 5.7.8 Authentication failed' : '235 2.7.0 Logged in';
    }
    case 'MAIL':
      return mailFrom(session, text);
    case 'RCPT':
      return recipient(session, text);
    case 'DATA':
      session.data = session.to.length === 0 ? undefined : [];
      return session.data === undefined ? '503 5.5.1 Say first whom it is for' : '354 Go on';
    case 'RSET':
      reset(session);
      return '250 2.0.0 Ok';
    case 'NOOP':
      return '250 2.0.0 Ok';
    case 'QUIT':
      return '221 2.0.0 Until later';
    default:
      return '502 5.5.2 It is not known here';
  }
}

/** Gives false when the conversation is over. */
function hear(session: Session, line: string): boolean {
  const { data } = session;
  if (data !== undefined) {
    if (line === '.') {
      session.say(take(session, data));
    } else {
      data.push(line);
    }
    return true;
  }
  const [, command = '', text = ''] = /^(\w+) ?(.*)$/.exec(line) ?? [];
  const name = command.toUpperCase();
  session.say(answer(session, name, text));
  return name !== 'QUIT';
}

/** A conversation over SMTP (RFC 5321) with somebody who logs in and hands mail over. Nothing goes any further. */
export async function serveSmtp(state: MailState, socket: Socket): Promise<void> {
  const say = (line: string): void => {
    socket.write(`${line}\r\n`);
  };
  const session: Session = { state, say, mailbox: undefined, isFromSaid: false, to: [], data: undefined };
  say('220 demo ESMTP');
  for await (const line of linesOf(socket)) {
    if (!hear(session, line)) {
      break;
    }
  }
  socket.end();
}
