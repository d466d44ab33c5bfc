import type { ChannelAdapter, Receiver, ReceiverSecrets, WebhookReceiver } from '../adapter-sdk/index.js';
import type { KeptRequest } from '../domain/raw-request.js';
import type { Split } from '../handling/index.js';
import type { Door, FindDoor } from '../intake/index.js';
import type { ActiveSettings } from './active-settings.js';
import type { Adapters } from './adapters.js';

/** Headers that signatures and splits need; nothing else of a request is kept. */
const KEPT_HEADERS = [
  'content-type',
  'x-hub-signature-256',
  'x-hub-signature',
  'x-twitter-webhooks-signature',
  'webhook-id',
  'webhook-timestamp',
  'webhook-signature',
  'x-zammad-delivery',
  'x-zammad-trigger',
] as const;

/** Receivers by the last part of their path; channels of one vendor share theirs. */
export function receiversOf(channels: Iterable<ChannelAdapter>): ReadonlyMap<string, Receiver | WebhookReceiver> {
  const receivers = new Map<string, Receiver | WebhookReceiver>();
  for (const { receiver } of channels) {
    const other = receivers.get(receiver.id);
    if (other !== undefined && other !== receiver) {
      throw new Error(`Two adapters bring a receiver "${receiver.id}" of their own`);
    }
    receivers.set(receiver.id, receiver);
  }
  return receivers;
}

function secretsFor(receiver: WebhookReceiver, account: string | undefined, active: ActiveSettings): ReceiverSecrets {
  if (receiver.perAccount) {
    const settings = active.compiled.accountOf(receiver.id, account ?? '');
    return { signing: active.secrets(settings?.signing ?? []) };
  }
  const platform = active.compiled.settings.receivers[receiver.id];
  const [verifyToken] = platform?.verifyToken === undefined ? [] : active.secrets([platform.verifyToken]);
  return {
    signing: active.secrets(platform?.signing ?? []),
    ...(verifyToken === undefined ? {} : { verifyToken }),
  };
}

function channelDoor(receiver: WebhookReceiver, account: string | undefined, active: ActiveSettings): Door {
  const secrets = secretsFor(receiver, account, active);
  const { handshake } = receiver;
  return {
    receiver: receiver.id,
    keepsHeaders: KEPT_HEADERS,
    ...(handshake === undefined ? {} : { handshake: (query) => handshake(query, secrets) }),
    verify: (request, nowMs) => receiver.verify(request, secrets, nowMs),
  };
}

/** The path `/webhooks/crm/<target>`. */
function hookDoor(targetId: string | undefined, adapters: Adapters, active: ActiveSettings): Door | undefined {
  const target = active.compiled.targetById(targetId ?? '');
  const hooks = target === undefined ? undefined : adapters.crms.get(target.adapter)?.hooks;
  if (target === undefined || hooks === undefined) {
    return undefined;
  }
  const settings = active.resolve(target.settings);
  return {
    receiver: 'crm',
    keepsHeaders: KEPT_HEADERS,
    verify: (request, nowMs) => hooks.verify(request, settings, nowMs),
  };
}

/** Finds doors under the active settings, each built once per snapshot. */
export function doorFinder(adapters: Adapters, current: () => ActiveSettings): FindDoor {
  const receivers = receiversOf(adapters.channels.values());
  let builtFor: ActiveSettings | undefined;
  let doors = new Map<string, Door>();

  function build(name: string, account: string | undefined, active: ActiveSettings): Door | undefined {
    if (name === 'crm') {
      return hookDoor(account, adapters, active);
    }
    const receiver = receivers.get(name);
    // Where nobody posts there is no door: such a channel is pulled.
    if (receiver === undefined || !('verify' in receiver) || receiver.perAccount !== (account !== undefined)) {
      return undefined;
    }
    return channelDoor(receiver, account, active);
  }

  return (name, account) => {
    const active = current();
    if (active !== builtFor) {
      builtFor = active;
      doors = new Map();
    }
    const key = `${name}/${account ?? ''}`;
    const door = doors.get(key) ?? build(name, account, active);
    // Only doors of configured accounts are remembered: paths are chosen by strangers.
    if (door !== undefined && isConfigured(name, account, active)) {
      doors.set(key, door);
    }
    return door;
  };
}

function isConfigured(name: string, account: string | undefined, active: ActiveSettings): boolean {
  if (account === undefined) {
    return true;
  }
  return name === 'crm'
    ? active.compiled.targetById(account) !== undefined
    : active.compiled.accountOf(name, account) !== undefined;
}

/** Splits a stored body with the adapter of the door that it came in by. */
export function splitter(
  adapters: Adapters,
  current: () => ActiveSettings,
): (receiver: string, account: string | null, request: KeptRequest, receivedAtMs: number) => Split {
  const receivers = receiversOf(adapters.channels.values());
  return (receiverId, account, request, receivedAtMs) => {
    const raw = account === null ? request : { ...request, account };
    if (receiverId === 'crm') {
      const active = current();
      const target = active.compiled.targetById(account ?? '');
      const hooks = target === undefined ? undefined : adapters.crms.get(target.adapter)?.hooks;
      if (target === undefined || hooks === undefined) {
        throw new Error(`The target ${account ?? ''} is not configured any more`);
      }
      return {
        kind: 'hook',
        target: target.id,
        items: hooks.split(raw, active.resolve(target.settings), receivedAtMs),
      };
    }
    const receiver = receivers.get(receiverId);
    if (receiver === undefined) {
      throw new Error(`There is no adapter for the receiver ${receiverId}`);
    }
    return { kind: 'platform', events: receiver.split(raw, receivedAtMs) };
  };
}
