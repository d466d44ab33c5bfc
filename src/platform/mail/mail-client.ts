import type { HttpClient } from '../../adapter-sdk/http.js';
import type { MailClient, MailSent, MailServer, OutgoingMail } from '../../adapter-sdk/mail.js';
import { createAccessTokens, type AccessTokens } from './access-tokens.js';
import { credentialsFor } from './credentials.js';
import { reach } from './mail-address.js';
import { sendOverSmtp } from './send-mail.js';

export interface MailClientOptions {
  /** Asks for access tokens. */
  readonly http: HttpClient;
  readonly allowPrivateAddresses: boolean;
  readonly now: () => number;
}

/** What a server refused may be renewed: the token is not used again. */
function forgetRefused({ login }: MailServer, tokens: AccessTokens): void {
  if (login?.kind === 'grant') {
    tokens.forget(login.grant);
  }
}

/** The one way to mail servers. The packages for it are loaded with the first mail. */
export function createMailClient({ http, allowPrivateAddresses, now }: MailClientOptions): MailClient {
  const tokens = createAccessTokens(http, now);

  async function sendMail(mail: OutgoingMail, server: MailServer): Promise<MailSent> {
    const to = await reach(server.host, allowPrivateAddresses);
    if (!to.ok) {
      return { kind: 'not-sent', cause: to.cause };
    }
    const credentials = await credentialsFor(server.login, tokens);
    if (credentials.kind === 'away') {
      return { kind: 'not-sent', cause: credentials.cause };
    }
    if (credentials.kind === 'refused') {
      return { kind: 'refused', stage: 'login' };
    }
    const sent = await sendOverSmtp(mail, server, to, credentials);
    if (sent.kind === 'refused' && sent.stage === 'login') {
      forgetRefused(server, tokens);
    }
    return sent;
  }

  return { sendMail };
}
