import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type {
  ChannelContext,
  HttpResult,
  Prober,
  ProbeOutcome,
  ProbeRequest,
  ProbeSubject,
} from '../../../src/adapter-sdk/index.js';
import { errorTextOf } from './errors.js';
import { call, instanceOf, type Instance } from './instance.js';
import { fieldsOf, idOf, textOf, type Fields } from './payloads.js';
import { readable, UNREADABLE, type Failed } from './pull-failure.js';

type NotWell = Exclude<ProbeOutcome, { kind: 'well' }>;
type Shown = { readonly ok: true; readonly body: Fields } | { readonly ok: false; readonly outcome: NotWell };

const TIMEOUT_MS = 10_000;
const SCOPES = ['read:notifications', 'read:statuses', 'read:accounts', 'write:statuses'];

const SUBJECTS: ReadonlyMap<string, ProbeSubject> = new Map<string, ProbeSubject>([
  ['MASTODON_TOKEN_INVALID', 'token'],
  ['MASTODON_ACCESS_DENIED', 'permission'],
]);

function notWell({ kind, code, detail }: Failed): NotWell {
  const about = detail === undefined ? {} : { detail };
  if (kind === 'retry') {
    return { kind: 'unsure', code, ...about };
  }
  const subject = SUBJECTS.get(code) ?? 'account';
  return { kind: 'dead', about: subject, code, ...about };
}

/** A refusal in Mastodon's own words that no rule knows: it is about the account, not about the weather. */
function isUnknownRefusal(result: HttpResult, failed: Failed): boolean {
  const isRefusal = result.kind === 'answer' && result.status >= 400 && result.status < 500;
  return isRefusal && failed.code === UNREADABLE.code && errorTextOf(result) !== undefined;
}

/** The object at a path, or what its failure says of the account. */
async function objectAt(path: string, context: ChannelContext, instance: Instance): Promise<Shown> {
  const result = await call(context, instance, { method: 'GET', path, timeoutMs: TIMEOUT_MS });
  const text = readable(result, context.nowMs);
  if (typeof text !== 'string') {
    const failed: Failed = isUnknownRefusal(result, text) ? { ...text, kind: 'park', code: 'MASTODON_REFUSED' } : text;
    return { ok: false, outcome: notWell(failed) };
  }
  const body = fieldsOf(jsonOf(text));
  return body === undefined ? { ok: false, outcome: notWell(UNREADABLE) } : { ok: true, body };
}

/** `read` stands for every `read:…`. Instances before 4.3 and other software do not tell the scopes. */
function missingOf(app: Fields): readonly string[] {
  const list = app['scopes'];
  const had = Array.isArray(list) ? list.flatMap((one) => textOf(one) ?? []) : SCOPES;
  return SCOPES.filter((scope) => !had.includes(scope) && !had.includes(scope.split(':')[0] ?? ''));
}

/**
 * The account says whether the token is good, and the app what it may do
 * (mastodon/documentation:content/en/methods/apps.md, read 2026-11-27). Tokens of Mastodon have no end, and nothing is
 * posted to us.
 */
async function probe(_request: ProbeRequest, context: ChannelContext): Promise<ProbeOutcome> {
  const instance = instanceOf(context);
  if (instance === undefined) {
    return { kind: 'dead', about: 'token', code: 'MASTODON_NOT_CONFIGURED' };
  }
  const account = await objectAt('/api/v1/accounts/verify_credentials', context, instance);
  if (!account.ok) {
    return account.outcome;
  }
  if (idOf(account.body['id']) === undefined) {
    return notWell(UNREADABLE);
  }
  const app = await objectAt('/api/v1/apps/verify_credentials', context, instance);
  // Other software with this API may not have it; the account itself was shown.
  return { kind: 'well', missing: app.ok ? missingOf(app.body) : [] };
}

export const mastodonProber: Prober = { probe };
