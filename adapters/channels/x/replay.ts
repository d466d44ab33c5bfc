import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { ChannelContext } from '../../../src/adapter-sdk/index.js';
import { callAsApp } from './app-only.js';
import { webhookIdOf } from './app-webhook.js';
import { askable, latest, leftOf, minuteOf, type Gap, type Watched } from './gap.js';
import type { Credentials } from './oauth1.js';
import { at, idOf } from './payloads.js';

/** What X was asked to post again, and what it said; kept with what was pulled, so that people see it. */
export interface ReplayTold {
  readonly state: 'asked' | 'refused';
  readonly from: string;
  readonly to: string;
  /** Its number at X, or the status of the refusal. */
  readonly about: string;
}

export interface Replayed {
  readonly watched: Watched;
  readonly told?: ReplayTold;
}

type Answered = 'later' | Omit<ReplayTold, 'from' | 'to'>;

/** Another job may run, X may fail, a limit may be reached: then it is asked with the next look. */
async function ask(webhookId: string, gap: Gap, context: ChannelContext, credentials: Credentials): Promise<Answered> {
  const body = { webhook_id: webhookId, from_date: minuteOf(gap.fromMs), to_date: minuteOf(gap.toMs) };
  const result = await callAsApp(context, credentials, { method: 'POST', path: '/2/webhooks/replay', body });
  if (result.kind !== 'answer' || result.status === 409 || result.status === 429 || result.status >= 500) {
    return 'later';
  }
  const read = jsonOf(result.text);
  const job = idOf(at(read, 'job_id')) ?? idOf(at(read, 'data', 'job_id'));
  if (result.status < 300 && job !== undefined) {
    return { state: 'asked', about: job };
  }
  return JSON.stringify(read ?? '').includes('ReplayConflictError')
    ? 'later'
    : { state: 'refused', about: `status ${result.status}` };
}

/**
 * Asks X to post again what it could not post in a gap, a piece of it with each look. X runs one such job at a time. What comes twice
 * has a key that is known. An attempt whose answer was lost is asked again, which does no harm.
 */
export async function replayed(watched: Watched, context: ChannelContext, credentials: Credentials): Promise<Replayed> {
  const [{ gap, ...rest }, webhookId] = [watched, webhookIdOf(context)];
  if (gap === undefined || webhookId === undefined) {
    return { watched: rest };
  }
  const { nowMs } = context;
  const piece = askable(gap, nowMs);
  const answered = piece === undefined ? 'later' : await ask(webhookId, piece, context, credentials);
  // Who is refused once is refused for the rest as well: X gives replays to some contracts only.
  const isRefused = answered !== 'later' && answered.state === 'refused';
  const left = isRefused ? undefined : leftOf(gap, answered === 'later' ? undefined : piece, nowMs);
  return {
    watched: { ...rest, ...(left === undefined ? {} : { gap: left }) },
    ...(piece === undefined || answered === 'later'
      ? {}
      : { told: { ...answered, from: minuteOf(piece.fromMs), to: minuteOf(piece.toMs) } }),
  };
}

/** Asks for all that X takes in one job: what it did not post while the webhook was invalid, which a probe found out. */
export async function askForLatest(
  webhookId: string,
  context: ChannelContext,
  credentials: Credentials,
): Promise<void> {
  await ask(webhookId, latest(context.nowMs), context, credentials);
}
