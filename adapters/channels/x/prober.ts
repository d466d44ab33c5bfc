import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { ChannelContext, Prober, ProbeOutcome, ProbeRequest } from '../../../src/adapter-sdk/index.js';
import { isWebhookValid, validateWebhook, webhookIdOf } from './app-webhook.js';
import { detailOf, problemOf, whyParked } from './errors.js';
import type { Credentials } from './oauth1.js';
import { at, idOf } from './payloads.js';
import { askForLatest } from './replay.js';
import { call, credentialsOf, type Answer } from './rest.js';

const TIMEOUT_MS = 10_000;
const NOT_CONFIGURED: ProbeOutcome = { kind: 'dead', about: 'token', code: 'X_NOT_CONFIGURED' };

/** What a refusal says of the account. One that we do not know would stop answers too. */
function refused(answer: Answer): ProbeOutcome {
  const problem = problemOf(answer);
  const detail = detailOf(answer, problem);
  if (answer.status === 429 || answer.status >= 500) {
    return { kind: 'unsure', code: answer.status === 429 ? 'X_RATE_LIMITED' : 'X_SERVER_ERROR', detail };
  }
  const code = answer.status === 401 ? 'X_TOKEN_INVALID' : problem && (whyParked(problem) ?? 'X_ACCESS_DENIED');
  return code === undefined
    ? { kind: 'unsure', code: 'X_ANSWER_UNREADABLE', detail }
    : { kind: 'dead', about: code === 'X_TOKEN_INVALID' ? 'token' : 'account', code, detail };
}

/** Whose keys they are: undefined when they are of this account. X counts the account itself once a day. */
async function troubleOf(
  account: string,
  context: ChannelContext,
  credentials: Credentials,
): Promise<ProbeOutcome | undefined> {
  const result = await call(context, credentials, { method: 'GET', path: '/2/users/me', timeoutMs: TIMEOUT_MS });
  if (result.kind !== 'answer') {
    const code = result.kind === 'not-sent' ? 'X_NOT_REACHED' : 'X_NO_ANSWER';
    return { kind: 'unsure', code, detail: result.cause };
  }
  const id = result.status === 200 ? idOf(at(jsonOf(result.text), 'data', 'id')) : undefined;
  if (id === undefined) {
    return refused(result);
  }
  return id === account ? undefined : { kind: 'dead', about: 'token', code: 'X_KEYS_OF_ANOTHER' };
}

async function probe({ account }: ProbeRequest, context: ChannelContext): Promise<ProbeOutcome> {
  const credentials = credentialsOf(context);
  if (credentials === undefined) {
    return NOT_CONFIGURED;
  }
  const trouble = await troubleOf(account, context, credentials);
  const webhookId = webhookIdOf(context);
  if (trouble !== undefined || webhookId === undefined) {
    return trouble ?? { kind: 'well' };
  }
  const isValid = await isWebhookValid(webhookId, context, credentials);
  return { kind: 'well', subscription: isValid === undefined ? 'unknown' : isValid ? 'present' : 'absent' };
}

async function resubscribe(_request: ProbeRequest, context: ChannelContext): Promise<boolean> {
  const [credentials, webhookId] = [credentialsOf(context), webhookIdOf(context)];
  if (credentials === undefined || webhookId === undefined) {
    return false;
  }
  const isBack = await validateWebhook(webhookId, context, credentials);
  if (isBack) {
    await askForLatest(webhookId, context, credentials);
  }
  return isBack;
}

/** Whether the keys of an account live, and whether X posts to the webhook of the app. */
export const xProber: Prober = { probe, resubscribe };
