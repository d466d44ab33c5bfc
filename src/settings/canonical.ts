import { createHash } from 'node:crypto';
import type { Settings } from './snapshot.js';

/**
 * JSON with sorted keys and no white space (RFC 8785 for what configuration can hold): one value, one text. Keys whose
 * value is `undefined` are left out. Keys are sorted by code unit, because a locale's order differs between machines.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(canonicalJson).join(',')}]`;
  }
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value);
  }
  const parts = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`);
  return `{${parts.join(',')}}`;
}

/** SHA-256 of the canonical JSON, in hexadecimal. The same for files with other comments, order of keys or layout. */
export function hashOf(settings: Omit<Settings, 'hash'>): string {
  return createHash('sha256').update(canonicalJson(settings)).digest('hex');
}

/** Freezes a value of plain objects and arrays, all the way down. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) {
      deepFreeze(inner);
    }
  }
  return value;
}

/** The settings with their hash, frozen: what is stored, and what processes run. */
export function sealSettings(settings: Omit<Settings, 'hash'>): Settings {
  return deepFreeze({ ...settings, hash: hashOf(settings) });
}

/** True when stored settings still are what their hash says. */
export function isIntact({ hash, ...settings }: Settings): boolean {
  return hashOf(settings) === hash;
}
