import type { FileType } from '../../domain/media.js';
import type { Bytes } from '../../platform/blob/seal-stream.js';
import { HEAD_BYTES, sniffType } from '../../platform/blob/sniff-type.js';
import { judgeType } from './judge-type.js';

/** These bytes are not to be kept. It travels as an error, because it may be found when half of them are written. */
export class BytesRefused extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`bytes were refused: ${code}`);
    this.code = code;
  }
}

/** Bytes that were judged by their beginning; reading the rest throws `BytesRefused` when there are too many. */
export interface CheckedBytes {
  readonly mimeType: string;
  readonly bytes: Bytes;
}

/** Reads the beginning of a stream. It holds a head and one part more, whatever the stream says of itself. */
async function headOf(iterator: AsyncIterator<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  let held = 0;
  while (held < HEAD_BYTES) {
    const next = await iterator.next();
    if (next.done === true) {
      break;
    }
    parts.push(next.value);
    held += next.value.length;
  }
  return Buffer.concat(parts);
}

/** @throws BytesRefused when nothing is to be kept of it; what the source throws passes on */
export async function checkedBytes(source: Bytes, type: FileType, maxBytes: number): Promise<CheckedBytes> {
  const iterator = source[Symbol.asyncIterator]();
  const head = await headOf(iterator);
  if (head.length === 0) {
    throw new BytesRefused('MEDIA_EMPTY');
  }
  const judged = judgeType(type, await sniffType(head.subarray(0, HEAD_BYTES)));
  if (!judged.ok) {
    throw new BytesRefused(judged.code);
  }
  async function* limited(): AsyncGenerator<Buffer> {
    let count = head.length;
    const check = (): void => {
      if (count > maxBytes) {
        throw new BytesRefused('MEDIA_TOO_LARGE');
      }
    };
    check();
    yield head;
    for await (const part of { [Symbol.asyncIterator]: () => iterator }) {
      count += part.length;
      check();
      yield part;
    }
  }
  return { mimeType: judged.mimeType, bytes: limited() };
}
