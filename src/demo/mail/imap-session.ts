import type { Socket } from 'node:net';
import { fetched, isInSet } from './imap-fetch.js';
import { linesOf } from './lines.js';
import type { Mailbox, MailState } from './state.js';

const CAPABILITIES = 'CAPABILITY IMAP4rev1 IDLE';
const QUOTED = /"((?:[^"\\]|\\.)*)"|(\S+)/g;

/** One connection of a program that reads mail. */
interface Session {
  readonly state: MailState;
  readonly socket: Socket;
  mailbox: Mailbox | undefined;
  isSelected: boolean;
  /** The command that waits with IDLE. */
  idle: { readonly tag: string; readonly stop: () => void } | undefined;
}

function say(session: Session, line: string): void {
  session.socket.write(`${line}\r\n`);
}

function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(QUOTED)].map(([, quoted, plain]) => quoted?.replaceAll(/\\(.)/g, '$1') ?? plain ?? '');
}

function logIn(session: Session, text: string): string {
  const [user = '', password = ''] = wordsOf(text);
  const mailbox = session.state.mailboxes.get(user.toLowerCase());
  if (mailbox?.isOpen !== true || mailbox.password !== password) {
    return 'NO [AUTHENTICATIONFAILED] Authentication failed';
  }
  session.mailbox = mailbox;
  return `OK [${CAPABILITIES}] Logged in`;
}

/** There is one folder, and it is numbered from when this server started. */
function select(session: Session, mailbox: Mailbox, text: string): string {
  const [folder = ''] = wordsOf(text);
  if (folder.toUpperCase() !== 'INBOX') {
    return 'NO [NONEXISTENT] There is no such folder';
  }
  session.isSelected = true;
  say(session, `* ${mailbox.mails.length} EXISTS`);
  say(session, '* FLAGS (\\Seen)');
  say(session, `* OK [UIDVALIDITY ${session.state.numbering}] Numbered`);
  say(session, `* OK [UIDNEXT ${mailbox.uidNext}] Next`);
  return 'OK [READ-ONLY] Opened';
}

function list(session: Session, text: string): string {
  const [, pattern = ''] = wordsOf(text);
  say(session, pattern === '' ? '* LIST (\\Noselect) "/" ""' : '* LIST (\\HasNoChildren) "/" INBOX');
  return 'OK Listed';
}

/** By number only; who narrows it down by date gets more, as days are coarse anyway. */
function search(session: Session, mailbox: Mailbox, text: string): string {
  const [, set] = /\bUID ([\d:*,]+)/i.exec(text) ?? [];
  if (set === undefined) {
    return 'BAD Only numbers can be searched for here';
  }
  const found = mailbox.mails.filter(({ uid }) => isInSet(uid, set, mailbox.uidNext - 1));
  say(session, ['* SEARCH', ...found.map(({ uid }) => uid)].join(' '));
  return 'OK Searched';
}

function fetch(session: Session, mailbox: Mailbox, text: string): string {
  const [, set, items] = /^([\d:*,]+) \(?(.*?)\)?$/.exec(text) ?? [];
  if (set === undefined || items === undefined) {
    return 'BAD It names no mails';
  }
  for (const [index, mail] of mailbox.mails.entries()) {
    if (isInSet(mail.uid, set, mailbox.uidNext - 1)) {
      session.socket.write(fetched(mail, index + 1, `UID ${items.replace(/\bUID\b ?/i, '')}`));
    }
  }
  return 'OK Fetched';
}

function inFolder(session: Session, mailbox: Mailbox, command: string, text: string): string {
  switch (command) {
    case 'UID SEARCH':
      return search(session, mailbox, text);
    case 'UID FETCH':
      return fetch(session, mailbox, text);
    default:
      return 'BAD It is not known here';
  }
}

function answer(session: Session, command: string, text: string): string {
  const { mailbox } = session;
  switch (command) {
    case 'CAPABILITY':
      say(session, `* ${CAPABILITIES}`);
      return 'OK Told';
    case 'NOOP':
      return 'OK Done';
    case 'LOGIN':
      return logIn(session, text);
    case 'LOGOUT':
      say(session, '* BYE Until later');
      return 'OK Left';
    default:
      if (mailbox === undefined) {
        return 'BAD Log in first';
      }
  }
  switch (command) {
    case 'LIST':
    case 'LSUB':
      return list(session, text);
    case 'SELECT':
    case 'EXAMINE':
      return select(session, mailbox, text);
    default:
      return session.isSelected ? inFolder(session, mailbox, command, text) : 'BAD Open a folder first';
  }
}

function beginIdle(session: Session, tag: string, mailbox: Mailbox): void {
  const tell = (): void => say(session, `* ${mailbox.mails.length} EXISTS`);
  mailbox.onNews.add(tell);
  session.idle = { tag, stop: () => mailbox.onNews.delete(tell) };
  say(session, '+ idling');
}

function endIdle(session: Session): void {
  const { idle } = session;
  idle?.stop();
  session.idle = undefined;
  if (idle !== undefined) {
    say(session, `${idle.tag} OK Idled`);
  }
}

function hear(session: Session, line: string): void {
  if (session.idle !== undefined) {
    endIdle(session);
    return;
  }
  const [, tag = '*', command = '', text = ''] = /^(\S+) ((?:UID )?\S+) ?(.*)$/i.exec(line) ?? [];
  const name = command.toUpperCase();
  if (name === 'IDLE' && session.isSelected && session.mailbox !== undefined) {
    beginIdle(session, tag, session.mailbox);
    return;
  }
  say(session, `${tag} ${answer(session, name, text)}`);
  if (name === 'LOGOUT') {
    session.socket.end();
  }
}

/** A conversation over IMAP4rev1 (RFC 3501), as much of it as a program needs that reads one folder. */
export async function serveImap(state: MailState, socket: Socket): Promise<void> {
  const session: Session = { state, socket, mailbox: undefined, isSelected: false, idle: undefined };
  say(session, `* OK [${CAPABILITIES}] Demo`);
  try {
    for await (const line of linesOf(socket)) {
      hear(session, line);
    }
  } finally {
    session.idle?.stop();
    socket.destroy();
  }
}
