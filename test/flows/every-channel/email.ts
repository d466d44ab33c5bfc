import { fieldOf } from '../../support/mail/field-of.js';
import { imapServer } from '../../support/mail/mailbox.js';
import { writeMail } from '../../support/mail/write-mail.js';
import type { World } from '../town.js';
import type { ChannelDriver, Question } from './driver.js';

/** Mail to a mailbox of Gent. */
export function email({ postbox }: World): ChannelDriver {
  let mails = 0;
  const write = async (from: string, text: string, repeated?: string): Promise<Question> => {
    mails += 1;
    const id = repeated ?? `<proef-${mails}@burger.test>`;
    await postbox.deliver(writeMail({ id, from, to: postbox.address, subject: 'Proef', text }));
    return { id, citizen: from };
  };
  const newcomer = (): string => postbox.citizen(`proef${mails + 1}`);
  return {
    account: postbox.address,
    ask: async (text) => write(newcomer(), text),
    askTwice: async (text) => {
      const question = await write(newcomer(), text);
      return write(question.citizen, text, question.id);
    },
    reorder: { impossible: 'the date in a mail is not believed, so that it stands where its server took it' },
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
