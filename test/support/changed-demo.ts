import { expect } from '@jest/globals';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AdapterCatalogue } from '../../src/settings/adapter-catalogue.js';
import { loadSettings, type LoadResult } from '../../src/settings/load.js';
import { readSchemas } from '../../src/settings/schemas.js';

const FOLDERS = { channel: 'channels', crm: 'crms', 'contact-center': 'contact-centers' } as const;
export const TODAY = '2026-11-23';

/** The adapters of this repository, read as the composition root reads them. */
export const catalogue: AdapterCatalogue = {
  ids: (kind) => readdirSync(join('adapters', FOLDERS[kind])),
  settingsSchema(kind, id) {
    const file = join('adapters', FOLDERS[kind], id, 'settings.schema.json');
    return existsSync(file) ? Object(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
  },
};

const checkers = await readSchemas();

export function load(folder: string, today = TODAY): Promise<LoadResult> {
  return loadSettings({ folder, adapters: catalogue, today, checkers });
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

/** Loads a copy of the demonstration with some changes. */
export async function withChanges(...changes: readonly Change[]): Promise<LoadResult> {
  const folder = await mkdtemp(join(tmpdir(), 'schakel-config-'));
  try {
    await cp('config/demo', folder, { recursive: true });
    for (const { file, from, to } of changes) {
      const path = join(folder, file);
      await mkdir(dirname(path), { recursive: true });
      if (to === undefined) {
        await rm(path);
        continue;
      }
      const before = from === undefined ? '' : await readFile(path, 'utf8');
      const after = from === undefined ? to : before.replace(from, to);
      expect(after).not.toBe(before);
      await writeFile(path, after);
    }
    return await load(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
