import { hash, randomBytes } from 'node:crypto';

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

/** The upper bits of this digit say which variant of UUID it is; the lower two are the tail's own. */
const VARIANT = '89ab';

/** @param tail 20 hexadecimal digits, of which two give way to version and variant */
function format(timeHex: string, tail: string): Id {
  const variant = VARIANT.charAt(Number.parseInt(tail.charAt(4), 16) & 3);
  return `${timeHex.slice(0, 8)}-${timeHex.slice(8)}-7${tail.slice(1, 4)}-${variant}${tail.slice(5, 8)}-${tail.slice(8, 20)}` as Id;
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
  const tail = pool.toString('hex', offset, offset + 10);
  offset += 10;
  return format(atMs.toString(16).padStart(12, '0'), tail);
}

/**
 * The id of a consequence: same parent and name, same id. It keeps the parent's instant and so its partition.
 *
 * @param position among the consequences of one parent; ids sort by it, up to 4095
 */
export function deriveId(parent: Id, name: string, position?: number): Id {
  // A batch makes thousands: hashing at once to digits takes a fifth of what a Hash object and its bytes take.
  const digest = hash('sha256', `${parent}/${name}`, 'hex');
  const tail =
    position === undefined ? digest : Math.min(position, 0xfff).toString(16).padStart(4, '0') + digest.slice(4);
  return format(parent.slice(0, 8) + parent.slice(9, 13), tail);
}

/** The id of a name: the same name gives the same id. It carries no instant, so it suits no table that is cut by time. */
export function idOfName(name: string): Id {
  return format('000000000000', hash('sha256', name, 'hex'));
}

/** The UTC instant in milliseconds that an id carries. */
export function instantOf(id: Id): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
