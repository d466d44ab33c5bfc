import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MONTHS_TO_CLOSE, monthsAgo } from '../support/schakel/configuration.js';
import { buildScene, readDatabase, type Scene } from './scene.js';

jest.setTimeout(90_000);

const DEBTORS = 5;
/** JSON, PDF, UBL and CSV. */
const FORMS = 4;
const VERIFY = join(import.meta.dirname, '..', '..', 'scripts', 'verify-statement.mjs');

/** At the reading, at the first, a middle and the last debtor, on both sides of the commit. */
const DEATHS = [
  ...['billing.read:before:1', 'billing.read:after:1', 'billing.close:before:1', 'billing.close:after:1'],
  ...['billing.close:before:3', 'billing.close:after:3', 'billing.close:after:5'],
] as const;

interface Issued {
  readonly debtor: string;
  readonly number: number;
}

describe('a closing of a month that is killed', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await buildScene({ profile: 'server' });
    scene.say();
    await scene.proveAll();
  });
  afterAll(async () => {
    await scene.close();
  });

  it.each(DEATHS.map((death, index) => [death, monthsAgo(MONTHS_TO_CLOSE - index)] as const))(
    'at %s is simply given again: %s has each invoice once, and no number is missing',
    async (death, month) => {
      const close = ['invoice', 'close', '--period', month];
      const killed = await scene.schakel.command(close, { SCHAKEL_FAILPOINT: death });
      expect(killed.code).toBe('SIGKILL');
      expect(await scene.schakel.command(close)).toMatchObject({ code: 0 });
      const issued = await readDatabase<Issued>(scene, 'select debtor, number from invoice order by number');
      const ofMonth = issued.slice(-DEBTORS);
      expect(new Set(ofMonth.map(({ debtor }) => debtor)).size).toBe(DEBTORS);
      expect(issued.map(({ number }) => number)).toEqual(issued.map((_, index) => index + 1));
    },
  );

  it('does nothing when it is given once more', async () => {
    const issued = await readDatabase<Issued>(scene, 'select debtor, number from invoice order by number');
    const close = ['invoice', 'close', '--period', monthsAgo(MONTHS_TO_CLOSE - DEATHS.length + 1)];
    expect(await scene.schakel.command(close)).toMatchObject({ code: 0 });
    expect(await readDatabase(scene, 'select debtor, number from invoice order by number')).toEqual(issued);
  });

  it('leaves invoices that can be taken along, and statements that anybody can check', async () => {
    const month = monthsAgo(MONTHS_TO_CLOSE);
    const folder = await mkdtemp(join(tmpdir(), 'schakel-invoices-'));
    try {
      const exported = await scene.schakel.command(['invoice', 'export', '--period', month, '--out', folder]);
      expect({ ...exported, output: exported.code === 0 ? '' : exported.output }).toMatchObject({
        code: 0,
        output: '',
      });
      const files = await readdir(folder);
      expect(files.filter((name) => name.startsWith('SCH-'))).toHaveLength(DEBTORS * FORMS);
      const make = ['statement', 'make', '--period', month, '--municipality', '24062', '--out', folder];
      const secret = { SCHAKEL_STATEMENT_KEY: Buffer.alloc(32, 1).toString('base64') };
      expect(await scene.schakel.command(make, secret)).toMatchObject({ code: 0 });
      const named = ['statement.json', 'entries.ndjson'].map((ending) => join(folder, `24062-${month}.${ending}`));
      const { stdout } = await promisify(execFile)(process.execPath, [
        VERIFY,
        ...named,
        join(folder, 'public-key.pem'),
      ]);
      expect(stdout.match(/^yes /gm)).toHaveLength(3);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('leaves books that agree', async () => {
    await scene.proveAll();
    const { code, output } = await scene.schakel.command(['reconcile']);
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
  });
});
