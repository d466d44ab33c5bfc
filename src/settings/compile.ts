import { compileCalendar, type WorkingTime } from '../domain/working-time.js';
import { canonicalJson } from './canonical.js';
import { chargingOf, type Charging } from './charging.js';
import { platformPriceOf, type PlatformPriceOf } from './platform-price.js';
import type {
  AccountSettings,
  Calendar,
  Municipality,
  Settings,
  SlaPolicy,
  TargetSettings,
  Tariff,
  TopicRule,
} from './snapshot.js';

/** A municipality with all that its names refer to. */
export interface TenantSettings {
  readonly municipality: Municipality;
  /** By its calendar, with its own closing days. */
  readonly workingTime: WorkingTime;
  /** All versions, oldest first. */
  readonly slaVersions: readonly SlaPolicy[];
  readonly tariffVersions: readonly Tariff[];
  readonly charging: Charging;
}

/** One snapshot, prepared for look-ups by the thousand. Frozen; a worker takes one per batch. */
export interface CompiledSettings<Coder> {
  readonly hash: string;
  readonly settings: Settings;
  /** Codes texts; made by the function that was handed in. */
  readonly coder: Coder;
  readonly tenants: readonly TenantSettings[];
  /** Whose page, number or account it is. */
  municipalityOf(channel: string, account: string): TenantSettings | undefined;
  accountOf(channel: string, account: string): AccountSettings | undefined;
  municipalityByTenant(tenant: string): TenantSettings | undefined;
  /** By NIS code, OVO code or a NIS code that ended in a merger. */
  byNis(code: string): TenantSettings | undefined;
  targetById(id: string): TargetSettings | undefined;
  topicByCode(code: string): TopicRule | undefined;
  /** A calendar without closing days of any municipality. */
  workingTimeOf(calendar: string): WorkingTime | undefined;
  /** When a target has staff for a tenant: by its own calendar, or else by that of the municipality. */
  staffedTimeOf(target: string, tenant: string): WorkingTime | undefined;
  /** Oldest first; empty for an unknown name. */
  slaVersionsOf(policy: string): readonly SlaPolicy[];
  tariffVersionsOf(tariff: string): readonly Tariff[];
  readonly platformPrice: PlatformPriceOf;
}

function groupVersions<T extends { readonly name: string; readonly validFrom: string }>(versions: readonly T[]) {
  const groups = new Map<string, readonly T[]>();
  for (const version of [...versions].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))) {
    groups.set(version.name, Object.freeze([...(groups.get(version.name) ?? []), version]));
  }
  return groups;
}

/** A space cannot stand in the name of a channel, so the pair is never ambiguous. */
function accountKey(channel: string, account: string): string {
  return `${channel} ${account}`;
}

/** Compiles calendars, each with the same closing days once: most municipalities share the year that is worked out. */
function workingTimes(calendars: readonly Calendar[]) {
  const versions = groupVersions(calendars);
  const compiled = new Map<string, WorkingTime>();
  return (name: string, closingDays: Municipality['closingDays']): WorkingTime | undefined => {
    const ofName = versions.get(name);
    const key = canonicalJson([name, closingDays.map(({ date, open }) => [date, open])]);
    if (ofName !== undefined && !compiled.has(key)) {
      compiled.set(key, compileCalendar({ name, versions: ofName, closingDays }));
    }
    return compiled.get(key);
  };
}

interface Names {
  readonly workingTime: ReturnType<typeof workingTimes>;
  readonly policies: ReadonlyMap<string, readonly SlaPolicy[]>;
  readonly tariffs: ReadonlyMap<string, readonly Tariff[]>;
}

function tenantSettings(municipality: Municipality, names: Names): TenantSettings {
  const workingTime = names.workingTime(municipality.calendar, municipality.closingDays);
  const slaVersions = names.policies.get(municipality.sla);
  const tariffVersions = names.tariffs.get(municipality.tariff);
  if (workingTime === undefined || slaVersions === undefined || tariffVersions === undefined) {
    throw new Error(
      `the settings of ${municipality.tenant} refer to names that are not there: they were never checked`,
    );
  }
  const charging = chargingOf(municipality.tariff, tariffVersions, workingTime, (name) => names.workingTime(name, []));
  return Object.freeze({ municipality, workingTime, slaVersions, tariffVersions, charging });
}

function indexTenants(tenants: readonly TenantSettings[]) {
  const byTenant = new Map<string, TenantSettings>();
  const byCode = new Map<string, TenantSettings>();
  const byAccount = new Map<string, { readonly tenant: TenantSettings; readonly account: AccountSettings }>();
  for (const tenant of tenants) {
    const { municipality } = tenant;
    byTenant.set(municipality.tenant, tenant);
    for (const code of [municipality.nis, municipality.ovo, ...municipality.formerNis]) {
      byCode.set(code, tenant);
    }
    for (const account of municipality.accounts) {
      byAccount.set(accountKey(account.channel, account.account), { tenant, account });
    }
  }
  return { byTenant, byCode, byAccount };
}

/**
 * Prepares a checked snapshot for use; throws for one that was not. `compileTopics` is handed in because coding texts
 * is the work of handling, and settings imports no lane.
 */
export function compileSettings<Coder>(
  settings: Settings,
  compileTopics: (rules: readonly TopicRule[], fallback: Settings['fallbackTopic']) => Coder,
): CompiledSettings<Coder> {
  const workingTime = workingTimes(settings.calendars);
  const calendars = new Map(settings.calendars.map(({ name }) => [name, workingTime(name, [])]));
  const policies = groupVersions(settings.slaPolicies);
  const tariffs = groupVersions(settings.tariffs);
  const targets = new Map(settings.targets.map((target) => [target.id, target]));
  const topics = new Map(settings.topics.map((topic) => [topic.topic, topic]));
  const tenants = settings.municipalities.map((one) => tenantSettings(one, { workingTime, policies, tariffs }));
  const { byTenant, byCode, byAccount } = indexTenants(tenants);
  return Object.freeze({
    hash: settings.hash,
    settings,
    coder: compileTopics(settings.topics, settings.fallbackTopic),
    tenants: Object.freeze(tenants),
    municipalityOf: (channel: string, account: string) => byAccount.get(accountKey(channel, account))?.tenant,
    accountOf: (channel: string, account: string) => byAccount.get(accountKey(channel, account))?.account,
    municipalityByTenant: (tenant: string) => byTenant.get(tenant),
    byNis: (code: string) => byCode.get(code),
    targetById: (id: string) => targets.get(id),
    topicByCode: (code: string) => topics.get(code),
    workingTimeOf: (calendar: string) => calendars.get(calendar),
    staffedTimeOf(target: string, tenant: string) {
      const calendar = targets.get(target)?.calendar;
      return calendar === undefined ? byTenant.get(tenant)?.workingTime : calendars.get(calendar);
    },
    slaVersionsOf: (policy: string) => policies.get(policy) ?? [],
    tariffVersionsOf: (tariff: string) => tariffs.get(tariff) ?? [],
    platformPrice: platformPriceOf(settings.platformPrices ?? []),
  });
}
