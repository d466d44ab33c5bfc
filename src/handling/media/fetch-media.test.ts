import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as files from '../../../test/support/sample-files.js';
import type {
  Attachment,
  ChannelContext,
  FileType,
  MailClient,
  MailFileOpened,
  MediaLocation,
} from '../../adapter-sdk/index.js';
import { blobKeys } from '../../platform/blob/blob-keys.js';
import type { BlobStore } from '../../platform/blob/blob-store.js';
import { folderStore } from '../../platform/blob/folder-store.js';
import type { Downloading, DownloadRequest } from '../../platform/http-out/download.js';
import { fetchMedia, type Fetched } from './fetch-media.js';

let root: string;
let blobs: BlobStore;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'schakel-fetch-'));
  blobs = folderStore(root, blobKeys(Buffer.alloc(32, 1)));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const AT: MediaLocation = {
  ...{ kind: 'at', url: 'https://files.example/1', hosts: ['files.example'] },
  ...{ refused: 'park', missing: 'retry' },
};

interface Told {
  readonly at?: MediaLocation;
  readonly found?: Downloading;
  readonly type?: Attachment['type'];
  readonly maxBytes?: Partial<Record<FileType, number>>;
}

const asked: DownloadRequest[] = [];

function fetched({ at = AT, found = body(files.PNG), type = 'image', maxBytes = {} }: Told): Promise<Fetched> {
  const context: ChannelContext = {
    http: () => Promise.reject(new Error('not called here')),
    ...{ baseUrl: 'https://api.example', settings: {}, nowMs: 0 },
  };
  asked.length = 0;
  return fetchMedia(
    {
      blobs,
      download: (request) => {
        asked.push(request);
        return Promise.resolve(found);
      },
      signal: new AbortController().signal,
    },
    { access: { policies: {}, maxBytes, locate: () => Promise.resolve(at) }, context },
    { tenant: 'gent', account: '1', messageId: 'm1', attachment: { type, mediaId: 'x' } },
  );
}

const IN_MAILBOX: MediaLocation = {
  ...{ kind: 'in-mailbox', server: { host: 'imap.example', port: 993, security: 'tls' } },
  place: { folder: 'INBOX', numbering: '7', uid: 12, part: '2', otherFolders: [] },
};

/** A file of a mail, and what the mailbox says when it is opened. */
function fetchedByMail(opened: MailFileOpened | undefined, maxBytes = 1_000): Promise<Fetched> {
  const no = (): Promise<never> => Promise.reject(new Error('not called here'));
  const openFile = (...[place]: Parameters<MailClient['openFile']>): Promise<MailFileOpened> =>
    opened === undefined || place.uid !== 12 ? no() : Promise.resolve(opened);
  const mail = { sendMail: no, greetServer: no, readMailbox: no, openFile, watchMailbox: no };
  return fetchMedia(
    { blobs, download: no, signal: new AbortController().signal },
    {
      access: { policies: {}, maxBytes: { image: maxBytes }, locate: () => Promise.resolve(IN_MAILBOX) },
      context: { http: no, baseUrl: '', settings: {}, nowMs: 0, ...(opened === undefined ? {} : { mail }) },
    },
    { tenant: 'gent', account: '1', messageId: 'm1', attachment: { type: 'image', mediaId: '7/12/2' } },
  );
}

function body(...parts: readonly Buffer[]): Downloading {
  return { kind: 'body', body: Readable.from(parts), declaredBytes: undefined };
}

function kept(): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(root, name)).isFile());
}

describe('an attempt to fetch a file of a mail', () => {
  it('passes through the same checks', async () => {
    const photo = Readable.from([files.PNG]);
    expect(await fetchedByMail({ kind: 'open', body: photo })).toMatchObject({
      kind: 'fetched',
      mimeType: 'image/png',
    });
    const program = Readable.from([files.WINDOWS_PROGRAM]);
    expect(await fetchedByMail({ kind: 'open', body: program })).toEqual({
      kind: 'gone',
      code: 'MEDIA_TYPE_FORBIDDEN',
    });
    const large = Readable.from([files.PNG, Buffer.alloc(500), Buffer.alloc(500)]);
    expect(await fetchedByMail({ kind: 'open', body: large })).toEqual({ kind: 'gone', code: 'MEDIA_TOO_LARGE' });
    // The connection to the mailbox ends with it.
    expect([photo.destroyed, program.destroyed, large.destroyed]).toEqual([true, true, true]);
  });

  it.each<[MailFileOpened | undefined, object]>([
    [{ kind: 'gone' }, { kind: 'gone', code: 'MEDIA_GONE' }],
    [{ kind: 'login-refused' }, { kind: 'park', code: 'MEDIA_REFUSED', detail: 'login-refused' }],
    [{ kind: 'folder-refused' }, { kind: 'park', code: 'MEDIA_REFUSED', detail: 'folder-refused' }],
    [
      { kind: 'failed', cause: 'timeout' },
      { kind: 'retry', code: 'MEDIA_NOT_REACHED', detail: 'timeout' },
    ],
    [undefined, { kind: 'retry', code: 'MEDIA_NOT_REACHED', detail: 'there is no way to mailboxes' }],
  ])('that finds %j is %j', async (opened, expected) => {
    expect(await fetchedByMail(opened)).toEqual(expected);
  });
});

describe('an attempt to fetch', () => {
  it('keeps what may be kept, by what its bytes are', async () => {
    const result = await fetched({});
    expect(result).toMatchObject({ kind: 'fetched', mimeType: 'image/png', bytes: files.PNG.length });
    expect(await blobs.has(result.kind === 'fetched' ? result.digest : '')).toBe(true);
    expect(asked).toMatchObject([
      { url: 'https://files.example/1', hosts: ['files.example'], ownOrigin: 'https://api.example' },
    ]);
  });

  it.each<[string, Told, string]>([
    ['a program', { found: body(files.WINDOWS_PROGRAM) }, 'MEDIA_TYPE_FORBIDDEN'],
    ['a program that is called a file', { found: body(files.LINUX_PROGRAM), type: 'file' }, 'MEDIA_TYPE_FORBIDDEN'],
    ['a drawing with a script', { found: body(files.SVG) }, 'MEDIA_TYPE_FORBIDDEN'],
    ['a page', { found: body(files.HTML), type: 'file' }, 'MEDIA_TYPE_FORBIDDEN'],
    ['an archive', { found: body(files.ZIP), type: 'file' }, 'MEDIA_TYPE_FORBIDDEN'],
    ['a document that is called a photo', { found: body(files.PDF) }, 'MEDIA_TYPE_MISMATCH'],
    ['nothing', { found: body() }, 'MEDIA_EMPTY'],
    ['more than the platform takes', { maxBytes: { image: 60 } }, 'MEDIA_TOO_LARGE'],
    [
      'more than was promised',
      { found: body(files.PNG, ...Array.from({ length: 30 }, () => Buffer.alloc(64_000))), maxBytes: { image: 1e6 } },
      'MEDIA_TOO_LARGE',
    ],
    ['what has no bytes', { type: 'location' }, 'MEDIA_NOTHING_TO_FETCH'],
    ['what an adapter calls gone', { at: { kind: 'gone', code: 'MEDIA_GONE' } }, 'MEDIA_GONE'],
    ['an address of nobody', { found: { kind: 'refused', cause: 'not https' } }, 'MEDIA_ADDRESS_REFUSED'],
  ])('keeps nothing of %s', async (_label, told, code) => {
    expect(await fetched(told)).toMatchObject({ kind: 'gone', code });
    expect(kept()).toEqual([]);
  });

  it('does not begin to read what says that it is too large', async () => {
    const source = Readable.from([files.PNG]);
    const found = { kind: 'body', body: source, declaredBytes: 101 * 1024 * 1024 } as const;
    expect(await fetched({ found })).toEqual({ kind: 'gone', code: 'MEDIA_TOO_LARGE' });
    expect(source.readableDidRead).toBe(false);
    expect(source.destroyed).toBe(true);
  });

  it.each<[number, Partial<Extract<MediaLocation, { kind: 'at' }>>, object]>([
    [401, { refused: 'park' }, { kind: 'park', code: 'MEDIA_REFUSED', detail: 'status 401' }],
    [403, { refused: 'gone' }, { kind: 'gone', code: 'MEDIA_GONE' }],
    [404, { missing: 'retry' }, { kind: 'retry', code: 'MEDIA_GONE' }],
    [410, { missing: 'gone' }, { kind: 'gone', code: 'MEDIA_GONE' }],
    [429, {}, { kind: 'retry', code: 'MEDIA_RATE_LIMITED', afterMs: 7000 }],
    [500, {}, { kind: 'retry', code: 'MEDIA_SERVER_ERROR' }],
    [206, {}, { kind: 'retry', code: 'MEDIA_SERVER_ERROR' }],
  ])('reads the status %i as the channel does', async (status, at, expected) => {
    const found = { kind: 'status', status, retryAfterMs: status === 429 ? 7000 : undefined } as const;
    expect(await fetched({ at: { ...AT, ...at }, found })).toMatchObject(expected);
  });

  it('tries again when the bytes break off, and keeps no half', async () => {
    async function* half(): AsyncGenerator<Buffer> {
      yield files.PNG;
      yield Buffer.alloc(100_000);
      throw Object.assign(new Error('https://x/?token=geheim'), { code: 'UND_ERR_SOCKET' });
    }
    const found = { kind: 'body', body: Readable.from(half()), declaredBytes: undefined } as const;
    expect(await fetched({ found })).toEqual({ kind: 'retry', code: 'MEDIA_BROKEN_OFF', detail: 'UND_ERR_SOCKET' });
    expect(kept()).toEqual([]);
  });
});
