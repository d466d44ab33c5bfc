import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { crashServer, stopServer } from './control.js';

describe('control of a server that somebody else runs', () => {
  let folder: string;
  const before = process.env['SCHAKEL_TEST_SERVERS'];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'schakel-control-'));
    const record = join(folder, 'servers.json');
    writeFileSync(record, JSON.stringify({ servers: { redis: { way: 'url', url: 'redis://elsewhere' } } }));
    process.env['SCHAKEL_TEST_SERVERS'] = record;
  });

  afterEach(() => {
    if (before === undefined) {
      delete process.env['SCHAKEL_TEST_SERVERS'];
    } else {
      process.env['SCHAKEL_TEST_SERVERS'] = before;
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it('says that it cannot be controlled', async () => {
    await expect(crashServer('redis')).rejects.toThrow('cannot crash redis: it was given by URL');
  });

  it('says so too when only URLs are set', async () => {
    delete process.env['SCHAKEL_TEST_SERVERS'];
    await expect(stopServer('postgres')).rejects.toThrow('cannot stop postgres: it was given by URL');
  });
});
