import type { Bytes } from './seal-stream.js';

export interface StoredBlob {
  /**
   * A keyed hash of tenant and bytes, in hex: equal files of one tenant are one blob, those of two tenants show nothing
   * of each other, and nobody without the key can tell whether a file that he has is here.
   */
  readonly digest: string;
  readonly bytes: number;
}

/** Bytes of citizens, sealed, each under its digest. What is under a digest never changes. */
export interface BlobStore {
  /**
   * Streams bytes in; they are durable when it returns, and nothing is under the digest before. Twice is once.
   *
   * @throws what the source throws; nothing is kept then
   */
  put(tenant: string, source: Bytes): Promise<StoredBlob>;
  has(digest: string): Promise<boolean>;
  /** The opened bytes; undefined when there are none. Reading throws when they were changed or cut. */
  open(digest: string): Promise<Bytes | undefined>;
  /** Nothing happens when it is gone already. */
  remove(digest: string): Promise<void>;
  /** Every blob that is there, in no order, with when it was last put. Half-written ones older than `leftoverMs` are cleared away. */
  list(leftoverMs: number): AsyncIterable<{ readonly digest: string; readonly putAtMs: number }>;
}
