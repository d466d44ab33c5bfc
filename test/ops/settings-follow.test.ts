import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { loadAdapters } from '../../src/app/adapters.js';
import { applyFolder } from '../../src/app/apply-folder.js';
import { readEnvironment, type Environment } from '../../src/app/environment.js';
import { openDatabase } from '../../src/app/open-database.js';
import { serve } from '../../src/app/serve.js';
import { createLog } from '../../src/platform/log/log.js';
import { migrate } from '../../src/platform/store/migrate.js';
import { freshDatabase } from '../support/fresh-database.js';
import { testConfiguration } from '../support/schakel/configuration.js';
import { eventually } from '../support/schakel/eventually.js';

jest.setTimeout(60_000);

const KEY = 'test-key-of-operations';
/** Of the app of Gent in the demo configuration. */
const SIGNING = 'whsec_c2NoYWtlbC1kZW1vLWdlbnQtYXBwLXNpZ25pbmc=';
const folder = testConfiguration({ webhookUrl: 'http://127.0.0.1:9', zammadUrl: 'http://127.0.0.1:9' });
let environment: Environment;

async function apply(): Promise<void> {
  const database = await openDatabase(environment, createLog({ level: 'silent' }));
  await migrate(database.owner);
  await applyFolder(database.handling, await loadAdapters(), folder, 'test');
  await database.close();
}

beforeAll(async () => {
  const read = readEnvironment({
    SCHAKEL_DATABASE_URL: await freshDatabase(),
    SCHAKEL_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    SCHAKEL_PORT: '0',
    SCHAKEL_LOG_LEVEL: 'silent',
  });
  if (!read.ok) {
    throw new Error(read.errors.join('\n'));
  }
  ({ environment } = read);
  await apply();
});

/** Gives the app of Gent another account id, so that the path of its webhook changes. */
function renameAccount(from: string, to: string): void {
  const file = join(folder, 'municipalities', '44021-gent.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(`account: ${from}`, `account: ${to}`));
}

/** Whether a process of the role knows the account: by its signature, or by showing it. */
const KNOWS: Readonly<Record<'intake' | 'api', (url: string, account: string) => Promise<boolean>>> = {
  intake: async (url, account) => {
    const [id, sentAt] = [`msg_${account}`, new Date()];
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
      'webhook-signature': new Webhook(SIGNING).sign(id, sentAt, '{}'),
    };
    const { ok } = await fetch(`${url}/webhooks/standard/${account}`, { method: 'POST', headers, body: '{}' });
    return ok;
  },
  api: async (url, account) => {
    const response = await fetch(`${url}/api/v1/municipalities`, { headers: { authorization: `Bearer ${KEY}` } });
    return (await response.text()).includes(account);
  },
};

describe('configuration that comes into force', () => {
  const closing: (() => Promise<void>)[] = [];
  afterAll(async () => {
    await Promise.all(closing.map((close) => close()));
  });

  it('is taken over by a process of any role that runs, also without workers', async () => {
    const roles = ['intake', 'api'] as const;
    const running = await Promise.all(
      roles.map(async (role) => {
        const service = await serve({ environment, roles: [role], configFolder: undefined, bootstrapKey: KEY });
        closing.push(() => service.close());
        return { role, knows: (account: string) => KNOWS[role](service.url, account) };
      }),
    );
    for (const { role, knows } of running) {
      expect({ role, old: await knows('gent-app'), next: await knows('gent-next') }).toEqual({
        ...{ role, old: true, next: false },
      });
    }
    renameAccount('gent-app', 'gent-next');
    await apply();
    for (const { role, knows } of running) {
      await eventually(
        `the role ${role}`,
        async () => (await knows('gent-next')) && !(await knows('gent-app')),
        10_000,
      );
    }
  });
});
