import type { IncomingMessage } from 'node:http';

/** Meta announces bodies of up to 3 MB. */
export const MAX_BODY_BYTES = 3 * 1024 * 1024;

export type ReadBody =
  | { readonly kind: 'read'; readonly body: Buffer }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'aborted' };

/** Of a body that is too large so much more is read away: a sender that is cut off while it writes never sees the answer. */
const MAX_READ_AWAY_BYTES = 4 * MAX_BODY_BYTES;

/** Collects the raw bytes of a request; beyond the limit it keeps nothing, and reads on for a while. */
export function readBody(request: IncomingMessage, limit = MAX_BODY_BYTES): Promise<ReadBody> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let isTooLarge = Number(request.headers['content-length'] ?? 0) > limit;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      isTooLarge ||= size > limit;
      if (!isTooLarge) {
        chunks.push(chunk);
        return;
      }
      chunks.length = 0;
      if (size > limit + MAX_READ_AWAY_BYTES) {
        resolve({ kind: 'too-large' });
      }
    });
    request.on('end', () => {
      if (isTooLarge) {
        resolve({ kind: 'too-large' });
        return;
      }
      const [first] = chunks;
      resolve({ kind: 'read', body: chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks) });
    });
    request.on('close', () => {
      resolve({ kind: 'aborted' });
    });
    request.on('error', () => {
      resolve({ kind: 'aborted' });
    });
  });
}
