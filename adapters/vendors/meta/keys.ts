import { createHash, type Hash } from 'node:crypto';

const KEY_MAX = 300;
const SEPARATOR = /[:%]/g;

/**
 * The key of an event from the facts that identify it. Parts are escaped so that two lists of parts never give one
 * key, and a key that would be longer than the database index likes is replaced by its hash.
 */
export function keyOf(...parts: readonly string[]): string {
  const key = parts.map((part) => part.replace(SEPARATOR, (found) => (found === ':' ? '%3A' : '%25'))).join(':');
  return key.length <= KEY_MAX ? key : `sha256:${createHash('sha256').update(key).digest('hex')}`;
}

export function digestOfText(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function enter(value: unknown, hash: Hash, open: unknown[]): void {
  if (Array.isArray(value)) {
    hash.update(`[${value.length}`);
    open.push(...value.toReversed());
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).toReversed();
    hash.update(`{${entries.length}`);
    for (const [name, inner] of entries) {
      open.push(inner, name);
    }
  } else {
    hash.update(typeof value === 'string' ? `"${value.length}:${value}` : `${typeof value}:${String(value)};`);
  }
}

/**
 * A hash of any parsed value, for items without an id. It walks with its own stack: a body may be nested deeper than
 * the call stack of a recursive walk (and of JSON.stringify) allows.
 */
export function digestOf(value: unknown): string {
  const hash = createHash('sha256');
  const open: unknown[] = [value];
  while (open.length > 0) {
    enter(open.pop(), hash, open);
  }
  return hash.digest('hex').slice(0, 32);
}
