import { createHash } from 'node:crypto';
import { asText, type JsonObject } from '../basics/json.js';
import type { OwnAccount } from './options.js';
import { accountNamed, nextId, type BlueskyState, type Token } from './state.js';
import { give, refuse, tooMany, type XrpcReply } from './xrpc-reply.js';

const DAY_MS = 86_400_000;
const FIVE_MINUTES_MS = 300_000;
const REFRESH_TOKEN_MS = 60 * DAY_MS;

/** Looks like a JSON Web Token and tells its end; the signature is a hash that nobody checks. */
function makeToken(state: BlueskyState, account: OwnAccount, kind: Token['kind'], lifeMs: number): string {
  const endsAtMs = state.clock.nowMs() + lifeMs;
  const claims = { sub: account.did, exp: Math.floor(endsAtMs / 1000), jti: nextId(state), scope: kind };
  const body = `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  const token = `${body}.${createHash('sha256').update(`${state.seed}${body}`).digest('base64url')}`;
  state.tokens.set(token, { account, kind, endsAtMs, isRevoked: false });
  return token;
}

function sessionOf(state: BlueskyState, account: OwnAccount): XrpcReply {
  const { did, handle } = account;
  const accessJwt = makeToken(state, account, 'access', state.accessTokenMs);
  return give({
    did,
    handle,
    accessJwt,
    refreshJwt: makeToken(state, account, 'refresh', REFRESH_TOKEN_MS),
    active: true,
  });
}

/** When the next log-in is let in; undefined for now. */
function waitsUntilMs(state: BlueskyState, times: readonly number[]): number | undefined {
  const nowMs = state.clock.nowMs();
  const recent = times.filter((atMs) => atMs > nowMs - FIVE_MINUTES_MS);
  if (recent.length >= state.limits.loginsPerFiveMinutes) {
    return (recent[0] ?? nowMs) + FIVE_MINUTES_MS;
  }
  return times.length >= state.limits.loginsPerDay ? (times[0] ?? nowMs) + DAY_MS : undefined;
}

export function createSession(state: BlueskyState, input: JsonObject): XrpcReply {
  const identifier = asText(input['identifier']) ?? '';
  const nowMs = state.clock.nowMs();
  const times = (state.logins.get(identifier) ?? []).filter((atMs) => atMs > nowMs - DAY_MS);
  const untilMs = waitsUntilMs(state, times);
  if (untilMs !== undefined) {
    return tooMany(untilMs);
  }
  // A wrong password counts too.
  state.logins.set(identifier, [...times, nowMs]);
  const account = state.accounts.find(({ did, handle }) => did === identifier || handle === identifier.toLowerCase());
  if (account === undefined || state.passwords.get(account.did) !== input['password']) {
    return refuse('AuthenticationRequired', 'Invalid identifier or password', 401);
  }
  // bluesky-social/atproto:packages/pds/src/api/com/atproto/server/createSession.ts, read 2026-11-27
  return state.closed.get(account.did) === 'takendown'
    ? refuse('AccountTakedown', 'Account has been taken down', 401)
    : sessionOf(state, account);
}

export interface NewPassword {
  readonly handle: string;
  readonly appPassword: string;
  readonly endsSessions: boolean;
}

export function setPassword(state: BlueskyState, { handle, appPassword, endsSessions }: NewPassword): void {
  const { did } = accountNamed(state, handle);
  state.passwords.set(did, appPassword);
  for (const token of state.tokens.values()) {
    if (token.account.did === did && (token.kind === 'refresh' || endsSessions)) {
      token.isRevoked = true;
    }
  }
}

/** What a session is about. Of an account that was switched off it also says why. */
export function getSession(state: BlueskyState, { did, handle }: OwnAccount): XrpcReply {
  const status = state.closed.get(did);
  return give({ did, handle, active: status === undefined, ...(status === undefined ? {} : { status }) });
}

export type Bearer =
  | { readonly ok: true; readonly account: OwnAccount }
  | { readonly ok: false; readonly reply: XrpcReply };

/** Whose call it is, by the token in the header. */
export function bearerOf(state: BlueskyState, header: string | undefined, kind: Token['kind']): Bearer {
  if (header === undefined) {
    return { ok: false, reply: refuse('AuthMissing', 'Authentication Required', 401) };
  }
  const token = state.tokens.get(header.replace(/^Bearer /, ''));
  if (token?.kind !== kind) {
    return { ok: false, reply: refuse('InvalidToken', 'Token could not be verified') };
  }
  return token.endsAtMs > state.clock.nowMs() && !token.isRevoked
    ? { ok: true, account: token.account }
    : { ok: false, reply: refuse('ExpiredToken', 'Token has expired') };
}

export function refreshSession(state: BlueskyState, header: string | undefined): XrpcReply {
  const bearer = bearerOf(state, header, 'refresh');
  return bearer.ok ? sessionOf(state, bearer.account) : bearer.reply;
}
