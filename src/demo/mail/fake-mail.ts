import { createHash } from 'node:crypto';
import { ControlError } from '../basics/control-error.js';
import { bytesOf } from '../basics/media.js';
import { deliver, type MailEntry, type MailState } from './state.js';

export interface MailInput {
  readonly citizen: { readonly address: string; readonly name: string };
  /** Address of the municipality. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Message-ID of the mail that is answered. */
  readonly inReplyTo?: string;
  /** Name of a picture that goes along. */
  readonly photo?: string;
  /** A program answered, such as an out-of-office notice. */
  readonly isAutomatic?: boolean;
  /** Names the mail: who writes the same again adds nothing. */
  readonly key?: string;
  readonly atMs?: number;
}

export interface MailFilter {
  readonly who?: MailEntry['who'];
  /** Mail that this address got. */
  readonly to?: string;
}

/** What citizens do, and what a test wants to know or to break. */
export interface FakeMail {
  /** Of the control routes. */
  readonly url: string;
  /** What `SCHAKEL_EMAIL_BASE_URL` has to be. */
  readonly baseUrl: string;
  /** A citizen writes to a municipality. */
  write(input: MailInput): { readonly messageId: string };
  /** The provider refuses the password of a mailbox, or takes it again. */
  setPassword(address: string, isTaken: boolean): void;
  /** Oldest first. An answer that was sent twice stands in it twice. */
  transcript(filter?: MailFilter): readonly MailEntry[];
  close(): Promise<void>;
}

function mailboxOf(state: MailState, address: string) {
  const mailbox = state.mailboxes.get(address);
  if (mailbox === undefined) {
    throw new ControlError(`There is no mailbox ${address}.`);
  }
  return mailbox;
}

function write(state: MailState, input: MailInput): { readonly messageId: string } {
  const { citizen, to, subject, text, inReplyTo, photo, isAutomatic, key, atMs = state.nowMs() } = input;
  const mailbox = mailboxOf(state, to);
  const name = key ?? `${state.numbering}-${mailbox.uidNext}`;
  const messageId = `<${createHash('sha256').update(`${to} ${name}`).digest('hex').slice(0, 24)}@burger.voorbeeld>`;
  const letter = {
    ...{ from: citizen, to, subject, text, messageId },
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    ...(photo === undefined ? {} : { photo: { name: `${photo}.png`, bytes: bytesOf(photo) } }),
    ...(isAutomatic === true ? { fields: ['Auto-Submitted: auto-replied'] } : {}),
  };
  deliver(state, mailbox, letter, atMs);
  return { messageId };
}

export function createFakeMail(state: MailState, server: Pick<FakeMail, 'url' | 'baseUrl' | 'close'>): FakeMail {
  return {
    ...server,
    write: (input) => write(state, input),
    setPassword: (address, isTaken) => {
      mailboxOf(state, address).isOpen = isTaken;
    },
    transcript: ({ who, to } = {}) =>
      state.entries.filter(
        (entry) => (who === undefined || entry.who === who) && (to === undefined || entry.to.includes(to)),
      ),
  };
}
