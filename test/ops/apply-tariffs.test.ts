import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readEnvironment } from '../../src/app/environment.js';
import { openDatabase } from '../../src/app/open-database.js';
import { billingPeriod, rateUsage, subscriptionsOf } from '../../src/billing/index.js';
import { createLog } from '../../src/platform/log/log.js';
import type { Settings } from '../../src/settings/snapshot.js';
import { freshDatabase } from '../support/fresh-database.js';
import { testConfiguration } from '../support/schakel/configuration.js';
import { runCommand } from '../support/schakel/process.js';

jest.setTimeout(120_000);

const folder = testConfiguration({ webhookUrl: 'http://127.0.0.1:9', zammadUrl: 'http://127.0.0.1:9' });
const tariffFile = join(folder, 'tariffs', 'per-gebruik-2026-01-01.yaml');
const original = readFileSync(tariffFile, 'utf8');
let environment: Record<string, string>;

function apply(...args: readonly string[]): ReturnType<typeof runCommand> {
  return runCommand(['config', 'apply', '--config', folder, ...args], environment);
}

beforeAll(async () => {
  environment = { SCHAKEL_DATABASE_URL: await freshDatabase(), SCHAKEL_ENCRYPTION_KEY: '22'.repeat(32) };
  expect((await runCommand(['migrate'], environment)).code).toBe(0);
  expect((await apply('--from', '2026-03-01T00:00:00+01:00')).code).toBe(0);
});

describe('config apply and tariffs', () => {
  it('refuses a version that was applied and then edited, and says to add one', async () => {
    writeFileSync(tariffFile, original.replace("'25.00'", "'26.00'"));
    const { code, output } = await apply();
    expect(code).toBe(1);
    expect(output).toContain(
      'Version 2026-01-01 of tariff "per-gebruik" was applied before and was edited since; put it back as it was, and add a version with a later date.',
    );
  });

  it('takes a new version beside it, and one that was only written otherwise', async () => {
    writeFileSync(tariffFile, `# Een opmerking\n${original}`);
    const next = original.replace('2026-01-01', '2026-02-01').replace("'25.00'", "'26.00'");
    writeFileSync(join(folder, 'tariffs', 'per-gebruik-2026-02-01.yaml'), next);
    expect((await apply('--from', '2026-03-02T00:00:00+01:00')).code).toBe(0);
  });

  it('keeps who had which tariff from when on, and the fee goes by the days of each', async () => {
    const town = join(folder, 'municipalities', '24062-leuven.yaml');
    writeFileSync(town, readFileSync(town, 'utf8').replace('tariff: per-gebruik', 'tariff: groot-volume'));
    // Half past midnight in Brussels is still the day before in UTC.
    expect((await apply('--from', '2026-03-11T00:30:00+01:00')).code).toBe(0);
    const read = readEnvironment(environment);
    const database = read.ok ? await openDatabase(read.environment, createLog({ level: 'silent' })) : undefined;
    const period = billingPeriod('2026-03');
    const found = await subscriptionsOf(database?.handling ?? fail(), ['leuven', 'brugge'], period);
    const [row] =
      (await database?.handling.query<{ body: Settings }>(
        `select s.body from settings_snapshot s join settings_activation a on a.hash = s.hash order by a.id desc limit 1`,
      )) ?? [];
    await database?.close();
    const versions = row?.body.tariffs ?? [];
    const fees = ['leuven', 'brugge'].map((tenant) =>
      rateUsage({ period, days: [], subscriptions: found.get(tenant) ?? [], versions }).lines.map(
        ({ tariff, tariffVersion, amountEuro }) => [tariff, tariffVersion, amountEuro],
      ),
    );
    expect(fees).toEqual([
      [
        // 10 of 31 days, then 21: the day of the change belongs to the new tariff.
        ['per-gebruik', '2026-02-01', '8.387096774'],
        ['groot-volume', '2026-01-01', '304.838709677'],
      ],
      [['per-gebruik', '2026-02-01', '26.00']],
    ]);
  });

  it('refuses a price of a platform that was applied and then edited or removed, and takes one that was lacking', async () => {
    mkdirSync(join(folder, 'platform-prices'), { recursive: true });
    const file = join(folder, 'platform-prices', 'whatsapp-2026-04-01.yaml');
    const card = "platform: whatsapp\nvalidFrom: '2026-04-01'\nsource: proef\nprices:\n  whatsapp.service: '0.0456'\n";
    writeFileSync(file, card);
    expect(await apply('--from', '2026-03-18T00:00:00+01:00')).toMatchObject({ code: 0 });
    const refused = 'Version 2026-04-01 of the prices of "whatsapp" was applied before, and a price of it was edited';
    writeFileSync(file, card.replace('0.0456', '0.0457'));
    expect((await apply()).output).toContain(refused);
    rmSync(file);
    expect((await apply()).output).toContain(refused);
    writeFileSync(file, `${card}  whatsapp.utility: '0.05'\n`);
    expect(await apply('--from', '2026-03-19T00:00:00+01:00')).toMatchObject({ code: 0 });
  });

  it('refuses a pool that was applied and then edited or removed, and takes a version that ends it', async () => {
    mkdirSync(join(folder, 'pools'));
    const file = join(folder, 'pools', 'west-2026-04-01.yaml');
    const pool = "name: west\nvalidFrom: '2026-04-01'\nmembers: [brugge]\nsplit: by-units\n";
    writeFileSync(file, pool);
    expect(await apply('--from', '2026-03-20T00:00:00+01:00')).toMatchObject({ code: 0 });
    const refused = 'Version 2026-04-01 of pool "west" was applied before and was edited or removed since; put it back';
    writeFileSync(file, pool.replace('by-units', 'by-stand-alone'));
    expect((await apply()).output).toContain(refused);
    rmSync(file);
    expect((await apply()).output).toContain(refused);
    writeFileSync(file, pool);
    writeFileSync(
      join(folder, 'pools', 'west-2026-06-01.yaml'),
      pool.replace('2026-04', '2026-06').replace('[brugge]', '[]'),
    );
    expect(await apply('--from', '2026-03-21T00:00:00+01:00')).toMatchObject({ code: 0 });
  });
});

function fail(): never {
  throw new Error('the environment of the test is wrong');
}
