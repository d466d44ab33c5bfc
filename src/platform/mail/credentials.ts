import type { MailLogin } from '../../adapter-sdk/mail.js';
import type { AccessTokens } from './access-tokens.js';

/** A login with everything that a server is told. */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | { readonly kind: 'token'; readonly user: string; readonly accessToken: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'away'; readonly cause: string };

export type Usable = Extract<Credentials, { readonly kind: 'none' | 'password' | 'token' }>;

/** Asks for the access token where the login needs one. */
export async function credentialsFor(login: MailLogin | undefined, tokens: AccessTokens): Promise<Credentials> {
  if (login === undefined) {
    return { kind: 'none' };
  }
  if (login.kind !== 'grant') {
    return login;
  }
  const token = await tokens.tokenFor(login.grant);
  return token.kind === 'token' ? { ...token, user: login.user } : token;
}

/** The first words of XOAUTH2, as Google and Microsoft describe them. */
export function xoauth2(user: string, accessToken: string): string {
  return Buffer.from(`user=${user}\u0001auth=Bearer ${accessToken}\u0001\u0001`).toString('base64');
}
