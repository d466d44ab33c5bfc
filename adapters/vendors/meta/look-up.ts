import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { ChannelContext, HttpResult, LookUpOutcome, OutgoingPart } from '../../../src/adapter-sdk/index.js';
import { GRAPH_RULES, graphErrorOf, regainAccessMs, verdictOf } from './errors.js';
import { fieldsOf, idOf, instantOf, textOf, type Fields } from './read.js';
import { metaSettings } from './settings.js';

/** Meta's clock and ours may differ. */
export const CLOCK_MARGIN_MS = 60_000;
const LOOK_AGAIN_MS = 60_000;

export type Page =
  | { readonly ok: true; readonly body: Fields }
  | { readonly ok: false; readonly outcome: LookUpOutcome };

/** The body of a look-up, or why it cannot be told yet. A failed look is never taken for absence. */
export function pageOf(result: HttpResult): Page {
  const unsure = (code: string, afterMs: number = LOOK_AGAIN_MS): Page => ({
    ok: false,
    outcome: { kind: 'unsure', code, afterMs },
  });
  if (result.kind !== 'answer') {
    return unsure('META_LOOK_UP_FAILED');
  }
  const body = fieldsOf(jsonOf(result.text));
  if (body === undefined) {
    return unsure('META_LOOK_UP_UNREADABLE');
  }
  const error = graphErrorOf(body);
  if (error === undefined) {
    return result.status < 300 ? { ok: true, body } : unsure('META_LOOK_UP_UNREADABLE');
  }
  const verdict = verdictOf(error, result.status, GRAPH_RULES);
  return unsure(verdict.code, regainAccessMs(result.headers['x-business-use-case-usage']) ?? LOOK_AGAIN_MS);
}

function plain(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}

/** Is this what we sent: the same words, by the account itself, not before the first attempt. */
export function isOurs(found: Fields, part: OutgoingPart): boolean {
  const createdAtMs = instantOf(found['created_time']);
  return (
    idOf(fieldsOf(found['from'])?.['id']) === part.account &&
    createdAtMs !== undefined &&
    createdAtMs >= part.firstAttemptAtMs - CLOCK_MARGIN_MS &&
    plain(textOf(found['message']) ?? '') === plain(part.text)
  );
}

export function foundAmong(items: readonly Fields[], part: OutgoingPart): LookUpOutcome | undefined {
  const ours = items.find((item) => isOurs(item, part));
  if (ours === undefined) {
    return undefined;
  }
  const remoteId = idOf(ours['id']);
  return { kind: 'found', ...(remoteId === undefined ? {} : { remoteId }) };
}

/**
 * Nothing was found. What was accepted may show later, so absence is believed only after the waiting time; until then
 * the echo or status may still come and settle it.
 */
export function absentAfterWait(part: OutgoingPart, context: ChannelContext): LookUpOutcome {
  const waitUntilMs = part.firstAttemptAtMs + metaSettings(context.settings).confirmWaitMs;
  return context.nowMs < waitUntilMs
    ? { kind: 'unsure', afterMs: Math.max(1000, waitUntilMs - context.nowMs), code: 'META_NOT_SHOWN_YET' }
    : { kind: 'absent' };
}
