import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Attachment, ChannelEvent } from '../../src/adapter-sdk/index.js';
import { compareCopies } from '../../src/handling/media/compare-copies.js';
import { createMediaTurn, type MediaDeps, type MediaTurn } from '../../src/handling/media/media-turn.js';
import { claimMedia, hurryMedia } from '../../src/handling/media/media-rows.js';
import { reconcile } from '../../src/ops/reconcile/reconcile.js';
import { blobKeys } from '../../src/platform/blob/blob-keys.js';
import type { BlobStore } from '../../src/platform/blob/blob-store.js';
import { folderStore } from '../../src/platform/blob/folder-store.js';
import type { Downloading } from '../../src/platform/http-out/download.js';
import type { Database } from '../../src/platform/store/store.js';
import { newestDatabase } from '../support/newest-database.js';
import { PNG, WINDOWS_PROGRAM } from '../support/sample-files.js';
import { pipelineOn, type Pipeline } from './pipeline.js';
import { CHANNEL } from './small-settings.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let db: Database;
let pipeline: Pipeline;
let root: string;
let blobs: BlobStore;

beforeAll(async () => {
  db = await newestDatabase();
  pipeline = await pipelineOn(db, () => [{ kind: 'delivered', remoteId: 'r' }]);
});
afterAll(() => db.close());

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'schakel-media-'));
  blobs = folderStore(root, blobKeys(Buffer.alloc(32, 1)));
});
afterEach(async () => {
  // What is left is nobody's business in the next test.
  await db.owner.query(
    "update media set state = 'linked', has_copy = false, digest = null, lease_until = null, code = null",
  );
  rmSync(root, { recursive: true });
});

interface Said {
  readonly id: string;
  readonly page?: string;
  readonly attachments?: readonly Attachment[];
}

const PHOTO: Attachment = { type: 'image', mediaId: 'photo', name: 'stoep.jpg' };

function says({ id, page = 'page-alfa', attachments = [PHOTO] }: Said): ChannelEvent {
  return {
    ...{ channel: CHANNEL, account: page, key: `m:${id}`, conversation: id, action: 'open' },
    occurredAtMs: pipeline.nowMs - 30 * MINUTE,
    citizen: { aliases: [{ kind: 'id', value: id }], name: 'Mia' },
    message: { id, text: 'Mijn stoep is stuk', attachments, isPublic: false },
  };
}

async function take(...events: readonly ChannelEvent[]): Promise<void> {
  await pipeline.post({ events });
  await pipeline.split();
  await pipeline.decide();
}

function takeBack(id: string): Promise<void> {
  const { message: _message, ...event } = says({ id });
  return take({ ...event, key: `d:${id}`, action: 'redact', about: id });
}

interface Row {
  readonly type: string;
  readonly state: string;
  readonly code: string | null;
  readonly digest: string | null;
  readonly has_copy: boolean;
}

async function rowsOf(id: string): Promise<readonly Row[]> {
  return db.owner.query<Row>(
    `select f.type, f.state, f.code, f.digest, f.has_copy from media f join message m on m.id = f.message_id
     where m.platform_id = '${id}' order by f.n`,
  );
}

function files(): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(root, name)).isFile());
}

const photo = (): Downloading => ({ kind: 'body', body: Readable.from([PNG]), declaredBytes: undefined });

/** A turn over what is due; files come from `found`. */
function turn(
  found: MediaDeps['download'] = () => Promise.resolve(photo()),
  change: Partial<MediaDeps> = {},
): MediaTurn {
  return createMediaTurn({
    ...{ store: db.handling, blobs, download: found, now: () => pipeline.nowMs, random: () => 0 },
    account: () => ({
      access: {
        ...{ policies: {}, maxBytes: {} },
        locate: ({ attachment }) =>
          Promise.resolve({
            ...{ kind: 'at', url: `https://files.example/${attachment.mediaId ?? ''}`, hosts: 'any' },
            ...{ refused: 'park', missing: 'gone' },
          }),
      },
      context: { http: () => Promise.reject(new Error('unused')), baseUrl: '', settings: {}, nowMs: 0 },
    }),
    keepDays: () => 90,
    ...{ onSettled: () => undefined, onCompared: () => undefined },
    onFailed: (_media, error) => {
      throw error;
    },
    ...change,
  });
}

/** A download that waits until it is released. */
function held(found: Downloading): { readonly download: MediaDeps['download']; release(): void } {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { download: () => released.then(() => found), release };
}

async function leasesEnd(): Promise<void> {
  await db.owner.query("update media set lease_until = now() - interval '1 second' where state = 'due'");
}

/** Turns until nothing is under way and nothing more is due now. */
async function fetchAll(one: MediaTurn = turn()): Promise<void> {
  await one.run();
  await one.stop();
}

describe('a file of a citizen', () => {
  it('is fetched once, kept sealed, and settles with its message', async () => {
    const asked: string[] = [];
    const download: MediaDeps['download'] = ({ url }) => {
      asked.push(url);
      return Promise.resolve(photo());
    };
    const attachments: readonly Attachment[] = [
      PHOTO,
      { type: 'sticker', mediaId: 's' },
      { type: 'location', latitude: 51, longitude: 3 },
    ];
    await take(says({ id: 'a1', attachments }));
    expect((await rowsOf('a1')).map(({ state }) => state)).toEqual(['due', 'tombstone', 'linked']);
    await fetchAll(turn(download));
    await fetchAll(turn(download));
    expect(asked).toEqual(['https://files.example/photo']);
    const [row] = await rowsOf('a1');
    expect(row).toMatchObject({ state: 'fetched', code: null, has_copy: true });
    expect(files()).toHaveLength(1);
    expect(
      (await reconcile(db.handling, pipeline.nowMs)).findings.filter(({ check }) => check.includes('media')),
    ).toEqual([]);
  });

  it('that is a program is not kept, and says why', async () => {
    await take(says({ id: 'a2' }));
    const found: Downloading = { kind: 'body', body: Readable.from([WINDOWS_PROGRAM]), declaredBytes: undefined };
    await fetchAll(turn(() => Promise.resolve(found)));
    expect(await rowsOf('a2')).toMatchObject([{ state: 'tombstone', code: 'MEDIA_TYPE_FORBIDDEN', has_copy: false }]);
    expect(files()).toEqual([]);
  });

  it('goes with the message that the citizen takes back, and leaves its hash', async () => {
    await take(says({ id: 'a3' }));
    await fetchAll();
    const [kept] = await rowsOf('a3');
    expect(files()).toHaveLength(1);
    await takeBack('a3');
    await fetchAll();
    expect(await rowsOf('a3')).toEqual([
      { ...kept, state: 'tombstone', code: 'MEDIA_MESSAGE_DELETED', has_copy: false },
    ]);
    expect(files()).toEqual([]);
  });

  it('stays while another message of the same municipality holds it, and goes with the last one', async () => {
    await take(says({ id: 'a4' }), says({ id: 'a5' }), says({ id: 'a6', page: 'page-beta' }));
    await fetchAll();
    expect(files()).toHaveLength(2);
    await takeBack('a4');
    await fetchAll();
    expect(files()).toHaveLength(2);
    await takeBack('a5');
    await fetchAll();
    const [ofBeta] = await rowsOf('a6');
    expect(files()).toEqual([expect.stringContaining(ofBeta?.digest ?? '')]);
  });

  it('is not kept when the message is taken back while it comes in', async () => {
    await take(says({ id: 'a7' }));
    const one = turn(async () => {
      await takeBack('a7');
      return photo();
    });
    await fetchAll(one);
    expect(await rowsOf('a7')).toMatchObject([{ state: 'tombstone', code: 'MEDIA_MESSAGE_DELETED', has_copy: false }]);
    expect(files()).toEqual([]);
  });

  it('has its time', async () => {
    await take(says({ id: 'a8' }), says({ id: 'a9' }));
    await fetchAll();
    await db.owner.query(
      "update media set keep_until = now() - interval '1 minute' where message_id = (select id from message where platform_id = 'a8')",
    );
    await fetchAll();
    expect(await rowsOf('a8')).toMatchObject([{ state: 'tombstone', code: 'MEDIA_RETENTION_OVER', has_copy: false }]);
    expect(await rowsOf('a9')).toMatchObject([{ state: 'fetched', has_copy: true }]);
    expect(files()).toHaveLength(1);
  });
});

describe('fetching', () => {
  it('serves each account, however much another one has', async () => {
    const loud = Array.from({ length: 20 }, (_, n) => says({ id: `b${n}` }));
    await take(...loud, says({ id: 'b-quiet', page: 'page-beta' }));
    const claimed = await claimMedia(db.handling, { total: 8, perAccount: 2, leaseMs: 60_000 });
    expect(claimed.map(({ account }) => account).toSorted()).toEqual(['page-alfa', 'page-alfa', 'page-beta']);
  });

  it('leaves to another worker what is claimed, until the lease ends', async () => {
    await take(says({ id: 'c1' }));
    const slow = held(photo());
    const first = turn(slow.download);
    await first.run();
    await fetchAll();
    expect(await rowsOf('c1')).toMatchObject([{ state: 'due' }]);
    await leasesEnd();
    await fetchAll();
    expect(await rowsOf('c1')).toMatchObject([{ state: 'fetched' }]);
    slow.release();
    await first.stop();
  });

  it('lets nobody settle who was thought dead, while another one is at it', async () => {
    await take(says({ id: 'c2' }));
    const [dead, alive] = [held({ kind: 'status', status: 404, retryAfterMs: undefined }), held(photo())];
    const settled: string[] = [];
    const onSettled: MediaDeps['onSettled'] = (_media, { state }) => settled.push(state);
    const [first, second] = [turn(dead.download, { onSettled }), turn(alive.download, { onSettled })];
    await first.run();
    await leasesEnd();
    await second.run();
    dead.release();
    await first.stop();
    expect(await rowsOf('c2')).toMatchObject([{ state: 'due', code: null }]);
    alive.release();
    await second.stop();
    expect(await rowsOf('c2')).toMatchObject([{ state: 'fetched' }]);
    expect(settled).toEqual(['fetched']);
  });

  it('lets the other files of an account wait that was refused, and tries them when the configuration is another one', async () => {
    await take(
      ...Array.from({ length: 4 }, (_, n) => says({ id: `d${n}` })),
      says({ id: 'd-other', page: 'page-beta' }),
    );
    let calls = 0;
    const refuse: MediaDeps['download'] = () => {
      calls += 1;
      return Promise.resolve({ kind: 'status', status: 401, retryAfterMs: undefined });
    };
    await fetchAll(turn(refuse));
    await fetchAll(turn(refuse));
    // Two of the account at once, and the one of the other account.
    expect(calls).toBe(3);
    expect((await rowsOf('d3'))[0]).toMatchObject({ state: 'due', code: 'MEDIA_REFUSED' });
    await hurryMedia(db.handling);
    await fetchAll();
    await fetchAll();
    expect((await rowsOf('d3'))[0]).toMatchObject({ state: 'fetched', code: null });
  });

  it('waits for an account that left the configuration', async () => {
    await take(says({ id: 'e1' }));
    await fetchAll(turn(undefined, { account: () => undefined }));
    expect(await rowsOf('e1')).toMatchObject([{ state: 'due', code: 'MEDIA_ACCOUNT_UNKNOWN' }]);
  });

  it('gives up after eight days', async () => {
    await take(says({ id: 'f1' }));
    const away: MediaDeps['download'] = () => Promise.resolve({ kind: 'failed', cause: 'ECONNREFUSED' });
    await fetchAll(turn(away));
    expect(await rowsOf('f1')).toMatchObject([{ state: 'due', code: 'MEDIA_NOT_REACHED' }]);
    await hurryMedia(db.handling);
    await fetchAll(turn(away, { now: () => pipeline.nowMs + 9 * DAY }));
    expect(await rowsOf('f1')).toMatchObject([{ state: 'tombstone', code: 'MEDIA_GIVEN_UP' }]);
  });

  it('tries again after a fault of an adapter, which is told', async () => {
    await take(says({ id: 'g1' }));
    const told: unknown[] = [];
    const throwing: MediaDeps['download'] = () => Promise.reject(new Error('a fault of ours'));
    await fetchAll(turn(throwing, { onFailed: (_media, error) => told.push(error) }));
    expect(told).toEqual([new Error('a fault of ours')]);
    expect(await rowsOf('g1')).toMatchObject([{ state: 'due', code: 'MEDIA_FETCH_FAILED' }]);
  });
});

describe('rows and bytes', () => {
  it('are put right when they differ', async () => {
    await take(says({ id: 'h1' }));
    await fetchAll();
    // Bytes of a process that died before its commit, and some that may still get their row.
    const stray = await blobs.put('t-alfa', Readable.from([Buffer.from('verweesd')]));
    const young = await blobs.put('t-alfa', Readable.from([Buffer.from('jong')]));
    utimesSync(join(root, stray.digest.slice(0, 2), stray.digest), 1, 1);
    expect(await compareCopies({ store: db.handling, blobs }, Date.now())).toEqual({ strays: 1, lost: 0 });
    expect([await blobs.has(stray.digest), await blobs.has(young.digest)]).toEqual([false, true]);
    const [kept] = await rowsOf('h1');
    await blobs.remove(kept?.digest ?? '');
    expect(await compareCopies({ store: db.handling, blobs }, Date.now())).toEqual({ strays: 0, lost: 1 });
    expect(await rowsOf('h1')).toMatchObject([{ state: 'due', code: 'MEDIA_COPY_LOST', has_copy: false }]);
    await fetchAll();
    expect(await blobs.has(kept?.digest ?? '')).toBe(true);
  });

  it('are never said to be there when they were removed meanwhile', async () => {
    await take(says({ id: 'i1' }));
    const forgetful: BlobStore = {
      ...blobs,
      put: async (tenant, source) => {
        const stored = await blobs.put(tenant, source);
        await blobs.remove(stored.digest);
        return stored;
      },
    };
    await fetchAll(turn(undefined, { blobs: forgetful }));
    expect(await rowsOf('i1')).toMatchObject([{ state: 'due', code: 'MEDIA_COPY_LOST', has_copy: false }]);
  });
});
