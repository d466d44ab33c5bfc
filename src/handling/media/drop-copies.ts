import type { BlobStore } from '../../platform/blob/blob-store.js';
import type { Store } from '../../platform/store/store.js';
import { lockDigest } from './media-rows.js';

export interface CopyDeps {
  readonly store: Store;
  readonly blobs: BlobStore;
}

/** Copies that end in one turn. */
const AT_ONCE = 200;

const END = `
  update media m set state = 'tombstone', code = 'MEDIA_RETENTION_OVER'
  from (select message_id, n from media where state = 'fetched' and keep_until <= now()
        order by keep_until limit $1 for no key update skip locked) as over
  where m.message_id = over.message_id and m.n = over.n
  returning true as done`;

/** Ends what was kept for its time; the bytes go with the next turn of `dropCopies`. */
export async function endRetention({ store }: CopyDeps): Promise<number> {
  const rows = await store.transaction('media.drop', (sql) => sql.query(END, [AT_ONCE]));
  return rows.length;
}

const TO_DROP = `select distinct digest from media where has_copy and state = 'tombstone' limit $1`;
const IN_USE = `select 1 from media where digest = $1 and has_copy and state = 'fetched' limit 1`;
const DROPPED = `update media set has_copy = false where digest = $1 and has_copy and state = 'tombstone'`;

/**
 * Removes bytes that no attachment stands for any more. The file goes first: when the process dies before the commit, the
 * row still says that there may be a copy, and the next turn removes nothing and writes that down.
 */
export async function dropIfUnused({ store, blobs }: CopyDeps, digest: string): Promise<void> {
  await store.transaction('media.drop', async (sql) => {
    await lockDigest(sql, digest);
    const isInUse = (await sql.query(IN_USE, [digest])).length > 0;
    if (!isInUse) {
      await blobs.remove(digest);
    }
    await sql.query(DROPPED, [digest]);
  });
}

/** Removes the copies of what was deleted or has had its time. */
export async function dropCopies(deps: CopyDeps): Promise<number> {
  const rows = await deps.store.query<{ digest: string }>(TO_DROP, [AT_ONCE]);
  for (const { digest } of rows) {
    await dropIfUnused(deps, digest);
  }
  return rows.length;
}
