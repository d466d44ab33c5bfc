import type { HttpClient } from '../../adapter-sdk/http.js';
import type { MailClient, MailServer } from '../../adapter-sdk/mail.js';
import { createAccessTokens } from './access-tokens.js';
import { credentialsFor, type Usable } from './credentials.js';
import { imapClient } from './imap-connection.js';
import { reach, type Reached } from './mail-address.js';
import { lookOverImap } from './read-mailbox.js';
import { sendOverSmtp } from './send-mail.js';
import { watchOverImap } from './watch-mailbox.js';

export interface MailClientOptions {
  /** Asks for access tokens. */
  readonly http: HttpClient;
  readonly allowPrivateAddresses: boolean;
  readonly now: () => number;
}

/** All that is needed to connect, or why nobody connects. */
type Ready =
  | { readonly kind: 'ready'; readonly to: Extract<Reached, { ok: true }>; readonly credentials: Usable }
  | { readonly kind: 'login-refused' }
  | { readonly kind: 'away'; readonly cause: string };

/** The one way to mail servers. The packages for it are loaded with the first use. */
export function createMailClient({ http, allowPrivateAddresses, now }: MailClientOptions): MailClient {
  const tokens = createAccessTokens(http, now);

  async function ready(server: MailServer): Promise<Ready> {
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

  /** What a server refused may have been renewed: the token is not used again. */
  function forgetToken({ login }: MailServer): void {
    if (login?.kind === 'grant') {
      tokens.forget(login.grant);
    }
  }

  return {
    async sendMail(mail, server) {
      const on = await ready(server);
      if (on.kind === 'away') {
        return { kind: 'not-sent', cause: on.cause };
      }
      if (on.kind === 'login-refused') {
        return { kind: 'refused', stage: 'login' };
      }
      const sent = await sendOverSmtp(mail, server, on.to, on.credentials);
      if (sent.kind === 'refused' && sent.stage === 'login') {
        forgetToken(server);
      }
      return sent;
    },

    async readMailbox(request, server) {
      const on = await ready(server);
      if (on.kind !== 'ready') {
        return on.kind === 'away' ? { kind: 'failed', cause: on.cause } : on;
      }
      const read = await lookOverImap(await imapClient(server, on.to, on.credentials), request);
      if (read.kind === 'login-refused') {
        forgetToken(server);
      }
      return read;
    },

    async watchMailbox(folder, server, onNews, signal) {
      const on = await ready(server);
      if (on.kind !== 'ready') {
        return on.kind === 'away' ? { kind: 'lost', cause: on.cause } : on;
      }
      return watchOverImap(await imapClient(server, on.to, on.credentials), folder, onNews, signal);
    },
  };
}
