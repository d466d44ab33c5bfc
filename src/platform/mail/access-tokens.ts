import { createHash } from 'node:crypto';
import type { HttpClient, HttpResult } from '../../adapter-sdk/http.js';
import type { TokenGrant } from '../../adapter-sdk/mail.js';

export type Token =
  | { readonly kind: 'token'; readonly accessToken: string }
  /** The provider knows us and says no: a person must act. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'away'; readonly cause: string };

export interface AccessTokens {
  tokenFor(grant: TokenGrant): Promise<Token>;
  /** When the refresh token of a grant ends, UTC milliseconds, as it was told with the token that is held. */
  endOf(grant: TokenGrant): Promise<number | undefined>;
  /** A server did not take the token: the next one is asked for anew. */
  forget(grant: TokenGrant): void;
}

interface Held {
  readonly token: Promise<Token>;
  readonly grantEndsAtMs: Promise<number | undefined>;
  validUntilMs: number;
}

const TIMEOUT_MS = 10_000;
/** A token is not used in its last minute: it would expire on the way. */
const MARGIN_MS = 60_000;
const USUAL_SECONDS = 3_600;
/** More grants than any installation has; beyond it the oldest is asked for again. */
const MAX_HELD = 1_000;

function nameOf(grant: TokenGrant): string {
  const { tokenUrl, clientId, clientSecret, scope, refreshToken } = grant;
  const facts = JSON.stringify([tokenUrl, clientId, clientSecret, scope, refreshToken]);
  return createHash('sha256').update(facts).digest('hex');
}

function formOf({ clientId, clientSecret, scope, refreshToken }: TokenGrant): string {
  return new URLSearchParams({
    ...{ client_id: clientId, client_secret: clientSecret },
    ...(refreshToken === undefined
      ? { grant_type: 'client_credentials' }
      : { grant_type: 'refresh_token', refresh_token: refreshToken }),
    ...(scope === undefined ? {} : { scope }),
  }).toString();
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

interface Asked {
  readonly token: Token;
  /** For how long the token is good. */
  readonly seconds: number;
  /** For how long the refresh token is. */
  readonly grantSeconds?: number;
}

/** Google answers with the end of a refresh token that was given for a time, such as a week by an app in testing. */
function grantSecondsIn(fields: Readonly<Record<string, unknown>>): { readonly grantSeconds?: number } {
  const seconds = fields['refresh_token_expires_in'];
  return typeof seconds === 'number' && seconds > 0 ? { grantSeconds: seconds } : {};
}

function read(result: HttpResult): Asked {
  if (result.kind !== 'answer') {
    return { token: { kind: 'away', cause: result.cause }, seconds: 0 };
  }
  const fields = fieldsOf(result.text);
  const accessToken = fields['access_token'];
  if (result.status === 200 && typeof accessToken === 'string' && accessToken !== '') {
    const seconds = Number(fields['expires_in'] ?? USUAL_SECONDS);
    return {
      ...{ token: { kind: 'token', accessToken }, seconds: Number.isFinite(seconds) ? seconds : USUAL_SECONDS },
      ...grantSecondsIn(fields),
    };
  }
  const isRefused = (result.status === 400 || result.status === 401) && typeof fields['error'] === 'string';
  return { token: isRefused ? { kind: 'refused' } : { kind: 'away', cause: `status ${result.status}` }, seconds: 0 };
}

/** Access tokens for mail servers, asked for once for all who need the same one, and kept until shortly before they expire. */
export function createAccessTokens(http: HttpClient, now: () => number): AccessTokens {
  const held = new Map<string, Held>();

  function ask(grant: TokenGrant): Held {
    const asked = http({
      ...{ method: 'POST', url: grant.tokenUrl, body: formOf(grant), timeoutMs: TIMEOUT_MS },
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    }).then(read);
    const one: Held = {
      token: asked.then(({ token }) => token),
      grantEndsAtMs: asked.then(({ grantSeconds }) =>
        grantSeconds === undefined ? undefined : now() + grantSeconds * 1000,
      ),
      validUntilMs: Number.POSITIVE_INFINITY,
    };
    void asked.then(({ seconds }) => {
      one.validUntilMs = now() + seconds * 1000 - MARGIN_MS;
    });
    return one;
  }

  return {
    async tokenFor(grant) {
      const name = nameOf(grant);
      const known = held.get(name);
      if (known !== undefined && known.validUntilMs > now()) {
        return known.token;
      }
      const [oldest] = held.keys();
      if (held.size >= MAX_HELD && oldest !== undefined) {
        held.delete(oldest);
      }
      const asked = ask(grant);
      held.set(name, asked);
      return asked.token;
    },
    endOf: async (grant) => held.get(nameOf(grant))?.grantEndsAtMs,
    forget(grant) {
      held.delete(nameOf(grant));
    },
  };
}
