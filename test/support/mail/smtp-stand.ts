import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
}

export interface SmtpStand {
  readonly port: number;
  readonly taken: readonly TakenMail[];
  setMood(mood: SmtpMood): void;
  close(): Promise<void>;
}

/** What the server answers to a recipient: a code, or nothing to take it. */
export type Verdict = (address: string) => { readonly code: number; readonly text: string } | undefined;

/** Busy for the next recipient, silent after the next mail, or refusing every login until told otherwise. */
export type SmtpMood = 'busy' | 'silent' | 'refuses-login' | undefined;

export interface StandOptions {
  readonly verdict?: Verdict;
  /** Takes the mail and never answers. */
  readonly isSilentAfterData?: boolean;
  readonly password?: string;
  readonly accessToken?: string;
  readonly onMail?: (mail: TakenMail) => void;
}

function refusal(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

function authFor({ password, accessToken }: StandOptions, moodNow: () => SmtpMood): SMTPServerOptions {
  if (password === undefined && accessToken === undefined) {
    return { authOptional: true };
  }
  return {
    authMethods: accessToken === undefined ? ['PLAIN', 'LOGIN'] : ['XOAUTH2'],
    onAuth(auth, _session, callback) {
      const isKnown = accessToken === undefined ? auth.password === password : auth.accessToken === accessToken;
      const isRight = isKnown && moodNow() !== 'refuses-login';
      callback(isRight ? null : refusal(535, '5.7.8 Authentication failed'), isRight ? { user: 'known' } : undefined);
    },
  };
}

/** A real SMTP server (npm `smtp-server`) on a free port of this machine, which remembers what it took. */
export async function openSmtpStand(options: StandOptions = {}): Promise<SmtpStand> {
  const taken: TakenMail[] = [];
  let mood: SmtpMood;
  /** What happens once, happens. */
  const was = (one: 'busy' | 'silent'): boolean => {
    const is = mood === one;
    mood = is ? undefined : mood;
    return is;
  };
  const server = new SMTPServer({
    ...{ disabledCommands: ['STARTTLS'], allowInsecureAuth: true, hideSTARTTLS: true, disableReverseLookup: true },
    ...authFor(options, () => mood),
    onRcptTo({ address }, _session, callback) {
      // RFC 5321, 4.2.3: not now.
      const verdict = was('busy') ? { code: 450, text: '4.3.2 Try again later' } : options.verdict?.(address);
      callback(verdict === undefined ? null : refusal(verdict.code, verdict.text));
    },
    onData(stream, { envelope }, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : (envelope.mailFrom?.address ?? '');
        const to = envelope.rcptTo.map(({ address }) => address);
        const mail = { from, to, raw: Buffer.concat(chunks).toString('utf8') };
        taken.push(mail);
        options.onMail?.(mail);
        if (was('silent') || options.isSilentAfterData === true) {
          return;
        }
        callback(null);
      });
    },
  });
  server.on('error', () => {
    // A client that breaks off is what some tests are about.
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    taken,
    setMood: (next) => {
      mood = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}
