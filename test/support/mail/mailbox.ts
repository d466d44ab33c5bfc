import { ImapFlow } from 'imapflow';

/** The Dovecot of the tests. Every name has a mailbox there. */
export function imapServer(): { readonly host: string; readonly port: number; readonly password: string } {
  const url = process.env['SCHAKEL_TEST_IMAP_URL'];
  if (url === undefined) {
    throw new Error('SCHAKEL_TEST_IMAP_URL is not set. Start the test servers with: node scripts/servers.mjs start');
  }
  const { hostname, port, password } = new URL(url);
  return { host: hostname, port: Number(port), password };
}

/** One mailbox, as a person or a mail server has it. */
export interface Mailbox {
  readonly address: string;
  /** Puts a mail in, as the mail server of its owner does. */
  deliver(raw: string | Buffer, folder?: string): Promise<void>;
  /** All of a folder, as it came. */
  mails(folder?: string): Promise<readonly string[]>;
  /** Made again after it was removed, a folder numbers its mails anew. */
  make(folder: string): Promise<void>;
  remove(folder: string): Promise<void>;
  close(): Promise<void>;
}

export async function openMailbox(address: string): Promise<Mailbox> {
  const { host, port, password } = imapServer();
  const client = new ImapFlow({
    ...{ host, port, secure: false, doSTARTTLS: false, logger: false },
    auth: { user: address, pass: password },
  });
  await client.connect();
  return {
    address,
    deliver: async (raw, folder = 'INBOX') => {
      await client.append(folder, raw);
    },
    mails: async (folder = 'INBOX') => {
      const opened = await client.mailboxOpen(folder);
      const all = opened.exists === 0 ? [] : await client.fetchAll('1:*', { source: true });
      return all.map(({ source }) => source?.toString('utf8') ?? '');
    },
    make: async (folder) => {
      await client.mailboxCreate(folder);
    },
    remove: async (folder) => {
      await client.mailboxDelete(folder);
    },
    close: () => client.logout(),
  };
}
