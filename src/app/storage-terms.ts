import type { EraseRules, RawRule, TextRule } from '../handling/index.js';
import { limitAt } from '../domain/dated-limit.js';
import {
  citizenTerm,
  keptUntil,
  ownTerm,
  whyErased,
  type ErasureReason,
  type Original,
  type StorageTerm,
} from '../domain/storage-term.js';
import type { ActiveSettings } from './active-settings.js';
import type { Adapters } from './adapters.js';

/** A text goes a little before its time is over, so that no pause between two turns keeps it longer than it may be. */
const EARLY_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;

type Channels = Pick<Adapters, 'channels'>;
type Active = Pick<ActiveSettings, 'compiled'>;

/** Hours for which the platform lets everybody keep what members wrote; undefined where it sets no limit. */
function allowedHours({ channels }: Channels, channel: string, nowMs: number): number | undefined {
  const limits = channels.get(channel)?.limits ?? [];
  return limits.some(({ what }) => what === 'text-storage')
    ? Number(limitAt(limits, 'text-storage', nowMs).value)
    : undefined;
}

interface TextKind {
  readonly tenant: string;
  readonly channel: string;
  readonly ofCitizens: boolean;
}

function termOf(adapters: Channels, { compiled }: Active, kind: TextKind, nowMs: number): StorageTerm | undefined {
  const { tenant, channel, ofCitizens } = kind;
  const retention = compiled.municipalityByTenant(tenant)?.municipality.retention;
  return ofCitizens ? citizenTerm(allowedHours(adapters, channel, nowMs), retention, channel) : ownTerm(retention);
}

/** Raw posts are of many municipalities at once, so an agreement of one changes nothing here. */
function rawRules(adapters: Channels, nowMs: number): readonly RawRule[] {
  const hours = new Map<string, number>();
  for (const [channel, { receiver }] of adapters.channels) {
    const allowed = allowedHours(adapters, channel, nowMs);
    if (allowed !== undefined) {
      hours.set(receiver.id, Math.min(allowed, hours.get(receiver.id) ?? Number.POSITIVE_INFINITY));
    }
  }
  return [...hours].map(([receiver, most]) => ({ receiver, before: new Date(nowMs + EARLY_MS - most * HOUR_MS) }));
}

/** What is over now, by the active settings, for these tenants. */
export function eraseRules(
  adapters: Channels,
  current: () => Active,
  now: () => number,
): (tenants: readonly string[]) => EraseRules {
  return (tenants) => {
    const [active, nowMs] = [current(), now()];
    const kinds = tenants.flatMap((tenant) =>
      [...adapters.channels.keys()].flatMap((channel) =>
        [true, false].map((ofCitizens): TextKind => ({ tenant, channel, ofCitizens })),
      ),
    );
    const texts = kinds.flatMap((kind): readonly TextRule[] => {
      const term = termOf(adapters, active, kind, nowMs);
      return term === undefined
        ? []
        : [{ ...kind, before: new Date(nowMs + EARLY_MS - term.hours * HOUR_MS), because: term.because }];
    });
    return { texts, raw: rawRules(adapters, nowMs) };
  };
}

function originalOf({ channels }: Channels, channel: string, platformId: string | null): Original {
  const original = channels.get(channel)?.original;
  const permalink = platformId === null ? undefined : original?.permalink(platformId);
  return { platform: original?.platform ?? 'het platform', permalink: permalink ?? null };
}

interface ErasedMessage {
  readonly channel: string;
  readonly because: ErasureReason;
  readonly platformId: string | null;
}

/** What a target is told in the place of a text that is gone: why, and where the message stands. */
export function whyErasedBy(adapters: Channels): (message: ErasedMessage) => string {
  return ({ channel, because, platformId }) => {
    const original = originalOf(adapters, channel, platformId);
    const sentence = whyErased(because, original);
    return original.permalink === null ? sentence : `${sentence}\n${original.permalink}`;
  };
}

interface StoredMessage {
  readonly tenant: string;
  readonly channel: string;
  readonly ofCitizens: boolean;
  readonly platformId: string | null;
  readonly receivedAtMs: number;
  readonly erasedFor: ErasureReason | null;
}

interface TextStorage {
  readonly keptUntilMs: number | null;
  readonly erased: { readonly reason: string; readonly permalink: string | null } | null;
}

/** Until when a text is kept by what holds now, or why it is gone. */
export function textStorageBy(
  adapters: Channels,
  current: () => Active,
): (message: StoredMessage, nowMs: number) => TextStorage {
  return (message, nowMs) => {
    const { channel, platformId, erasedFor, receivedAtMs } = message;
    if (erasedFor !== null) {
      const original = originalOf(adapters, channel, platformId);
      return { keptUntilMs: null, erased: { reason: whyErased(erasedFor, original), permalink: original.permalink } };
    }
    const term = termOf(adapters, current(), message, nowMs);
    return { keptUntilMs: term === undefined ? null : keptUntil(term, receivedAtMs), erased: null };
  };
}
