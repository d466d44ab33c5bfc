import type { ImapFlow, ImapFlowOptions } from 'imapflow';
import type { MailServer } from '../../adapter-sdk/mail.js';
import type { Usable } from './credentials.js';
import type { Reached } from './mail-address.js';

/** Why a conversation over IMAP ended early. */
export type ImapFailure =
  | { readonly kind: 'login-refused'; readonly cause?: string }
  | { readonly kind: 'folder-refused' }
  | { readonly kind: 'failed'; readonly cause: string };

const CONNECT_MS = 15_000;
/** A session that says nothing for half an hour may be ended (RFC 2177), and routers forget one sooner. */
const IDLE_RENEWED_MS = 9 * 60_000;

const TLS_MODES: Readonly<Record<MailServer['security'], ImapFlowOptions>> = {
  tls: { secure: true },
  starttls: { secure: false, doSTARTTLS: true },
  plain: { secure: false, doSTARTTLS: false },
};

function authOf(credentials: Usable): ImapFlowOptions {
  switch (credentials.kind) {
    case 'none':
      return {};
    case 'password':
      return { auth: { user: credentials.user, pass: credentials.password } };
    case 'token':
      return { auth: { user: credentials.user, accessToken: credentials.accessToken } };
  }
}

/** A client that has not connected yet. It never logs: what passes by is mail. */
export async function imapClient(
  server: MailServer,
  to: Extract<Reached, { ok: true }>,
  credentials: Usable,
): Promise<ImapFlow> {
  const { ImapFlow: Client } = await import('imapflow');
  const client = new Client({
    ...{ host: to.host, port: server.port, ...TLS_MODES[server.security], ...authOf(credentials) },
    ...(to.servername === undefined ? {} : { servername: to.servername }),
    ...{ logger: false, maxIdleTime: IDLE_RENEWED_MS, connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS },
  });
  client.on('error', () => {
    // The command that was under way fails with it; without a listener the process would end.
  });
  return client;
}

function fieldsOf(error: unknown): Readonly<Record<string, unknown>> {
  return typeof error === 'object' && error !== null ? (error as Readonly<Record<string, unknown>>) : {};
}

/** Servers put words of their own where a code may stand; those are not repeated. */
const CODES: ReadonlySet<unknown> = new Set([
  ...['AUTHENTICATIONFAILED', 'AUTHORIZATIONFAILED', 'EXPIRED', 'PRIVACYREQUIRED', 'CONTACTADMIN', 'NOPERM', 'LIMIT'],
]);

/** In codes only: texts of servers repeat names and addresses. */
export function imapFailure(error: unknown): ImapFailure {
  const { authenticationFailed, code, responseStatus, serverResponseCode, mailboxMissing } = fieldsOf(error);
  if (authenticationFailed === true) {
    // A server that is out of order says so with a code of its own, and the password may be right.
    return serverResponseCode === 'UNAVAILABLE' || serverResponseCode === 'INUSE'
      ? { kind: 'failed', cause: serverResponseCode }
      : { kind: 'login-refused', ...(CODES.has(serverResponseCode) ? { cause: String(serverResponseCode) } : {}) };
  }
  if (mailboxMissing === true) {
    return { kind: 'folder-refused' };
  }
  const cause = [serverResponseCode, code, responseStatus].find((one) => typeof one === 'string');
  return { kind: 'failed', cause: typeof cause === 'string' ? cause : 'failed' };
}
