import type { ChannelContext, MailLogin, MailServer } from '../../../src/adapter-sdk/index.js';
import { addressOf } from './address.js';
import { textOf, type Fields } from './payloads.js';

/** The account's mailbox and the server that its answers go by. */
export interface Mailbox {
  readonly address: string;
  readonly imap: MailServer;
  readonly smtp: MailServer;
  readonly folder: string;
  /** Where mail goes that was taken in; undefined leaves it where it is. */
  readonly doneFolder: string | undefined;
}

const SECURITY: ReadonlyMap<unknown, MailServer['security']> = new Map(
  (['tls', 'starttls', 'plain'] as const).map((one) => [one, one]),
);

function loginOf(settings: Fields): MailLogin | undefined {
  const [user, password] = [textOf(settings['user']), textOf(settings['password'])];
  const [tokenUrl, clientId] = [textOf(settings['oauthUrl']), textOf(settings['oauthClientId'])];
  const clientSecret = textOf(settings['oauthClientSecret']);
  if (user === undefined) {
    return undefined;
  }
  if (tokenUrl === undefined || clientId === undefined || clientSecret === undefined) {
    const accessToken = textOf(settings['accessToken']);
    if (accessToken !== undefined) {
      return { kind: 'token', user, accessToken };
    }
    return password === undefined ? undefined : { kind: 'password', user, password };
  }
  const [scope, refreshToken] = [textOf(settings['oauthScope']), textOf(settings['oauthRefreshToken'])];
  const more = { ...(scope === undefined ? {} : { scope }), ...(refreshToken === undefined ? {} : { refreshToken }) };
  return { kind: 'grant', user, grant: { tokenUrl, clientId, clientSecret, ...more } };
}

function portOf(value: unknown, usual: number): number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 65_536 ? value : usual;
}

interface Place {
  readonly host: string;
  readonly port: number;
  readonly security: MailServer['security'];
}

/** SCHAKEL_EMAIL_BASE_URL moves all accounts, without TLS: `imap://127.0.0.1:1143?smtp=1025`. For tests and demos. */
function movedTo(baseUrl: string): { readonly imap: Place; readonly smtp: Place } | undefined {
  if (!URL.canParse(baseUrl)) {
    return undefined;
  }
  const { hostname: host, port, searchParams } = new URL(baseUrl);
  const imapPort = portOf(Number(port), 143);
  const smtpPort = portOf(Number(searchParams.get('smtp')), 25);
  return { imap: { host, port: imapPort, security: 'plain' }, smtp: { host, port: smtpPort, security: 'plain' } };
}

function placeOf(settings: Fields, name: 'imap' | 'smtp', usualPort: number): Place | undefined {
  const host = textOf(settings[`${name}Host`]);
  const security = SECURITY.get(settings[`${name}Security`]) ?? (name === 'imap' ? 'tls' : 'starttls');
  return host === undefined ? undefined : { host, port: portOf(settings[`${name}Port`], usualPort), security };
}

/** Where to read and where to send, without the login. */
function placesOf({ settings, baseUrl }: ChannelContext): { readonly imap: Place; readonly smtp: Place } | undefined {
  const [imap, smtp] = [placeOf(settings, 'imap', 993), placeOf(settings, 'smtp', 587)];
  return movedTo(baseUrl) ?? (imap === undefined || smtp === undefined ? undefined : { imap, smtp });
}

/** The settings of an account, or undefined where they do not hold all that is needed to log in. */
export function mailboxOf(account: string, context: ChannelContext): Mailbox | undefined {
  const { settings } = context;
  const [address, login, places] = [addressOf(account), loginOf(settings), placesOf(context)];
  if (address === undefined || login === undefined || places === undefined) {
    return undefined;
  }
  const { imap, smtp } = places;
  return {
    ...{ address, imap: { ...imap, login }, smtp: settings['smtpLogin'] === false ? smtp : { ...smtp, login } },
    folder: textOf(settings['folder']) ?? 'INBOX',
    doneFolder: textOf(settings['doneFolder']),
  };
}
