import type { HttpClient } from '../../adapter-sdk/http.js';
import type {
  MailboxRead,
  MailboxRequest,
  MailClient,
  MailFileLimits,
  MailFileOpened,
  MailFilePlace,
  MailGreeted,
  MailSent,
  MailServer,
  OutgoingMail,
  WatchEnded,
} from '../../adapter-sdk/mail.js';
import { createAccessTokens, type AccessTokens } from './access-tokens.js';
import { credentialsFor, type Usable } from './credentials.js';
import { imapClient } from './imap-connection.js';
import { reach, type Reached } from './mail-address.js';
import { openOverImap } from './open-file.js';
import { lookOverImap } from './read-mailbox.js';
import { greetOverSmtp, sendOverSmtp } from './send-mail.js';
import { createTurns, type TakeTurn } from './turns.js';
import { watchOverImap } from './watch-mailbox.js';

export interface MailClientOptions {
  /** Asks for access tokens. */
  readonly http: HttpClient;
  readonly allowPrivateAddresses: boolean;
  readonly now: () => number;
}

interface Means {
  readonly tokens: AccessTokens;
  readonly allowPrivateAddresses: boolean;
  readonly turnOf: TakeTurn;
}

/** All that is needed to connect, or why nobody connects. */
type Ready =
  | { readonly kind: 'ready'; readonly to: Extract<Reached, { ok: true }>; readonly credentials: Usable }
  | { readonly kind: 'login-refused' }
  | { readonly kind: 'away'; readonly cause: string };
type NotReady = Exclude<Ready, { kind: 'ready' }>;

async function ready({ tokens, allowPrivateAddresses }: Means, server: MailServer): Promise<Ready> {
  const to = await reach(server.host, allowPrivateAddresses);
  if (!to.ok) {
    return { kind: 'away', cause: to.cause };
  }
  const credentials = await credentialsFor(server.login, tokens);
  if (credentials.kind === 'refused') {
    return { kind: 'login-refused' };
  }
  return credentials.kind === 'away' ? credentials : { kind: 'ready', to, credentials };
}

function notSent(on: NotReady): Extract<MailSent, { kind: 'refused' | 'not-sent' }> {
  return on.kind === 'away' ? { kind: 'not-sent', cause: on.cause } : { kind: 'refused', stage: 'login' };
}

function notRead(on: NotReady): Extract<MailboxRead, { kind: 'failed' | 'login-refused' }> {
  return on.kind === 'away' ? { kind: 'failed', cause: on.cause } : on;
}

/** What a server refused may have been renewed: the token is not used again. */
function forgetRefused<Told extends MailSent | MailGreeted | MailboxRead | MailFileOpened>(
  { tokens }: Means,
  { login }: MailServer,
  told: Told,
): Told {
  const isRefused = told.kind === 'login-refused' || (told.kind === 'refused' && told.stage === 'login');
  if (isRefused && login?.kind === 'grant') {
    tokens.forget(login.grant);
  }
  return told;
}

async function send(means: Means, mail: OutgoingMail, server: MailServer): Promise<MailSent> {
  const on = await ready(means, server);
  return on.kind === 'ready'
    ? forgetRefused(means, server, await sendOverSmtp(mail, server, on.to, on.credentials))
    : notSent(on);
}

async function greet(means: Means, server: MailServer, timeoutMs: number): Promise<MailGreeted> {
  const on = await ready(means, server);
  if (on.kind !== 'ready') {
    return notSent(on);
  }
  const greeted = forgetRefused(means, server, await greetOverSmtp(server, on.to, on.credentials, timeoutMs));
  const endsAtMs = server.login?.kind === 'grant' ? await means.tokens.endOf(server.login.grant) : undefined;
  return greeted.kind === 'welcome' && endsAtMs !== undefined ? { ...greeted, grantEndsAtMs: endsAtMs } : greeted;
}

async function read(means: Means, request: MailboxRequest, server: MailServer): Promise<MailboxRead> {
  const on = await ready(means, server);
  return on.kind === 'ready'
    ? forgetRefused(means, server, await lookOverImap(await imapClient(server, on.to, on.credentials), request))
    : notRead(on);
}

async function open(
  means: Means,
  place: MailFilePlace,
  server: MailServer,
  { timeoutMs, signal }: MailFileLimits,
): Promise<MailFileOpened> {
  const ends = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const on = await ready(means, server);
  if (on.kind !== 'ready') {
    return notRead(on);
  }
  const client = await imapClient(server, on.to, on.credentials);
  // Servers allow few connections to one mailbox, and a citizen may send fifty photos. Nothing throws before the turn ends.
  const endTurn = await means.turnOf(JSON.stringify([server.host, server.port, server.login?.user]));
  const opened = await openOverImap(client, place, ends);
  if (opened.kind === 'open') {
    opened.body.once('close', endTurn);
  } else {
    endTurn();
  }
  return forgetRefused(means, server, opened);
}

async function watch(
  means: Means,
  server: MailServer,
  ...[folder, onNews, signal]: [folder: string, onNews: () => void, signal: AbortSignal]
): Promise<WatchEnded> {
  const on = await ready(means, server);
  if (on.kind !== 'ready') {
    return on.kind === 'away' ? { kind: 'lost', cause: on.cause } : on;
  }
  return watchOverImap(await imapClient(server, on.to, on.credentials), folder, onNews, signal);
}

/** The one way to mail servers. The packages for it are loaded with the first use. */
export function createMailClient({ http, allowPrivateAddresses, now }: MailClientOptions): MailClient {
  const means = { tokens: createAccessTokens(http, now), allowPrivateAddresses, turnOf: createTurns() };
  return {
    sendMail: (mail, server) => send(means, mail, server),
    greetServer: (server, timeoutMs) => greet(means, server, timeoutMs),
    readMailbox: (request, server) => read(means, request, server),
    openFile: (place, server, limits) => open(means, place, server, limits),
    watchMailbox: (folder, server, onNews, signal) => watch(means, server, folder, onNews, signal),
  };
}
