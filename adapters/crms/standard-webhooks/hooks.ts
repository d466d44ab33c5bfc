import { createHash } from 'node:crypto';
import { compileSchema, jsonOf } from '../../../src/adapter-sdk/index.js';
import type {
  HookItem,
  RawRequest,
  TargetEvent,
  TicketStatus,
  Validator,
  Verification,
} from '../../../src/adapter-sdk/index.js';
import { hookSchema } from './hook-schemas.js';
import { standardWebhooksSettings } from './settings.js';
import { verifySignature } from './signing.js';

type Settings = Readonly<Record<string, unknown>>;

interface Hook {
  readonly timestamp: string;
  readonly data: {
    readonly ticketId: string;
    readonly text?: string;
    readonly status?: TicketStatus;
    readonly to?: string;
    readonly reason?: string;
    readonly author?: string;
    readonly isFinal?: boolean;
  };
}

interface HookType {
  readonly type: TargetEvent['type'];
  readonly validate: Validator<Hook>;
}

/** Compiled when the first hook of its type comes: importing an adapter does no work. */
function hookType(type: TargetEvent['type']): HookType {
  let validate: Validator<Hook> | undefined;
  return { type, validate: (value) => (validate ??= compileSchema<Hook>(hookSchema(type)))(value) };
}

const TYPES: ReadonlyMap<unknown, HookType> = new Map([
  ['ticket.reply', hookType('reply')],
  ['ticket.status', hookType('status')],
  ['ticket.forward', hookType('forward')],
  ['ticket.note', hookType('note')],
]);

export function verify(request: RawRequest, settings: Settings, nowMs: number): Verification {
  const { hookSecret, previousHookSecret } = standardWebhooksSettings(settings);
  const secrets = previousHookSecret === undefined ? [hookSecret] : [hookSecret, previousHookSecret];
  return verifySignature(request, secrets, nowMs);
}

/** The id is signed and constant over retries. A hash stands in for it where there is none. */
function keyOf(request: RawRequest): string {
  const id = request.headers['webhook-id'];
  return id === undefined || id === ''
    ? `body ${createHash('sha256').update(request.rawBody).digest('hex').slice(0, 32)}`
    : `webhook ${id}`;
}

function typeIn(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
}

export function split(request: RawRequest): readonly HookItem[] {
  const key = keyOf(request);
  const value = jsonOf(request.rawBody.toString('utf8'));
  if (value === undefined) {
    return [{ kind: 'unrecognised', key, code: 'HOOK_NOT_JSON' }];
  }
  const hook = TYPES.get(typeIn(value));
  if (hook === undefined) {
    return [{ kind: 'unrecognised', key, code: 'HOOK_TYPE_UNKNOWN' }];
  }
  const checked = hook.validate(value);
  // A leap second passes the format and has no instant here.
  const occurredAtMs = checked.ok ? Date.parse(checked.value.timestamp) : Number.NaN;
  if (!checked.ok || Number.isNaN(occurredAtMs)) {
    return [{ kind: 'unrecognised', key, code: 'HOOK_INVALID' }];
  }
  return [{ kind: 'event', event: { type: hook.type, key, occurredAtMs, ...checked.value.data } }];
}
