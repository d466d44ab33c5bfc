import { canonicalJson } from './canonical.js';
import { isSecretReference } from './secrets.js';
import type { Settings } from './snapshot.js';

type Fields = Readonly<Record<string, unknown>>;

const MAX_SHOWN = 120;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isSecretReference(value);
}

/** A value as a sentence may show it. A secret shows where it is, and one that stands in the file shows nothing. */
function show(value: unknown): string {
  if (isSecretReference(value)) {
    return 'demo' in value ? 'a demo secret' : `secret ${JSON.stringify(value)}`;
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? 'nothing' : value.map(show).join(', ');
  }
  if (isFields(value)) {
    const inner = Object.entries(value).map(([key, one]) => `${key} ${show(one)}`);
    return inner.length === 0 ? 'nothing' : inner.join(', ').slice(0, MAX_SHOWN);
  }
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, MAX_SHOWN);
}

/** Keys that tell an item of a list from its neighbours, in the order in which they are tried. */
const ITEM_KEYS: readonly (readonly string[])[] = [
  ['channel', 'account'],
  ['tenant'],
  ['id'],
  ['topic'],
  ['date', 'name'],
  ['at', 'do'],
  ['beforeMinutes', 'do'],
  ['name', 'validFrom'],
  ['platform', 'validFrom'],
  ['name'],
];

function itemName(item: unknown): string | undefined {
  const keys = isFields(item) ? ITEM_KEYS.find((candidate) => candidate.every((key) => key in item)) : undefined;
  return isFields(item) && keys !== undefined ? keys.map((key) => String(item[key])).join(' ') : undefined;
}

function namedItems(list: readonly unknown[]): ReadonlyMap<string, unknown> | undefined {
  const items = new Map<string, unknown>();
  for (const item of list) {
    const name = itemName(item);
    // Two items that are called the same, such as two notices at one moment, are compared as wholes.
    if (name === undefined || items.has(name)) {
      return undefined;
    }
    items.set(name, item);
  }
  return items;
}

function diffPlainLists(before: readonly unknown[], after: readonly unknown[], path: string): readonly string[] {
  const was = new Set(before.map(canonicalJson));
  const is = new Set(after.map(canonicalJson));
  const gone = before.filter((item) => !is.has(canonicalJson(item)));
  const come = after.filter((item) => !was.has(canonicalJson(item)));
  if (gone.length === 0 && come.length === 0) {
    return [`${path}: the order changed to ${show(after)}.`];
  }
  return [
    ...(come.length > 0 ? [`${path}: ${show(come)} added.`] : []),
    ...(gone.length > 0 ? [`${path}: ${show(gone)} removed.`] : []),
  ];
}

function diffItems(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>, path: string) {
  const sentences: string[] = [];
  for (const [name, item] of after) {
    sentences.push(
      ...(before.has(name) ? diffValues(before.get(name), item, `${path} ${name}`) : [`${path} ${name} was added.`]),
    );
  }
  for (const name of before.keys()) {
    if (!after.has(name)) {
      sentences.push(`${path} ${name} was removed.`);
    }
  }
  const stayed = (names: Iterable<string>) => [...names].filter((name) => before.has(name) && after.has(name)).join();
  // The first rule that matches wins, so the order is a meaning of its own.
  if (stayed(before.keys()) !== stayed(after.keys())) {
    sentences.push(`${path}: the order changed to ${[...after.keys()].join(', ')}.`);
  }
  return sentences;
}

function diffValues(before: unknown, after: unknown, path: string): readonly string[] {
  if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) {
    return [];
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const was = namedItems(before);
    const is = namedItems(after);
    return was !== undefined && is !== undefined ? diffItems(was, is, path) : diffPlainLists(before, after, path);
  }
  if (isFields(before) && isFields(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => diffValues(before[key], after[key], `${path}, ${key}`));
  }
  return [`${path}: changed from ${show(before)} to ${show(after)}.`];
}

type Dated = { readonly name: string; readonly validFrom: string };

function editsOf(before: readonly Dated[], after: readonly Dated[]): readonly string[] {
  return after.flatMap((version) => {
    const earlier = before.find((one) => one.name === version.name && one.validFrom === version.validFrom);
    const isEdited = earlier !== undefined && canonicalJson(earlier) !== canonicalJson(version);
    return isEdited
      ? [`Attention: version ${version.validFrom} of "${version.name}" was edited; add a version with a later date.`]
      : [];
  });
}

function rateCards({ platformPrices = [] }: Settings): readonly Dated[] {
  return platformPrices.map((card) => ({ name: `prices of ${card.platform}`, ...card }));
}

function versionEdits(before: Settings, after: Settings): readonly string[] {
  return [
    ...editsOf(before.calendars, after.calendars),
    ...editsOf(before.slaPolicies, after.slaPolicies),
    ...editsOf(before.tariffs, after.tariffs),
    ...editsOf(rateCards(before), rateCards(after)),
  ];
}

const SECTIONS = {
  municipalities: 'Municipality',
  receivers: 'Receiver',
  targets: 'Target',
  calendars: 'Calendar',
  slaPolicies: 'Policy',
  tariffs: 'Tariff',
  platformPrices: 'Prices of platform',
  pools: 'Pool',
  invoicing: 'Invoicing',
  topics: 'Topic',
  fallbackTopic: 'Fallback topic',
  isDemo: 'Demonstration',
} as const satisfies Readonly<Record<Exclude<keyof Settings, 'hash'>, string>>;

/**
 * What a change means, in sentences for the person who reviews it; empty when nothing changed. Never shows the value of
 * a secret. Versions that were edited in place come first: hours, promises and prices change by adding.
 */
export function diffSettings(before: Settings, after: Settings): readonly string[] {
  const changes = Object.entries(SECTIONS).flatMap(([key, label]) => {
    const was = Object.entries(before).find(([name]) => name === key)?.[1];
    const is = Object.entries(after).find(([name]) => name === key)?.[1];
    return diffValues(was, is, label);
  });
  return [...versionEdits(before, after), ...changes];
}
