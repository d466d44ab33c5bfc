import type { HttpResult, SendOutcome, TargetContext, TargetDelivery } from '../../../src/adapter-sdk/index.js';
import { callFor, referenceOf } from './calls.js';
import { outcomeOf } from './errors.js';
import { recordIn } from './payloads.js';
import { zammadSettings, type ZammadSettings } from './settings.js';

export const TIMEOUT_MS = 15_000;

export function headersFor(settings: ZammadSettings): Readonly<Record<string, string>> {
  return {
    authorization: `Token token=${settings.token}`,
    accept: 'application/json',
    'content-type': 'application/json',
  };
}

/** A Zammad without the custom attribute drops it in silence; then the ticket cannot be found again. */
function withTicketFacts(outcome: SendOutcome, delivery: TargetDelivery, result: HttpResult): SendOutcome {
  if (outcome.kind !== 'delivered') {
    return outcome;
  }
  if (delivery.kind !== 'opened') {
    return delivery.remoteTicketId === null ? outcome : { ...outcome, remoteTicketId: delivery.remoteTicketId };
  }
  const created = result.kind === 'answer' ? recordIn(result.text) : undefined;
  const hasReference = created?.schakel_ref === referenceOf(delivery.ticket.id);
  const warning = hasReference ? {} : { warning: 'SCHAKEL_REF_MISSING' };
  return { ...outcome, ...(created === undefined ? {} : { remoteTicketId: String(created.id) }), ...warning };
}

export async function deliver(delivery: TargetDelivery, context: TargetContext): Promise<SendOutcome> {
  const settings = zammadSettings(context.settings);
  const call = callFor(delivery, settings);
  if ('code' in call) {
    return { kind: 'quarantined', code: call.code };
  }
  const result = await context.http({
    method: call.method,
    url: `${settings.url}${call.path}`,
    headers: headersFor(settings),
    body: JSON.stringify(call.body),
    timeoutMs: TIMEOUT_MS,
  });
  return withTicketFacts(outcomeOf(result, call, context.nowMs), delivery, result);
}
