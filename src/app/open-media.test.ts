import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from './environment.js';
import { blobFolder } from './open-media.js';

function folderFor(values: Readonly<Record<string, string>>): string | undefined {
  const read = readEnvironment(values);
  if (!read.ok) {
    throw new Error(read.errors.join('\n'));
  }
  return blobFolder(read.environment);
}

const CLUSTER = { SCHAKEL_DATABASE_URL: 'postgres://db/schakel' };

describe('the folder for copies of files', () => {
  it('is in the data folder of the embedded store unless it is told', () => {
    expect(folderFor({ SCHAKEL_DATA_DIR: '/data' })).toBe(join('/data', 'media'));
    expect(folderFor({ SCHAKEL_DATA_DIR: '/data', SCHAKEL_BLOB_URL: '/mnt/media' })).toBe('/mnt/media');
  });

  it('is told on a cluster, as a path or an address', () => {
    expect(folderFor(CLUSTER)).toBeUndefined();
    expect(folderFor({ ...CLUSTER, SCHAKEL_BLOB_URL: 'media' })).toBe(resolve('media'));
    expect(folderFor({ ...CLUSTER, SCHAKEL_BLOB_URL: 'file:///mnt/media' })).toBe('/mnt/media');
  });

  it.each(['s3://bucket/media', 'https://blobs.example/x'])('is no %s yet', (url) => {
    expect(() => folderFor({ ...CLUSTER, SCHAKEL_BLOB_URL: url })).toThrow('must be a folder');
  });
});
