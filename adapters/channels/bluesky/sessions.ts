import { createHash } from 'node:crypto';
import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { ChannelContext, SendOutcome } from '../../../src/adapter-sdk/index.js';
import { isTokenRefused, outcomeOf, type Failure } from './errors.js';
import { didOf, fieldsOf, textOf, type Fields } from './payloads.js';
import { serviceOf, xrpc, type XrpcCall, type XrpcResult } from './xrpc.js';

/** A log-in of an account. The server gives one 30 log-ins in five minutes and 300 a day, so it is kept. */
interface Session {
  readonly kind: 'session';
  readonly did: string;
  readonly access: string;
  readonly refresh: string;
  /** Where the token tells it. */
  readonly expiresAtMs: number | undefined;
  readonly bornAtMs: number;
}

/** Why there is no session. */
export type NoSession = Extract<SendOutcome, { kind: 'retry' | 'park' | 'refused' | 'quarantined' }>;

interface Refusal {
  readonly kind: 'refusal';
  readonly outcome: NoSession;
  readonly untilMs: number;
}

const MOST_KEPT = 1_000;
/** A refused password is not tried again for so long: each look would cost one of the log-ins of the day. */
const REFUSED_MS = 8 * 60_000;
/** A session that is refused while it is this young will not be better when it is made anew. */
const YOUNG_MS = 5 * 60_000;
/** A token is renewed a little before it ends, so that no call is lost on it. */
const EARLY_MS = 60_000;

/** Of this process; every worker logs in once. Holds a hash of the password, never the password. */
const kept = new Map<string, Session | Refusal>();
/** Looks and answers that need the same log-in at the same time share it. */
const underWay = new Map<string, Promise<Session | Refusal>>();

function keep(key: string, entry: Session | Refusal): Session | Refusal {
  kept.delete(key);
  kept.set(key, entry);
  for (const [oldest] of kept.size > MOST_KEPT ? kept : []) {
    kept.delete(oldest);
    break;
  }
  return entry;
}

interface Login {
  readonly identifier: string;
  readonly password: string;
}

function loginOf(context: ChannelContext): Login | undefined {
  const { identifier, appPassword } = context.settings;
  return typeof identifier === 'string' && typeof appPassword === 'string' && identifier !== '' && appPassword !== ''
    ? { identifier: identifier.replace(/^@/, ''), password: appPassword }
    : undefined;
}

function keyOf(context: ChannelContext, { identifier, password }: Login): string {
  const hash = createHash('sha256').update(password).digest('hex');
  return JSON.stringify([serviceOf(context), identifier.toLowerCase(), hash]);
}

/** The end of a token by its own words; we never check its signature, that is for the server. */
function expiryOf(token: string): number | undefined {
  const claims = fieldsOf(jsonOf(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')));
  const seconds = claims?.['exp'];
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds * 1000 : undefined;
}

function sessionOf(body: Fields, nowMs: number): Session | undefined {
  const did = didOf(body['did']);
  const access = textOf(body['accessJwt']);
  const refresh = textOf(body['refreshJwt']);
  return did === undefined || access === undefined || refresh === undefined
    ? undefined
    : { kind: 'session', did, access, refresh, expiresAtMs: expiryOf(access), bornAtMs: nowMs };
}

/** No answer to a log-in is no harm: nothing was sent yet. */
function refusalOf(failure: Failure, nowMs: number): Refusal {
  const outcome = outcomeOf(failure, 'retry', nowMs);
  if (outcome.kind === 'retry') {
    return { kind: 'refusal', outcome, untilMs: nowMs + (outcome.afterMs ?? 0) };
  }
  const code = outcome.code === 'BLUESKY_ACCOUNT_CLOSED' ? outcome.code : 'BLUESKY_PASSWORD_WRONG';
  return { kind: 'refusal', outcome: { ...outcome, kind: 'park', code }, untilMs: nowMs + REFUSED_MS };
}

async function logIn(context: ChannelContext, login: Login): Promise<Session | Refusal> {
  const result = await xrpc(context, { name: 'com.atproto.server.createSession', input: { ...login } });
  if (result.kind !== 'ok') {
    return refusalOf(result, context.nowMs);
  }
  return sessionOf(result.body, context.nowMs) ?? refusalOf({ kind: 'unreadable', status: 200 }, context.nowMs);
}

/** With the refresh token where there is one that the server takes; else by logging in. */
async function renew(context: ChannelContext, login: Login, old: Session | undefined): Promise<Session | Refusal> {
  if (old !== undefined) {
    const result = await xrpc(context, { name: 'com.atproto.server.refreshSession' }, old.refresh, true);
    const fresh = result.kind === 'ok' ? sessionOf(result.body, context.nowMs) : undefined;
    if (fresh !== undefined) {
      return fresh;
    }
    if (result.kind !== 'ok' && outcomeOf(result, 'retry', context.nowMs).kind === 'retry') {
      // The server is not well; the refresh token may still be good afterwards.
      return { ...refusalOf(result, context.nowMs), untilMs: context.nowMs };
    }
  }
  return logIn(context, login);
}

/**
 * A server that is not well must not make us forget a session that may be good again in a moment. A limit with its end is
 * kept: trying before that costs log-ins.
 */
function settle(key: string, entry: Session | Refusal): Session | Refusal {
  const isPassing = entry.kind === 'refusal' && entry.outcome.kind === 'retry' && entry.outcome.afterMs === undefined;
  return isPassing && kept.get(key)?.kind === 'session' ? entry : keep(key, entry);
}

function shared(key: string, make: () => Promise<Session | Refusal>): Promise<Session | Refusal> {
  const running = underWay.get(key);
  if (running !== undefined) {
    return running;
  }
  const started = make()
    .then((entry) => settle(key, entry))
    .finally(() => underWay.delete(key));
  underWay.set(key, started);
  return started;
}

/** A young token is used whatever it says of its end: where our clock is ahead, a new one would say the same. */
function isGood({ bornAtMs, expiresAtMs }: Session, nowMs: number): boolean {
  return nowMs - bornAtMs < YOUNG_MS || (expiresAtMs ?? Infinity) - EARLY_MS > nowMs;
}

async function sessionFor(context: ChannelContext, key: string, login: Login): Promise<Session | Refusal> {
  const known = kept.get(key);
  if (known?.kind === 'refusal') {
    return known.untilMs > context.nowMs ? known : shared(key, () => logIn(context, login));
  }
  return known !== undefined && isGood(known, context.nowMs) ? known : shared(key, () => renew(context, login, known));
}

export type Authorised =
  | { readonly kind: 'no-session'; readonly outcome: NoSession }
  | { readonly kind: 'called'; readonly did: string; readonly result: XrpcResult };

/** Whether another token may help. A young session that is refused will not be better when it is made anew. */
function isWorthRenewing(result: XrpcResult, session: Session, nowMs: number): boolean {
  return result.kind !== 'ok' && isTokenRefused(result) && (isExpired(result) || nowMs - session.bornAtMs >= YOUNG_MS);
}

/** A session after the given one; another call may have renewed it meanwhile. */
function nextSession(context: ChannelContext, key: string, login: Login, old: Session): Promise<Session | Refusal> {
  const newer = kept.get(key);
  return newer?.kind === 'session' && newer.access !== old.access
    ? Promise.resolve(newer)
    : shared(key, () => renew(context, login, old));
}

/**
 * A call with the session of the account. A call whose token was refused was not done, so it is made once more with a
 * new token; no other call is repeated.
 */
export async function authorised(context: ChannelContext, callFor: (did: string) => XrpcCall): Promise<Authorised> {
  const login = loginOf(context);
  if (login === undefined) {
    return { kind: 'no-session', outcome: { kind: 'park', code: 'BLUESKY_PASSWORD_WRONG' } };
  }
  const key = keyOf(context, login);
  const session = await sessionFor(context, key, login);
  if (session.kind === 'refusal') {
    return { kind: 'no-session', outcome: session.outcome };
  }
  const result = await xrpc(context, callFor(session.did), session.access);
  if (!isWorthRenewing(result, session, context.nowMs)) {
    return { kind: 'called', did: session.did, result };
  }
  const fresh = await nextSession(context, key, login, session);
  return fresh.kind === 'refusal'
    ? { kind: 'no-session', outcome: fresh.outcome }
    : { kind: 'called', did: fresh.did, result: await xrpc(context, callFor(fresh.did), fresh.access) };
}

function isExpired(result: XrpcResult): boolean {
  return result.kind === 'error' && result.name === 'ExpiredToken';
}

/** The DID of the account; needs a log-in the first time. */
export async function ownDid(context: ChannelContext): Promise<string | NoSession> {
  const login = loginOf(context);
  const session = login === undefined ? undefined : await sessionFor(context, keyOf(context, login), login);
  if (session === undefined) {
    return { kind: 'park', code: 'BLUESKY_PASSWORD_WRONG' };
  }
  return session.kind === 'session' ? session.did : session.outcome;
}

/** For tests: a process that has just started. */
export function forgetSessions(): void {
  kept.clear();
}
