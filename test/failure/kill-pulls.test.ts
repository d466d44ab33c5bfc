import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import type { FakeLinkedIn } from '../../src/demo/linkedin/fake-linkedin.js';
import { startFakeLinkedIn } from '../../src/demo/linkedin/server.js';
import { ApiClient } from '../support/schakel/api-client.js';
import { testConfiguration } from '../support/schakel/configuration.js';
import { eventually } from '../support/schakel/eventually.js';
import { install, type Installation } from '../support/schakel/profiles.js';

jest.setTimeout(90_000);

const PAGE = { organization: '9900001', name: 'Stad Leuven', token: 'AQX-test-only' };
const NOWHERE = 'http://127.0.0.1:9';

/** Adds a page on LinkedIn to a municipality of the demo. */
function withPage(folder: string): string {
  const file = join(folder, 'municipalities', '24062-leuven.yaml');
  const account = `
  - channel: linkedin
    account: '${PAGE.organization}'
    name: ${PAGE.name}
    settings:
      accessToken: { demo: ${PAGE.token} }`;
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^accounts:$/m, `accounts:${account}`));
  return folder;
}

let platform: FakeLinkedIn;
let schakel: Installation;
let database: pg.Client;
let post: string;

async function cursor(): Promise<string | null | undefined> {
  const { rows } = await database.query<{ cursor: string | null }>(
    "select cursor from pulled_account where channel = 'linkedin'",
  );
  return rows[0]?.cursor;
}

/** A quarter of an hour goes by, and the lease of whoever died ends. */
async function lookAgain(): Promise<void> {
  await database.query("update pulled_account set next_at = now(), lease_until = null where channel = 'linkedin'");
}

beforeAll(async () => {
  platform = await startFakeLinkedIn({ pages: [PAGE] });
  ({ post } = platform.publish({ organization: PAGE.organization, text: 'Nieuwe openingsuren' }));
  schakel = await install('server', {
    configFolder: withPage(testConfiguration({ webhookUrl: NOWHERE, zammadUrl: NOWHERE })),
    platformUrl: NOWHERE,
    environment: { SCHAKEL_LINKEDIN_BASE_URL: platform.url },
  });
  database = new pg.Client({ connectionString: schakel.databaseUrl });
  await database.connect();
  await eventually('the first look', async () => typeof (await cursor()) === 'string');
});
afterAll(async () => {
  await database.end();
  await schakel.stop('SIGKILL');
  await platform.close();
});

const DEATHS = (['intake.claim', 'intake.pull'] as const).flatMap((point) =>
  (['before', 'after'] as const).map((moment) => `${point}:${moment}`),
);

describe('a worker that is killed while it looks at a platform', () => {
  it.each(DEATHS)('at %s loses no comment and doubles none', async (death) => {
    const text = `Wanneer opent het loket (${death})?`;
    platform.comment({ actor: 'urn:li:person:An1', post, text });
    schakel.arm('all', death);
    await lookAgain();
    const process = schakel.processes.get('all');
    await eventually(`the death at ${death}`, () => process?.hasEnded === true, 30_000);
    expect(await process?.ended()).toBe('SIGKILL');
    schakel.arm('all', undefined);
    await schakel.start();
    await lookAgain();
    const api = new ApiClient(schakel.apiUrl, schakel.key);
    const about = `?channel=linkedin&q=${encodeURIComponent(death)}`;
    await eventually('the ticket', async () => (await api.tickets(about)).length > 0);
    // And a look that finds nothing new.
    await lookAgain();
    await eventually('the next look', async () => {
      const { rows } = await database.query(
        "select from pulled_account where channel = 'linkedin' and next_at > now() and lease_until is null",
      );
      return rows.length === 1;
    });
    expect(await api.tickets(about)).toHaveLength(1);
    const report = await eventually('nothing pending', async () => {
      const { body } = await api.get('/reconciliation');
      const { rows } = body as unknown as { readonly rows: readonly { readonly pending: number }[] };
      return rows.every(({ pending }) => pending === 0) && body;
    });
    expect(report).toMatchObject({ ok: true, findings: [] });
  });
});
