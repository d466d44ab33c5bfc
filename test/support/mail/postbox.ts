import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultProxy } from '../fault-proxy.js';
import { imapServer, openMailbox, type Mailbox } from './mailbox.js';
import { openSmtpStand, type SmtpMood, type TakenMail } from './smtp-stand.js';

/** A municipality's mailbox on Dovecot, and a server that carries its answers to the mailboxes of citizens there. */
export interface Postbox {
  readonly address: string;
  /** What `SCHAKEL_EMAIL_BASE_URL` has to be. */
  readonly baseUrl: string;
  /** Of a citizen in this run: mailboxes outlive one. */
  citizen(name: string): string;
  /** A mail arrives at the municipality. */
  deliver(raw: string): Promise<void>;
  /** What lies in the mailbox of a citizen. */
  received(citizen: string): Promise<readonly string[]>;
  /** What Schakel sent. */
  sent(): readonly TakenMail[];
  /** How its server takes mail from now on. */
  setMood(mood: SmtpMood): void;
  /** Writes another password into the configuration, or the right one again; who applies it makes it hold. */
  writePassword(isRight: boolean): void;
  close(): Promise<void>;
}

/** Gives a municipality of a configuration folder such a mailbox. */
export async function openPostbox(configFolder: string, municipality: string): Promise<Postbox> {
  const { host, port, password } = imapServer();
  const run = randomBytes(5).toString('hex');
  const address = `vragen.${run}@gemeente.test`;
  const file = join(configFolder, 'municipalities', municipality);
  const boxes = new Map<string, Promise<Mailbox>>();
  const boxOf = (name: string): Promise<Mailbox> => {
    const box = boxes.get(name) ?? openMailbox(name);
    boxes.set(name, box);
    return box;
  };
  const underWay: Promise<void>[] = [];
  const carry = ({ to, raw }: TakenMail): void => {
    underWay.push(...to.map(async (name) => (await boxOf(name)).deliver(raw)));
  };
  const smtp = await openSmtpStand({ password, onMail: carry });
  const imap = await faultProxy({ targetHost: host, targetPort: port });
  const account = `
  - channel: email
    account: ${address}
    name: E-mail
    settings:
      { imapHost: x, smtpHost: x, user: ${address}, password: { demo: ${password} }, doneFolder: Verwerkt, pollSeconds: 2 }`;
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^accounts:$/m, `accounts:${account}`));
  return {
    address,
    baseUrl: `imap://127.0.0.1:${imap.port}?smtp=${smtp.port}`,
    citizen: (name) => `${name}.${run}@burger.test`,
    deliver: async (raw) => (await boxOf(address)).deliver(raw),
    received: async (citizen) => {
      await Promise.all(underWay);
      return (await boxOf(citizen)).mails();
    },
    sent: () => smtp.taken,
    setMood: (mood) => {
      smtp.setMood(mood);
    },
    writePassword: (isRight) => {
      const text = readFileSync(file, 'utf8');
      const line = `user: ${address}, password: { demo: ${isRight ? password : 'fout'} }`;
      writeFileSync(file, text.replace(new RegExp(`user: ${address}, password: \\{ demo: \\w+ \\}`), line));
    },
    close: async () => {
      await Promise.allSettled(underWay);
      await Promise.all([...boxes.values()].map(async (box) => (await box).close()));
      await imap.close();
      await smtp.close();
    },
  };
}
