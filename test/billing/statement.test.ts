import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSigningKey, makeStatement } from '../../src/billing/index.js';
import type { Statement } from '../../src/billing/statement/statement.js';
import type { Database } from '../../src/platform/store/store.js';
import { newestDatabase } from '../support/newest-database.js';
import { closingScene, type ClosingScene } from './closing-scene.js';

const SCRIPT = join(import.meta.dirname, '..', '..', 'scripts', 'verify-statement.mjs');
const KEY = createSigningKey(Buffer.alloc(32, 7).toString('base64'));
const OTHER_KEY = createSigningKey(Buffer.alloc(32, 8).toString('base64'));

let db: Database;
let scene: ClosingScene;
let folder: string;

beforeAll(async () => {
  db = await newestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'schakel-statement-'));
  scene = await closingScene(db);
  await scene.says('an', '2026-09-10T08:00:00Z');
  await scene.says('bea', '2026-09-11T08:00:00Z');
  // A month is closed when the next one is under way already.
  await scene.says('dirk', '2026-10-01T08:00:00Z');
  await scene.close('2026-09');
  await scene.says('cas', '2026-09-20T08:00:00Z');
  await scene.judges('spam', 'an', true);
  await scene.close('2026-10');
});

afterAll(async () => {
  await db.close();
  await rm(folder, { recursive: true });
});

interface Made {
  readonly statement: Statement;
  readonly lines: readonly string[];
}

async function made(period: string, lastDate: string): Promise<Made> {
  const lines: string[] = [];
  const about = { tenant: 't-alfa', nis: '44001', name: 'alfa', period, lastDate };
  const statement = await makeStatement(db.handling, about, KEY, (line) => {
    lines.push(line);
  });
  return { statement, lines };
}

/** What an outsider sees who runs the script: its exit code and its lines. */
async function verified({ statement, lines }: Made, key = KEY): Promise<{ code: number; said: readonly string[] }> {
  const files = ['statement.json', 'entries.ndjson', 'key.pem'].map((name) => join(folder, name));
  const contents = [JSON.stringify(statement), lines.map((line) => `${line}\n`).join(''), key.publicKey];
  await Promise.all(files.map((file, index) => writeFile(file, contents[index] ?? '')));
  const { stdout, code } = await promisify(execFile)(process.execPath, [SCRIPT, ...files])
    .then(({ stdout: text }) => ({ stdout: text, code: 0 }))
    .catch((error: { stdout: string; code: number }) => error);
  return { code, said: stdout.trim().split('\n') };
}

const september = (): Promise<Made> => made('2026-09', '2026-09-30');
const october = (): Promise<Made> => made('2026-10', '2026-10-31');

describe('the statement of a closed month', () => {
  it('counts by meter and channel what its closing saw, and is always the same', async () => {
    const { statement } = await september();
    expect(statement).toMatchObject({
      ...{ format: 'schakel-statement-1', tenant: 't-alfa', nis: '44001', period: '2026-09', entries: 4 },
      counts: [
        { meter: 'message.received', channel: 'chat', quantity: 2 },
        { meter: 'ticket.opened', channel: 'chat', quantity: 2 },
      ],
    });
    expect((await september()).statement).toEqual(statement);
  });

  it('has what came late in the month in which it became known, and each entry once', async () => {
    const [first, second] = [await september(), await october()];
    // A ticket and a message of its own, two that came late, and two that were taken back.
    expect(second.statement).toMatchObject({
      entries: 6,
      counts: [
        { meter: 'message.received', channel: 'chat', quantity: 1 },
        { meter: 'ticket.opened', channel: 'chat', quantity: 1 },
      ],
    });
    const [row] = await db.handling.query<{ n: number }>(
      `select count(*)::int as n from usage_entry where tenant = 't-alfa'`,
    );
    expect(new Set([...first.lines, ...second.lines]).size).toBe(row?.n);
  });

  it('is refused for a month that is not closed', async () => {
    await expect(made('2026-11', '2026-11-30')).rejects.toThrow('alfa, 2026-11: the month is not closed');
  });
});

describe('an outsider with the script, the statement, its entries and the public key', () => {
  it('sees that all is well', async () => {
    expect(await verified(await september())).toEqual({
      code: 0,
      said: [
        'yes  the signature is that of the key',
        'yes  every entry is there, unchanged and in its place',
        'yes  the counts are those of the entries',
      ],
    });
  });

  const count = { meter: 'ticket.opened', channel: 'chat', quantity: 3 } as const;
  it.each<[string, (made: Made) => Made, readonly string[]]>([
    ['an entry that is missing', ({ lines, ...rest }) => ({ ...rest, lines: lines.slice(1) }), ['yes', 'NO', 'NO']],
    [
      'an entry that stands twice',
      ({ lines, ...rest }) => ({ ...rest, lines: [...lines.slice(0, 1), ...lines] }),
      ['yes', 'NO', 'NO'],
    ],
    [
      'two entries that changed places',
      ({ lines, ...rest }) => ({ ...rest, lines: lines.toReversed() }),
      ['yes', 'NO', 'yes'],
    ],
    [
      'an entry with another time',
      ({ lines, ...rest }) => ({ ...rest, lines: lines.map((line) => line.replace('T08:', 'T09:')) }),
      ['yes', 'NO', 'yes'],
    ],
    [
      'another count',
      ({ statement, lines }) => ({ lines, statement: { ...statement, counts: [count] } }),
      ['NO', 'yes', 'NO'],
    ],
    [
      'another month',
      ({ statement, lines }) => ({ lines, statement: { ...statement, period: '2026-08' } }),
      ['NO', 'NO', 'yes'],
    ],
  ])('sees %s', async (_, change, answers) => {
    const { code, said } = await verified(change(await september()));
    expect([code, said.map((line) => line.split('  ')[0]?.trim())]).toEqual([1, answers]);
  });

  it('sees that somebody else signed', async () => {
    expect((await verified(await september(), OTHER_KEY)).said[0]).toBe('NO   the signature is that of the key');
  });
});

describe('a signing key', () => {
  it('is 32 bytes', () => {
    expect(() => createSigningKey('dG8gc2hvcnQ=')).toThrow('SCHAKEL_STATEMENT_KEY must be 32 bytes as base64');
  });
});
