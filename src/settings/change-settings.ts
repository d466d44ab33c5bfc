import type { Pool } from '../domain/pool.js';
import type { ParsedFile } from './files.js';
import { checkedSettings, type LoadOptions, type LoadResult } from './load.js';
import type { Municipality, Settings } from './snapshot.js';

/** What somebody wants to try, in the shape of the configuration files. Nothing in it was checked yet. */
export interface SettingsChange {
  /** Versions of policies, calendars and tariffs: one with a known name and date replaces that version, another is added. */
  readonly slaPolicies?: readonly unknown[];
  readonly calendars?: readonly unknown[];
  readonly tariffs?: readonly unknown[];
  readonly municipalities?: readonly MunicipalityChange[];
}

/** Keys of a municipality's file that take the place of those in force. */
export interface MunicipalityChange {
  readonly tenant: string;
  readonly replace: Readonly<Partial<Record<(typeof CHANGEABLE)[number], unknown>>>;
}

/** What of a municipality can be tried: what decides about promises and targets. */
export const CHANGEABLE = [
  'routes',
  'closingDays',
  'sla',
  'calendar',
  'plan',
] as const satisfies readonly (keyof Municipality)[];

/** The files that a snapshot could have been made of. Defaults are filled in already. */
function filesOf(settings: Settings): ParsedFile[] {
  const {
    municipalities,
    calendars,
    slaPolicies,
    tariffs,
    platformPrices = [],
    pools = [],
    topics,
    fallbackTopic,
    receivers,
    targets,
    invoicing,
  } = settings;
  const dated = <T extends { readonly name: string; readonly validFrom: string }>(
    kind: 'calendars' | 'sla' | 'tariffs' | 'pools',
    versions: readonly T[],
  ): ParsedFile[] => versions.map((value) => ({ kind, file: `${kind}/${value.name}-${value.validFrom}.yaml`, value }));
  return [
    ...municipalities.map((value): ParsedFile => {
      return { kind: 'municipalities', file: `municipalities/${value.nis}-${value.tenant}.yaml`, value };
    }),
    ...dated('calendars', calendars),
    ...dated('sla', slaPolicies),
    ...dated('tariffs', tariffs),
    ...platformPrices.map((value): ParsedFile => {
      return { kind: 'platform-prices', file: `platform-prices/${value.platform}-${value.validFrom}.yaml`, value };
    }),
    ...dated('pools', pools),
    { kind: 'topics', file: 'topics.yaml', value: { topics, fallback: fallbackTopic } },
    { kind: 'platforms', file: 'platforms.yaml', value: { receivers } },
    { kind: 'targets', file: 'targets.yaml', value: { targets } },
    ...(invoicing === undefined ? [] : [{ kind: 'invoicing', file: 'invoicing.yaml', value: invoicing } as const]),
    ...(settings.isDemo ? [{ kind: 'demo', file: 'demo.yaml', value: { demo: true } } as const] : []),
  ];
}

function versionOf(value: unknown): string {
  const { name, validFrom } = Object(value) as { readonly name?: unknown; readonly validFrom?: unknown };
  return `${String(name)} ${String(validFrom)}`;
}

/** Pieces are named by their place in the change, so that a sentence about one leads there. */
function withPieces(
  files: readonly ParsedFile[],
  kind: 'sla' | 'calendars' | 'tariffs',
  pieces: readonly unknown[],
  list: string,
) {
  const replaced = new Set(pieces.map(versionOf));
  const kept = files.filter((one) => one.kind !== kind || !replaced.has(versionOf(one.value)));
  return [...kept, ...pieces.map((value, index): ParsedFile => ({ kind, file: `${list}/${index}`, value }))];
}

function withMunicipalities(files: readonly ParsedFile[], changes: readonly MunicipalityChange[]): ParsedFile[] {
  return files.map((one) => {
    const value = Object(one.value) as Partial<Municipality>;
    const change = one.kind === 'municipalities' ? changes.find(({ tenant }) => tenant === value.tenant) : undefined;
    return change === undefined ? one : { ...one, value: { ...value, ...change.replace } };
  });
}

/**
 * A snapshot with some pieces changed, checked as if it had been a folder: by the same schemas and the same rules, with
 * all errors as sentences. A change of nothing gives the snapshot itself.
 */
export async function changedSettings(
  base: Settings,
  change: SettingsChange,
  options: Omit<LoadOptions, 'folder'>,
): Promise<LoadResult> {
  const { slaPolicies = [], calendars = [], tariffs = [], municipalities = [] } = change;
  const withPolicies = withPieces(filesOf(base), 'sla', slaPolicies, 'slaPolicies');
  const withCalendars = withPieces(withPolicies, 'calendars', calendars, 'calendars');
  const withTariffs = withPieces(withCalendars, 'tariffs', tariffs, 'tariffs');
  return checkedSettings({ files: withMunicipalities(withTariffs, municipalities), errors: [] }, options);
}

/** A municipality knows the pools that it is or was in, and not with whom. */
function poolsOfOne(pools: readonly Pool[], tenant: string): readonly Pool[] {
  const names = new Set(pools.filter(({ members }) => members.includes(tenant)).map(({ name }) => name));
  return pools
    .filter(({ name }) => names.has(name))
    .map((pool) => ({ ...pool, members: pool.members.filter((member) => member === tenant) }));
}

/** What of a snapshot one municipality may know: itself, and what it shares with others. */
export function settingsOfOne(settings: Settings, tenant: string): Omit<Settings, 'hash'> {
  const { hash: _, ...rest } = settings;
  return {
    ...rest,
    municipalities: settings.municipalities.filter((one) => one.tenant === tenant),
    ...(settings.pools === undefined ? {} : { pools: poolsOfOne(settings.pools, tenant) }),
    targets: settings.targets.flatMap((target) => {
      if (target.tenants === '*') {
        return [target];
      }
      return target.tenants.includes(tenant) ? [{ ...target, tenants: [tenant] }] : [];
    }),
  };
}
