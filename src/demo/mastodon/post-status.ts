import { asText } from '../basics/json.js';
import type { Call } from './call.js';
import { statusEntity } from './entities.js';
import { ok, refuse, type Reply } from './reply.js';
import { isVisibleTo, statusOf, VISIBILITIES, type OwnState, type Status } from './state.js';
import { countedLength } from './text.js';
import { writeStatus } from './write-status.js';

const KEY_HOLDS_MS = 3_600_000;

/** The status that this key made, for as long as it is remembered. */
function madeBefore(call: Call): Status | undefined {
  const { state, own, idempotencyKey } = call;
  const made = idempotencyKey === undefined ? undefined : own.made.get(idempotencyKey);
  return made !== undefined && state.clock.nowMs() - made.atMs < KEY_HOLDS_MS
    ? statusOf(state, made.statusId)
    : undefined;
}

function remember(own: OwnState, key: string | undefined, status: Status): void {
  if (key !== undefined) {
    own.made.set(key, { statusId: status.id, atMs: status.createdAtMs });
  }
}

function whyNot({ state, own }: Call, text: string, inReplyTo: string | undefined): Reply | undefined {
  const parent = inReplyTo === undefined ? undefined : statusOf(state, inReplyTo);
  if (inReplyTo !== undefined && (parent === undefined || !isVisibleTo(own.person, parent))) {
    return refuse(404, 'The post you are trying to reply to does not appear to exist.');
  }
  if (text.trim() === '') {
    return refuse(422, "Validation failed: Text can't be blank");
  }
  return countedLength(text) > state.limits.characters
    ? refuse(422, `Validation failed: Text character limit of ${String(state.limits.characters)} exceeded`)
    : undefined;
}

/** Writes a status of the account, once for each key. */
export function postStatus(call: Call): Reply {
  const { state, own, body } = call;
  const before = madeBefore(call);
  if (before !== undefined) {
    return ok(statusEntity(state, before));
  }
  const text = asText(body['status']) ?? '';
  const inReplyTo = asText(body['in_reply_to_id']);
  const refusal = whyNot(call, text, inReplyTo);
  if (refusal !== undefined) {
    return refusal;
  }
  const visibility = VISIBILITIES.find((one) => one === (body['visibility'] ?? 'public'));
  if (visibility === undefined) {
    return refuse(422, 'Validation failed: Visibility is not included in the list');
  }
  const status = writeStatus(state, {
    ...{ author: own.person, text, visibility },
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
  });
  remember(own, call.idempotencyKey, status);
  return ok(statusEntity(state, status));
}
