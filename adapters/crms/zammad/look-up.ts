import type { LookUpOutcome, TargetContext, TargetDelivery } from '../../../src/adapter-sdk/index.js';
import { referenceOf } from './calls.js';
import { headersFor, TIMEOUT_MS } from './deliver.js';
import { recordsIn, type ZammadRecord } from './payloads.js';
import { zammadSettings, type ZammadSettings } from './settings.js';

const LOOK_AGAIN_MS = 60_000;

interface Question {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
  readonly isMatch: (record: ZammadRecord) => boolean;
}

/**
 * A search with `condition` is answered from Zammad's database. A search with `query` is answered from an index that
 * lags, and finds nothing at all where no index is installed, which would look like "absent".
 */
function ticketQuestion(delivery: TargetDelivery): Question {
  const reference = referenceOf(delivery.ticket.id);
  return {
    method: 'POST',
    path: '/api/v1/tickets/search?expand=true',
    body: { condition: { 'ticket.schakel_ref': { operator: 'is', value: reference } }, limit: 10 },
    isMatch: (record) => record.schakel_ref === reference,
  };
}

function articleQuestion(delivery: TargetDelivery, remoteTicketId: string): Question {
  return {
    method: 'GET',
    path: `/api/v1/ticket_articles/by_ticket/${encodeURIComponent(remoteTicketId)}`,
    isMatch: (record) => record.message_id === delivery.id,
  };
}

/** Nothing to ask where doing it again changes nothing. */
function questionFor(delivery: TargetDelivery): Question | undefined {
  if (delivery.kind === 'opened') {
    return ticketQuestion(delivery);
  }
  const isRepeatable = delivery.kind === 'priority-changed' || delivery.kind === 'closed';
  return isRepeatable || delivery.remoteTicketId === null
    ? undefined
    : articleQuestion(delivery, delivery.remoteTicketId);
}

/** A request that was given up on may still be at work: what is not there yet is believed absent only after a while. */
function notFound(delivery: TargetDelivery, settings: ZammadSettings, nowMs: number): LookUpOutcome {
  const stillMs = delivery.firstAttemptAtMs + settings.searchLagMs - nowMs;
  return stillMs > 0 ? { kind: 'unsure', afterMs: stillMs, code: 'CRM_MAY_STILL_WORK' } : { kind: 'absent' };
}

function found(delivery: TargetDelivery, matches: readonly ZammadRecord[]): LookUpOutcome {
  const remoteId = String(Math.min(...matches.map((record) => record.id)));
  const remoteTicketId = delivery.kind === 'opened' ? remoteId : delivery.remoteTicketId;
  return { kind: 'found', remoteId, ...(remoteTicketId === null ? {} : { remoteTicketId }) };
}

export async function lookUp(delivery: TargetDelivery, context: TargetContext): Promise<LookUpOutcome> {
  const settings = zammadSettings(context.settings);
  const question = questionFor(delivery);
  if (question === undefined) {
    return { kind: 'absent' };
  }
  const result = await context.http({
    method: question.method,
    url: `${settings.url}${question.path}`,
    headers: headersFor(settings),
    ...(question.body === undefined ? {} : { body: JSON.stringify(question.body) }),
    timeoutMs: TIMEOUT_MS,
  });
  const records = result.kind === 'answer' && result.status === 200 ? recordsIn(result.text) : undefined;
  if (records === undefined) {
    return { kind: 'unsure', afterMs: LOOK_AGAIN_MS, code: 'CRM_LOOK_UP_FAILED' };
  }
  const matches = records.filter((record) => question.isMatch(record));
  return matches.length > 0 ? found(delivery, matches) : notFound(delivery, settings, context.nowMs);
}
