import { createHash, randomBytes } from 'node:crypto';

/**
 * Ids are UUIDv7: their first 48 bits are a UTC instant in milliseconds, so rows sort and partition by time.
 * An id that names a consequence is derived from the id of its cause: the same cause gives the same id after any
 * crash or retry, and the primary key itself refuses a second copy.
 */
export type Id = string & { readonly __brand: 'Id' };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** True for a lower-case UUIDv7, the only shape of id that Schakel makes. */
export function isId(text: string): text is Id {
  return UUID.test(text);
}

function format(timeHex: string, tail: Buffer): Id {
  tail[0] = ((tail[0] ?? 0) & 0x0f) | 0x70;
  tail[2] = ((tail[2] ?? 0) & 0x3f) | 0x80;
  const hex = tail.toString('hex', 0, 10);
  return `${timeHex.slice(0, 8)}-${timeHex.slice(8)}-${hex.slice(0, 4)}-${hex.slice(4, 8)}-${hex.slice(8, 20)}` as Id;
}

let pool = Buffer.alloc(0);
let offset = 0;

/** A new random id for something that is seen for the first time at `atMs` (UTC, milliseconds). */
export function newId(atMs: number): Id {
  // One call for many ids: randomBytes costs more per call than per byte.
  if (offset + 10 > pool.length) {
    pool = randomBytes(4000);
    offset = 0;
  }
  const tail = Buffer.from(pool.subarray(offset, offset + 10));
  offset += 10;
  return format(atMs.toString(16).padStart(12, '0'), tail);
}

/**
 * The id of a consequence: same parent and name, same id. It keeps the parent's instant and so its partition.
 *
 * @param position among the consequences of one parent; ids sort by it, up to 4095
 */
export function deriveId(parent: Id, name: string, position?: number): Id {
  const digest = createHash('sha256').update(parent).update('/').update(name).digest();
  if (position !== undefined) {
    digest.writeUInt16BE(Math.min(position, 0xfff), 0);
  }
  return format(parent.slice(0, 8) + parent.slice(9, 13), digest);
}

/** The id of a name: the same name gives the same id. It carries no instant, so it suits no table that is cut by time. */
export function idOfName(name: string): Id {
  return format('000000000000', createHash('sha256').update(name).digest());
}

/** The UTC instant in milliseconds that an id carries. */
export function instantOf(id: Id): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
