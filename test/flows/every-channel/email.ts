import { fieldOf } from '../../support/mail/field-of.js';
import { imapServer } from '../../support/mail/mailbox.js';
import { writeMail } from '../../support/mail/write-mail.js';
import { eventually } from '../../support/schakel/eventually.js';
import { ticketAbout, type World } from '../town.js';
import type { ChannelDriver, Question } from './driver.js';

/** Mail to a mailbox of Gent. */
export function email(world: World): ChannelDriver {
  const { postbox } = world;
  let mails = 0;
  const write = async (
    from: string,
    text: string,
    more: { id?: string; atMs?: number; headers?: readonly string[] } = {},
  ): Promise<Question> => {
    mails += 1;
    const id = more.id ?? `<proef-${mails}@burger.test>`;
    const date = `Date: ${new Date(more.atMs ?? Date.now()).toUTCString().replace('GMT', '+0000')}`;
    const headers = [date, ...(more.headers ?? [])];
    await postbox.deliver(writeMail({ id, from, to: postbox.address, subject: 'Proef', text, headers }));
    return { id, citizen: from };
  };
  const newcomer = (): string => postbox.citizen(`proef${mails + 1}`);
  /** Mails are one ticket by our own Message-IDs, so that something has to be answered first. */
  const ourAnswer = async (text: string, { id }: Question): Promise<string> => {
    const ticket = await ticketAbout(world, text);
    await world.api.post(`/tickets/${ticket.id}/replies`, { text: 'Wat wilt u weten?', final: false });
    return eventually('our answer', () => {
      const ours = postbox.sent().find(({ raw }) => fieldOf(raw, 'In-Reply-To') === id);
      return fieldOf(ours?.raw, 'Message-ID');
    });
  };
  return {
    account: postbox.address,
    ask: async (text) => write(newcomer(), text),
    askTwice: async (text) => {
      const question = await write(newcomer(), text);
      return write(question.citizen, text, { id: question.id });
    },
    reorder: async ({ opening, early, late }) => {
      const [citizen, atMs] = [newcomer(), Date.now()];
      const asked = await write(citizen, opening, { atMs: atMs - 60_000 });
      const headers = [`In-Reply-To: ${await ourAnswer(opening, asked)}`];
      await write(citizen, late, { headers, atMs });
      await write(citizen, early, { headers, atMs: atMs - 30_000 });
    },
    edit: { impossible: 'a mail that was sent cannot be edited' },
    remove: { impossible: 'a mail that was sent cannot be taken back' },
    closeWindow: { impossible: 'mail has no window' },
    throttle: {
      code: 'EMAIL_SERVER_BUSY',
      begin: () => {
        postbox.setMood('busy');
      },
    },
    token: {
      code: 'EMAIL_LOGIN_REFUSED',
      secrets: [imapServer().password],
      begin: () => {
        postbox.setMood('refuses-login');
      },
      end: () => {
        postbox.setMood(undefined);
      },
    },
    receipt: { impossible: 'mail tells only what did not arrive' },
    hang: () => {
      postbox.setMood('silent');
    },
    afterCrash: 'answered',
    // A program for mail shows once what has one Message-ID.
    answersSeen: async (text) => {
      const mailsWith = postbox.sent().filter(({ raw }) => raw.includes(text));
      return new Set(mailsWith.map(({ raw }) => fieldOf(raw, 'Message-ID'))).size;
    },
  };
}
