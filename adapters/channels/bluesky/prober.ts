import type {
  ChannelContext,
  Prober,
  ProbeOutcome,
  ProbeRequest,
  ProbeSubject,
} from '../../../src/adapter-sdk/index.js';
import { outcomeOf } from './errors.js';
import { textOf, type Fields } from './payloads.js';
import { authorised, type NoSession } from './sessions.js';
import type { XrpcCall } from './xrpc.js';

type NotWell = Exclude<ProbeOutcome, { kind: 'well' }>;
type Told = { readonly ok: true; readonly body: Fields } | { readonly ok: false; readonly outcome: NotWell };

const SESSION: XrpcCall = { name: 'com.atproto.server.getSession' };
/** The smallest look that needs an app password with access to direct messages. */
const MESSAGES: XrpcCall = { name: 'chat.bsky.convo.listConvos', query: [['limit', '1']] };

const SUBJECTS: ReadonlyMap<string, ProbeSubject> = new Map<string, ProbeSubject>([
  ['BLUESKY_PASSWORD_WRONG', 'token'],
  ['BLUESKY_SESSION_REFUSED', 'token'],
  ['BLUESKY_PASSWORD_NOT_PRIVILEGED', 'permission'],
]);

/** A refusal that we do not know would stop answers too. */
function notWell({ kind, code, detail }: NoSession): NotWell {
  const about = detail === undefined ? {} : { detail };
  return kind === 'retry'
    ? { kind: 'unsure', code, ...about }
    : { kind: 'dead', about: SUBJECTS.get(code) ?? 'account', code, ...about };
}

async function told(call: XrpcCall, context: ChannelContext): Promise<Told> {
  const called = await authorised(context, () => call);
  if (called.kind === 'no-session') {
    return { ok: false, outcome: notWell(called.outcome) };
  }
  const { result } = called;
  return result.kind === 'ok'
    ? { ok: true, body: result.body }
    : { ok: false, outcome: notWell(outcomeOf(result, 'retry', context.nowMs)) };
}

/**
 * The kept session is used, so a probe costs a log-in only where a look would too
 * (bluesky-social/atproto:lexicons/com/atproto/server/getSession.json, read 2026-11-27). App passwords have no end, and
 * nothing is posted to us.
 */
async function probe(_request: ProbeRequest, context: ChannelContext): Promise<ProbeOutcome> {
  const session = await told(SESSION, context);
  if (!session.ok) {
    return session.outcome;
  }
  if (session.body['active'] === false) {
    const status = textOf(session.body['status']) ?? '';
    const detail = /^[a-z]{1,20}$/.test(status) ? { detail: status } : {};
    return { kind: 'dead', about: 'account', code: 'BLUESKY_ACCOUNT_CLOSED', ...detail };
  }
  const messages = context.settings['directMessages'] === true ? await told(MESSAGES, context) : undefined;
  return messages?.ok === false ? messages.outcome : { kind: 'well' };
}

export const blueskyProber: Prober = { probe };
