import { dropIfUnused, type CopyDeps } from './drop-copies.js';

export interface Compared {
  /** Bytes that no row stands for: a process died between putting them and its commit. They were removed. */
  readonly strays: number;
  /** Rows whose bytes are gone, as after a disk was restored from an older copy. They are to be fetched again. */
  readonly lost: number;
}

const PAGE = 500;
/** Younger bytes may still get their row; half-written files of this age have nobody who writes them. */
const STRAY_AFTER_MS = 60 * 60_000;

const UNKNOWN = `
  select t.digest from unnest($1::text[]) as t(digest)
  where not exists (select from media m where m.digest = t.digest and m.has_copy)`;

async function removeStrays(deps: CopyDeps, digests: readonly string[]): Promise<number> {
  const unknown = await deps.store.query<{ digest: string }>(UNKNOWN, [digests]);
  for (const { digest } of unknown) {
    await dropIfUnused(deps, digest);
  }
  return unknown.length;
}

async function findStrays(deps: CopyDeps, nowMs: number): Promise<number> {
  let strays = 0;
  let page: string[] = [];
  for await (const { digest, putAtMs } of deps.blobs.list(STRAY_AFTER_MS)) {
    if (nowMs - putAtMs > STRAY_AFTER_MS) {
      page.push(digest);
    }
    if (page.length === PAGE) {
      strays += await removeStrays(deps, page);
      page = [];
    }
  }
  return strays + (page.length === 0 ? 0 : await removeStrays(deps, page));
}

const KEPT = `
  select distinct digest from media where has_copy and state = 'fetched' and digest > $1 order by digest limit $2`;
const LOST = `
  update media set state = 'due', has_copy = false, next_at = now(), code = 'MEDIA_COPY_LOST'
  where digest = any($1) and state = 'fetched' returning true as done`;

async function findLost({ store, blobs }: CopyDeps): Promise<number> {
  let lost = 0;
  for (let after = ''; ;) {
    const rows = await store.query<{ digest: string }>(KEPT, [after, PAGE]);
    const gone: string[] = [];
    for (const { digest } of rows) {
      if (!(await blobs.has(digest))) {
        gone.push(digest);
      }
    }
    if (gone.length > 0) {
      lost += (await store.transaction('media.drop', (sql) => sql.query(LOST, [gone]))).length;
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) {
      return lost;
    }
    after = last.digest;
  }
}

/** Compares what the rows say with the bytes that are there, in both directions, and puts right what differs. */
export async function compareCopies(deps: CopyDeps, nowMs: number): Promise<Compared> {
  return { strays: await findStrays(deps, nowMs), lost: await findLost(deps) };
}
