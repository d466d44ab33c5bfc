import type { HttpClient, MailClient, SendOutcome } from '../adapter-sdk/index.js';
import type { SendingApp } from '../domain/sending-rate.js';
import type { DeliverSettings, TargetRuntime } from '../handling/index.js';
import type { LocalBreaker } from '../platform/http-out/local-breaker.js';
import type { ActiveSettings } from './active-settings.js';
import type { Adapters } from './adapters.js';
import { baseUrlOf } from './base-url.js';
import { whyErasedBy } from './storage-terms.js';
import { channelRuntime } from './targets/channel-runtime.js';
import { contactCenterRuntime, type Carry } from './targets/contact-center-runtime.js';
import { crmRuntime } from './targets/crm-runtime.js';
import { sendingApps } from './targets/sending-apps.js';

/** Answers under way at once per account: platforms limit the rate per page or number. */
const CHANNEL_IN_FLIGHT = 10;
const LOCAL_BREAKER_PAUSE_MS = 2_000;

export interface DeliverParts {
  readonly adapters: Adapters;
  readonly current: () => ActiveSettings;
  readonly http: HttpClient;
  readonly mail: MailClient;
  readonly breaker: LocalBreaker;
  readonly carry: Carry;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
  /** A target took a delivery and says that something is wrong there. */
  readonly onWarning: (target: string, code: string) => void;
}

/** Trouble of the target, as the local breaker counts it; a message that is refused, or a wish to wait, is no trouble. */
function isTrouble(outcome: SendOutcome): boolean {
  if (outcome.kind === 'retry' && outcome.holdsAccount === true && outcome.afterMs !== undefined) {
    return false;
  }
  return outcome.kind === 'retry' || outcome.kind === 'unknown' || outcome.kind === 'park';
}

/** Runs attempts behind the breaker of this process, and tells each warning of the target once per snapshot. */
function guardFor(parts: DeliverParts, target: string): (attempt: () => Promise<SendOutcome>) => Promise<SendOutcome> {
  const told = new Set<string>();
  return async (attempt) => {
    const guarded = await parts.breaker.run(target, attempt, isTrouble);
    if (!guarded.ran) {
      return { kind: 'retry', code: 'LOCAL_BREAKER_OPEN', afterMs: LOCAL_BREAKER_PAUSE_MS };
    }
    const { result } = guarded;
    // It would be told with every delivery; once is enough to act on.
    if (result.kind === 'delivered' && result.warning !== undefined && !told.has(result.warning)) {
      told.add(result.warning);
      parts.onWarning(target, result.warning);
    }
    return result;
  };
}

/** The apps of platforms that count what all accounts of an app send. */
function appsOf({ adapters }: DeliverParts, active: ActiveSettings): ReadonlyMap<string, SendingApp> {
  const accounts = active.compiled.settings.municipalities.flatMap((one) => one.accounts);
  return sendingApps(
    accounts.flatMap(({ channel, account, settings }) => {
      const adapter = adapters.channels.get(channel);
      // Only of those that count so: secrets of others are not read before they are needed.
      return adapter?.appOf === undefined ? [] : [{ adapter, account, settings: active.resolve(settings) }];
    }),
  );
}

/** `messenger:1045…` is an account of a channel; anything else is the id of a configured target. */
function channelTarget(
  parts: DeliverParts,
  active: ActiveSettings,
  id: string,
  app: SendingApp | undefined,
): TargetRuntime | undefined {
  const at = id.indexOf(':');
  const channel = id.slice(0, Math.max(at, 0));
  const account = active.compiled.accountOf(channel, id.slice(at + 1));
  const adapter = parts.adapters.channels.get(channel);
  if (account === undefined || adapter === undefined) {
    return undefined;
  }
  return channelRuntime({
    ...{ adapter, http: parts.http, mail: parts.mail, now: parts.now, maxInFlight: CHANNEL_IN_FLIGHT },
    settings: active.resolve(account.settings),
    baseUrl: baseUrlOf(adapter, parts.env),
    guard: guardFor(parts, id),
    app,
  });
}

function configuredTarget(parts: DeliverParts, active: ActiveSettings, id: string): TargetRuntime | undefined {
  const target = active.compiled.targetById(id);
  if (target === undefined) {
    return undefined;
  }
  const { maxInFlight } = target;
  if (target.kind === 'contact-center') {
    const adapter = parts.adapters.contactCenters.get(target.adapter);
    return adapter && contactCenterRuntime({ adapter, carry: parts.carry, maxInFlight });
  }
  const adapter = parts.adapters.crms.get(target.adapter);
  return (
    adapter &&
    crmRuntime({
      ...{ adapter, http: parts.http, now: parts.now, maxInFlight },
      settings: active.resolve(target.settings),
      guard: guardFor(parts, id),
    })
  );
}

function settingsFor(parts: DeliverParts, active: ActiveSettings): DeliverSettings {
  const { compiled } = active;
  const targets = new Map<string, TargetRuntime | undefined>();
  const apps = appsOf(parts, active);
  return {
    ...{ hash: compiled.hash, activation: active.activation },
    weights: new Map(
      compiled.settings.municipalities.filter((one) => one.weight !== 1).map((one) => [one.tenant, one.weight]),
    ),
    charging: (tenant) => compiled.municipalityByTenant(tenant)?.charging,
    platformPrice: compiled.platformPrice,
    municipality: (tenant) => {
      const known = compiled.municipalityByTenant(tenant)?.municipality;
      return { nis: known?.nis ?? '', name: known?.name ?? '' };
    },
    citingChannels: [...parts.adapters.channels.values()].filter((one) => one.citesThread === true).map(({ id }) => id),
    whyErased: whyErasedBy(parts.adapters),
    textLimit: (channel, isPublic) => {
      const adapter = parts.adapters.channels.get(channel);
      return isPublic ? (adapter?.publicTextLimit ?? adapter?.textLimit) : adapter?.textLimit;
    },
    target(id) {
      if (!targets.has(id)) {
        targets.set(id, channelTarget(parts, active, id, apps.get(id)) ?? configuredTarget(parts, active, id));
      }
      return targets.get(id);
    },
  };
}

/** The active settings in the words of the delivery engine; targets are built once per snapshot. */
export function deliverSettings(parts: DeliverParts): () => DeliverSettings {
  let builtFor: ActiveSettings | undefined;
  let settings: DeliverSettings | undefined;
  return () => {
    const active = parts.current();
    if (settings === undefined || active !== builtFor) {
      builtFor = active;
      settings = settingsFor(parts, active);
    }
    return settings;
  };
}
