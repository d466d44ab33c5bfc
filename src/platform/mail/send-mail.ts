import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailGreeted, MailSent, MailServer, MailStage, OutgoingMail } from '../../adapter-sdk/mail.js';
import { composeMail, envelopeOf } from './compose-mail.js';
import { xoauth2, type Usable } from './credentials.js';
import type { Reached } from './mail-address.js';

type SmtpError = SMTPConnection.SMTPError;
type Done<T> = (error?: SmtpError | null, result?: T) => void;

const TLS_MODES: Readonly<Record<MailServer['security'], SMTPConnection.Options>> = {
  tls: { secure: true },
  starttls: { secure: false, requireTLS: true },
  plain: { secure: false, ignoreTLS: true },
};

/** Refused without a code: by nodemailer itself, before the server was asked. */
const REFUSED: ReadonlySet<string> = new Set(['EAUTH', 'EENVELOPE', 'EMESSAGE']);

function enhancedIn(response = ''): { readonly enhancedCode?: string } {
  const [, enhancedCode] = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response) ?? [];
  return enhancedCode === undefined ? {} : { enhancedCode };
}

/** Why no mail left, in the words of the contract. Texts of servers repeat addresses, so codes only are kept. */
function notTaken(error: Partial<SmtpError>, stage: MailStage): Extract<MailSent, { kind: 'refused' | 'not-sent' }> {
  const { responseCode, response, code = 'failed', originalCode = code } = error;
  if (responseCode !== undefined) {
    return { kind: 'refused', stage, responseCode, ...enhancedIn(response) };
  }
  return REFUSED.has(code) ? { kind: 'refused', stage } : { kind: 'not-sent', cause: originalCode };
}

/** A failure while a mail was handed over. Once its first byte left nobody knows what a server that says nothing did. */
export function failureOf(error: Partial<SmtpError>, stage: MailStage): MailSent {
  const failed = notTaken(error, stage);
  return failed.kind === 'not-sent' && stage === 'data' ? { kind: 'no-answer', cause: failed.cause } : failed;
}

function called<T>(start: (done: Done<T>) => void): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    start((error, result) => {
      if (error) {
        reject(error);
      } else {
        resolve(result);
      }
    });
  });
}

async function sayToken({ sendCommand }: SMTPConnection.CustomAuthenticationContext, first: string): Promise<void> {
  const answer = await sendCommand(`AUTH XOAUTH2 ${first}`);
  if (answer.status === 334) {
    // A refusal is told in a challenge; an empty answer brings the code.
    await sendCommand('');
  }
  if (answer.status !== 235) {
    throw new Error('The access token was refused');
  }
}

function authOf(credentials: Exclude<Usable, { kind: 'none' }>): SMTPConnection.AuthenticationType {
  return credentials.kind === 'password'
    ? { user: credentials.user, pass: credentials.password }
    : { user: credentials.user, pass: 'token', method: 'XOAUTH2' };
}

function optionsOf(server: MailServer, to: Extract<Reached, { ok: true }>, credentials: Usable, timeoutMs: number) {
  // The attempt has one time limit, which ends sooner than these.
  const laterMs = timeoutMs + 1_000;
  const times = { connectionTimeout: laterMs, greetingTimeout: laterMs, socketTimeout: laterMs };
  return {
    ...{ host: to.host, port: server.port, ...TLS_MODES[server.security], ...times, dnsTimeout: laterMs },
    ...(to.servername === undefined ? {} : { servername: to.servername }),
    ...(credentials.kind === 'token'
      ? {
          customAuth: {
            XOAUTH2: (context) => sayToken(context, xoauth2(credentials.user, credentials.accessToken)),
          },
        }
      : {}),
  } satisfies SMTPConnection.Options;
}

/** Tells when the first byte of the mail goes: from then on nobody knows what the server did until it answers. */
function telling(bytes: Buffer, onFirstByte: () => void): Readable {
  let isFirst = true;
  return new Readable({
    read() {
      if (isFirst) {
        isFirst = false;
        onFirstByte();
        this.push(bytes);
        return;
      }
      this.push(null);
    },
  });
}

interface Conversation {
  readonly server: MailServer;
  readonly to: Extract<Reached, { ok: true }>;
  readonly credentials: Usable;
  readonly timeoutMs: number;
}

async function logIn(
  connection: SMTPConnection,
  credentials: Usable,
  onStage: (stage: MailStage) => void,
): Promise<void> {
  await called<void>((done) => {
    connection.connect(done);
  });
  if (credentials.kind !== 'none') {
    onStage('login');
    await called<boolean>((done) => {
      connection.login(authOf(credentials), done);
    });
  }
}

async function handOver(
  connection: SMTPConnection,
  mail: OutgoingMail,
  bytes: Buffer,
  onStage: (stage: MailStage) => void,
): Promise<MailSent> {
  onStage('envelope');
  const source = telling(bytes, () => {
    onStage('data');
  });
  const info = await called<SMTPConnection.SentMessageInfo>((done) => {
    connection.send({ ...envelopeOf(mail), size: bytes.length }, source, done);
  });
  return {
    kind: 'accepted',
    ...(info?.serverMessageId === undefined ? {} : { messageId: info.serverMessageId }),
    rejected: (info?.rejectedErrors ?? []).map(({ recipient = '', responseCode }) => ({
      address: recipient,
      ...(responseCode === undefined ? {} : { responseCode }),
    })),
  };
}

type Said<Told> =
  | { readonly ok: true; readonly told: Told }
  | { readonly ok: false; readonly error: Partial<SmtpError>; readonly stage: MailStage };

/** One conversation with a server, logged in, for so long and no longer. */
async function converse<Told>(
  { server, to, credentials, timeoutMs }: Conversation,
  what: (connection: SMTPConnection, onStage: (stage: MailStage) => void) => Promise<Told>,
): Promise<Said<Told>> {
  const { default: Connection } = await import('nodemailer/lib/smtp-connection');
  const connection = new Connection(optionsOf(server, to, credentials, timeoutMs));
  let stage: MailStage = 'connect';
  let timer: NodeJS.Timeout | undefined;
  const onStage = (reached: MailStage): void => {
    stage = reached;
  };
  const broken = new Promise<never>((_, reject) => {
    connection.on('error', reject);
    timer = setTimeout(() => reject(Object.assign(new Error('The time is over'), { code: 'timeout' })), timeoutMs);
  });
  try {
    const said = logIn(connection, credentials, onStage).then(() => what(connection, onStage));
    const told = await Promise.race([said, broken]);
    connection.quit();
    return { ok: true, told };
  } catch (error) {
    connection.close();
    // Everything that nodemailer rejects with is an error of this shape; another one has no code and reads as "failed".
    return { ok: false, error: error as Partial<SmtpError>, stage };
  } finally {
    clearTimeout(timer);
  }
}

/** Hands a mail over to a server. */
export async function sendOverSmtp(
  mail: OutgoingMail,
  server: MailServer,
  to: Conversation['to'],
  credentials: Usable,
): Promise<MailSent> {
  const bytes = await composeMail(mail);
  const { timeoutMs } = mail;
  const said = await converse({ server, to, credentials, timeoutMs }, (connection, onStage) =>
    handOver(connection, mail, bytes, onStage),
  );
  return said.ok ? said.told : failureOf(said.error, said.stage);
}

/** Logs in and leaves. */
export async function greetOverSmtp(
  server: MailServer,
  to: Conversation['to'],
  credentials: Usable,
  timeoutMs: number,
): Promise<MailGreeted> {
  const said = await converse({ server, to, credentials, timeoutMs }, () => Promise.resolve());
  return said.ok ? { kind: 'welcome' } : notTaken(said.error, said.stage);
}
