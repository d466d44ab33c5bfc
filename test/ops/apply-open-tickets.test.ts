import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { freshDatabase } from '../support/fresh-database.js';
import { testConfiguration } from '../support/schakel/configuration.js';
import { runCommand } from '../support/schakel/process.js';

jest.setTimeout(120_000);

const folder = testConfiguration({ webhookUrl: 'http://127.0.0.1:9', zammadUrl: 'http://127.0.0.1:9' });
let environment: Record<string, string>;

function run(...args: readonly string[]): ReturnType<typeof runCommand> {
  return runCommand(args, environment);
}

/** Every first answer within so many minutes, in the policy of Antwerpen and Gent and of nobody else. */
function promiseWithin(minutes: number): void {
  const file = join(folder, 'sla', 'snel-2026-01-01.yaml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replaceAll(/firstResponseMinutes: \d+/g, `firstResponseMinutes: ${minutes}`));
}

beforeAll(async () => {
  environment = { SCHAKEL_DATABASE_URL: await freshDatabase(), SCHAKEL_ENCRYPTION_KEY: '22'.repeat(32) };
  expect((await run('migrate')).code).toBe(0);
  expect((await run('config', 'apply', '--config', folder)).code).toBe(0);
});

describe('config apply', () => {
  it('says for whom promises change and what becomes of open tickets', async () => {
    promiseWithin(25);
    const pinned = await run('config', 'apply', '--config', folder);
    expect(pinned.output).toMatch(
      /^Promises change for antwerpen, gent: tickets that are open keep the terms under which they run; --open-tickets migrate or recompute gives them the new ones\.$/m,
    );
    promiseWithin(20);
    const migrated = await run('config', 'apply', '--config', folder, '--open-tickets', 'migrate');
    expect(migrated.output).toMatch(
      /^Promises change for antwerpen, gent: tickets that are open go on under the new terms, and/m,
    );
    promiseWithin(15);
    const recomputed = await run('--json', 'config', 'apply', '--config', folder, '--open-tickets', 'recompute');
    expect(JSON.parse(recomputed.output)).toMatchObject({
      changed: true,
      openTickets: 'recompute',
      otherPromises: ['antwerpen', 'gent'],
    });
  });

  it('refuses another word, and says which there are', async () => {
    const { code, output } = await run('config', 'apply', '--config', folder, '--open-tickets', 'forget');
    expect({ code, output }).toMatchObject({
      code: 1,
      output: expect.stringContaining('--open-tickets forget is not known; allowed: pin, migrate, recompute.'),
    });
  });
});
