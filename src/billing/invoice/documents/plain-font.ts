import { inflateSync } from 'node:zlib';

const HEADER = { woff: 44, plain: 12 };
const ENTRY = { woff: 20, plain: 16 };

interface Table {
  /** Name and checksum, as both formats write them. */
  readonly tag: Buffer;
  readonly checksum: Buffer;
  readonly bytes: Buffer;
}

function tablesOf(woff: Buffer): readonly Table[] {
  return Array.from({ length: woff.readUInt16BE(12) }, (_, place) => {
    const entry = woff.subarray(HEADER.woff + place * ENTRY.woff, HEADER.woff + (place + 1) * ENTRY.woff);
    const [offset, packedLength, length] = [entry.readUInt32BE(4), entry.readUInt32BE(8), entry.readUInt32BE(12)];
    const packed = woff.subarray(offset, offset + packedLength);
    return {
      tag: entry.subarray(0, 4),
      checksum: entry.subarray(16, 20),
      bytes: packedLength < length ? inflateSync(packed) : packed,
    };
  });
}

/** Numbers that help to search the list of tables, which nobody uses here, are left 0. */
function headOf(woff: Buffer, count: number): Buffer {
  const head = Buffer.alloc(HEADER.plain);
  woff.copy(head, 0, 4, 8);
  head.writeUInt16BE(count, 4);
  return head;
}

/**
 * The font in a file of WOFF 1.0 (<https://www.w3.org/TR/WOFF/>) as a plain font file. pdfkit takes both,
 * and of a .woff it unpacks the outlines of all letters again for each letter: two thirds of the time of an invoice.
 */
export function plainFontOf(woff: Buffer): Buffer {
  const tables = tablesOf(woff);
  const entries: Buffer[] = [];
  const bodies: Buffer[] = [];
  let offset = HEADER.plain + tables.length * ENTRY.plain;
  for (const { tag, checksum, bytes } of tables) {
    const place = Buffer.alloc(8);
    place.writeUInt32BE(offset, 0);
    place.writeUInt32BE(bytes.length, 4);
    entries.push(tag, checksum, place);
    // A table begins at a multiple of four.
    const body = Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
    bodies.push(body);
    offset += body.length;
  }
  return Buffer.concat([headOf(woff, tables.length), ...entries, ...bodies]);
}
