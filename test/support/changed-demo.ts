import { expect } from '@jest/globals';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AdapterCatalogue } from '../../src/settings/adapter-catalogue.js';
import { deepFreeze } from '../../src/settings/canonical.js';
import { readCheckers } from '../../src/settings/checkers.js';
import { readFolder } from '../../src/settings/files.js';
import { checkedSettings, loadSettings, type LoadResult } from '../../src/settings/load.js';

const FOLDERS = { channel: 'channels', crm: 'crms', 'contact-center': 'contact-centers' } as const;
const DEMO = 'config/demo';
export const TODAY = '2026-11-23';

/** The adapters of this repository, read as the composition root reads them. */
export const catalogue: AdapterCatalogue = {
  ids: (kind) => readdirSync(join('adapters', FOLDERS[kind])),
  settingsSchema(kind, id) {
    const file = join('adapters', FOLDERS[kind], id, 'settings.schema.json');
    return existsSync(file) ? Object(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
  },
};

/** What a load needs beside a folder, compiled once for all tests of a file. */
export const options = { adapters: catalogue, today: TODAY, checkers: await readCheckers(catalogue) };
const demo = deepFreeze(await readFolder(DEMO));

export function load(folder: string, today = TODAY): Promise<LoadResult> {
  return loadSettings({ ...options, folder, today });
}

export function errorsOf(result: LoadResult): readonly string[] {
  return result.ok ? [] : result.errors;
}

export interface Change {
  readonly file: string;
  /** What is replaced, and by what; without them the file is written or, without `to`, removed. */
  readonly from?: string | RegExp;
  readonly to?: string;
}

async function write(folder: string, file: string, from: Change['from'], to: string): Promise<void> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  if (from === undefined) {
    await writeFile(path, to);
    return;
  }
  const before = await readFile(existsSync(path) ? path : join(DEMO, file), 'utf8');
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  await writeFile(path, after);
}

/** Loads the demonstration with some changes. Only those are read: reading the rest again took most of these tests. */
export async function withChanges(...changes: readonly Change[]): Promise<LoadResult> {
  const folder = await mkdtemp(join(tmpdir(), 'schakel-config-'));
  try {
    for (const { file, from, to } of changes) {
      if (to !== undefined) {
        await write(folder, file, from, to);
      } else {
        expect(demo.files.map((one) => one.file)).toContain(file);
      }
    }
    const { files, errors } = await readFolder(folder);
    const replaced = new Set(changes.map(({ file }) => file));
    const kept = demo.files.filter(({ file }) => !replaced.has(file));
    // In the order in which a whole folder is read.
    const all = [...kept, ...files].toSorted((a, b) => (a.file < b.file ? -1 : 1));
    return await checkedSettings({ files: all, errors }, options);
  } finally {
    await rm(folder, { recursive: true });
  }
}
