import { createHmac } from 'node:crypto';

/** By which an app acts for an account. Unlike those of OAuth 2.0 these do not expire, so nothing has to be kept and renewed. */
export interface Credentials {
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly accessToken: string;
  readonly accessTokenSecret: string;
}

/** What makes each signature another one. */
export interface Moment {
  readonly nonce: string;
  readonly timestamp: string;
}

/** As OAuth wants it: `encodeURIComponent` leaves five signs alone that have to be encoded. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

type Parameters = readonly (readonly [string, string])[];

export interface ToSign {
  readonly method: string;
  readonly url: string;
  /** Of a body that is a form. */
  readonly form?: Parameters;
}

function signatureOf(
  { method, url: address, form = [] }: ToSign,
  oauth: Parameters,
  { consumerSecret, accessTokenSecret }: Credentials,
): string {
  const url = new URL(address);
  const parameters = [...url.searchParams, ...oauth, ...form]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .toSorted();
  const base = [method, `${url.origin}${url.pathname}`, parameters.join('&')].map((part) => encoded(part)).join('&');
  const key = `${encoded(consumerSecret)}&${encoded(accessTokenSecret)}`;
  return createHmac('sha1', key).update(base).digest('base64');
}

/**
 * The header that signs a request by OAuth 1.0a (`fundamentals/authentication/oauth-1-0a/creating-a-signature.mdx`). A
 * body of JSON is not part of the signature, a form is.
 */
export function authorizationFor(request: ToSign, credentials: Credentials, { nonce, timestamp }: Moment): string {
  const oauth: Parameters = [
    ['oauth_consumer_key', credentials.consumerKey],
    ['oauth_nonce', nonce],
    ['oauth_signature_method', 'HMAC-SHA1'],
    ['oauth_timestamp', timestamp],
    ['oauth_token', credentials.accessToken],
    ['oauth_version', '1.0'],
  ];
  const signature = signatureOf(request, oauth, credentials);
  const parts = [...oauth, ['oauth_signature', signature] as const];
  return `OAuth ${parts.map(([name, value]) => `${encoded(name)}="${encoded(value)}"`).join(', ')}`;
}
