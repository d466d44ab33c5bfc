import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { ChannelContext, HttpResult, Prober, ProbeOutcome, ProbeRequest } from '../../../src/adapter-sdk/index.js';
import { callBot } from './bot-call.js';
import { botApiErrorOf, outcomeOfError } from './errors.js';
import { fieldsOf, instantOf, numberOf, textOf, type Fields } from './payloads.js';

type NotWell = Exclude<ProbeOutcome, { kind: 'well' }>;
type Said = { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly outcome: NotWell };

const TOKEN_INVALID: NotWell = { kind: 'dead', about: 'token', code: 'TELEGRAM_TOKEN_INVALID' };
/** An error of the webhook that is older than two probes is over, or the updates that wait would have made a new one. */
const RECENT_MS = 30 * 60_000;

function failedCall(result: Exclude<HttpResult, { kind: 'answer' }>): NotWell {
  const code = result.kind === 'not-sent' ? 'TELEGRAM_NOT_REACHED' : 'TELEGRAM_NO_ANSWER';
  return { kind: 'unsure', code, detail: result.cause };
}

/** What a refusal says of the bot. A number that we do not know would stop answers too. */
function refusedCall(body: Fields, answer: Extract<HttpResult, { kind: 'answer' }>): NotWell | undefined {
  const error = botApiErrorOf(body);
  if (error === undefined) {
    return undefined;
  }
  const outcome = outcomeOfError(error, answer);
  const detail = `code ${error.number}`;
  if (outcome.kind === 'retry' || outcome.kind === 'unknown') {
    return { kind: 'unsure', code: outcome.code, detail };
  }
  if (outcome.kind === 'park') {
    return { ...TOKEN_INVALID, detail };
  }
  return { kind: 'dead', about: 'account', code: 'TELEGRAM_BOT_REFUSED', detail };
}

async function said(method: string, body: object, context: ChannelContext): Promise<Said> {
  const result = await callBot(method, body, context);
  if (result === undefined) {
    return { ok: false, outcome: TOKEN_INVALID };
  }
  if (result.kind !== 'answer') {
    return { ok: false, outcome: failedCall(result) };
  }
  const answer = fieldsOf(jsonOf(result.text));
  const refused = answer === undefined ? undefined : refusedCall(answer, result);
  if (refused !== undefined) {
    return { ok: false, outcome: refused };
  }
  const detail = `status ${result.status}`;
  return answer?.['ok'] === true && result.status < 300
    ? { ok: true, result: answer['result'] }
    : { ok: false, outcome: { kind: 'unsure', code: 'TELEGRAM_ANSWER_UNREADABLE', detail } };
}

/** While nobody told where we are, an address is ours when it ends in the path of the account. */
function isOurs(url: string, { account, webhook }: ProbeRequest): boolean {
  return webhook === undefined
    ? url.replace(/\/$/, '').endsWith(`/webhooks/telegram/${encodeURIComponent(account)}`)
    : url === webhook.url;
}

/** Telegram cannot bring us what citizens write: updates wait, and the newest attempt failed a moment ago. */
function isFailing(info: Fields, nowMs: number): boolean {
  const failedAtMs = instantOf(info['last_error_date']);
  return (
    (numberOf(info['pending_update_count']) ?? 0) > 0 && failedAtMs !== undefined && nowMs - failedAtMs < RECENT_MS
  );
}

function verdictOf(info: Fields, request: ProbeRequest, nowMs: number): ProbeOutcome {
  const url = textOf(info['url']);
  if (url === undefined) {
    return { kind: 'well', subscription: 'absent' };
  }
  if (!isOurs(url, request)) {
    // Taken by somebody on purpose: two installations must not take it from each other every quarter of an hour.
    return { kind: 'dead', about: 'subscription', code: 'TELEGRAM_WEBHOOK_ELSEWHERE' };
  }
  return isFailing(info, nowMs)
    ? { kind: 'dead', about: 'subscription', code: 'TELEGRAM_WEBHOOK_FAILING' }
    : { kind: 'well', subscription: 'present' };
}

async function probe(request: ProbeRequest, context: ChannelContext): Promise<ProbeOutcome> {
  const me = await said('getMe', {}, context);
  if (!me.ok) {
    return me.outcome;
  }
  const info = await said('getWebhookInfo', {}, context);
  return info.ok ? verdictOf(fieldsOf(info.result) ?? {}, request, context.nowMs) : info.outcome;
}

/** Only where the installation says where it is, and with the secret that the door asks for. */
async function resubscribe({ webhook }: ProbeRequest, context: ChannelContext): Promise<boolean> {
  if (webhook?.secret === undefined) {
    return false;
  }
  const body = { url: webhook.url, secret_token: webhook.secret };
  return (await said('setWebhook', body, context)).ok;
}

/** A token of a bot has no end; `getMe` tells whether it is good, `getWebhookInfo` whether updates reach us. */
export const telegramProber: Prober = { probe, resubscribe };
