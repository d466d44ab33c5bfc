import { composeLetter, type ComposedMail, type Letter } from './compose.js';
import type { FakeMailOptions } from './options.js';

/** A mail in a mailbox. */
export interface LyingMail extends ComposedMail {
  readonly uid: number;
  readonly arrivedAtMs: number;
  readonly messageId: string;
}

export interface Mailbox {
  readonly address: string;
  readonly password: string;
  /** Whether the provider lets this password in. */
  isOpen: boolean;
  mails: readonly LyingMail[];
  uidNext: number;
  /** Who waits for news in it. */
  readonly onNews: Set<() => void>;
}

/** A mail that somebody wrote, as the transcript shows it. */
export interface MailEntry {
  readonly messageId: string;
  readonly who: 'citizen' | 'service';
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly inReplyTo?: string;
  readonly atMs: number;
}

export interface MailState {
  readonly mailboxes: ReadonlyMap<string, Mailbox>;
  /** How the folders are numbered; another start numbers them anew. */
  readonly numbering: number;
  readonly nowMs: () => number;
  entries: readonly MailEntry[];
}

const MOST_MAILS = 1_000;

export function createMailState({ mailboxes, nowMs = Date.now }: FakeMailOptions): MailState {
  const boxes = mailboxes.map(({ address, password }): [string, Mailbox] => [
    address,
    { address, password, isOpen: true, mails: [], uidNext: 1, onNews: new Set() },
  ]);
  return { mailboxes: new Map(boxes), numbering: Math.floor(nowMs() / 1000), nowMs, entries: [] };
}

export function note(state: MailState, entry: MailEntry): void {
  state.entries = [...state.entries, entry].slice(-MOST_MAILS);
}

/** Puts a letter into a mailbox. One with a Message-ID that lies there already was delivered before. */
export function deliver(state: MailState, mailbox: Mailbox, letter: Letter, arrivedAtMs: number): void {
  const { messageId, from, to, subject, text, inReplyTo } = letter;
  if (mailbox.mails.some((mail) => mail.messageId === messageId)) {
    return;
  }
  const mail = { ...composeLetter(letter), uid: mailbox.uidNext, arrivedAtMs, messageId };
  mailbox.uidNext += 1;
  mailbox.mails = [...mailbox.mails, mail].slice(-MOST_MAILS);
  const thread = inReplyTo === undefined ? {} : { inReplyTo };
  const facts = { messageId, from: from.address, to: [to], subject, text, ...thread, atMs: arrivedAtMs };
  note(state, { who: 'citizen', ...facts });
  for (const tell of mailbox.onNews) {
    tell();
  }
}
