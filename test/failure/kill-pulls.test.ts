import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import type { FakeLinkedIn } from '../../src/demo/linkedin/fake-linkedin.js';
import { startFakeLinkedIn } from '../../src/demo/linkedin/server.js';
import type { CommitPoint } from '../../src/platform/store/commit-points.js';
import { ApiClient } from '../support/schakel/api-client.js';
import { testConfiguration } from '../support/schakel/configuration.js';
import { eventually } from '../support/schakel/eventually.js';
import { install, type Installation } from '../support/schakel/profiles.js';

jest.setTimeout(90_000);

const PAGE = { organization: '9924062', name: 'Stad Leuven', token: 'demo-token-linkedin-24062' };
const NOWHERE = 'http://127.0.0.1:9';

/** Looks at the page when the test says so, as an account that is looked at each quarter of an hour. */
function withQuietPage(folder: string): string {
  const file = join(folder, 'municipalities', '24062-leuven.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^ +pollSeconds: .*\n/gm, ''));
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

async function verdict(): Promise<string | null | undefined> {
  const { rows } = await database.query<{ verdict: string | null }>(
    "select verdict from channel_probe where channel = 'linkedin' and lease_until is null",
  );
  return rows[0]?.verdict;
}

/** A quarter of an hour goes by, and the lease of whoever died ends. */
async function lookAgain(): Promise<void> {
  await database.query("update pulled_account set next_at = now(), lease_until = null where channel = 'linkedin'");
}

beforeAll(async () => {
  platform = await startFakeLinkedIn({ pages: [PAGE] });
  ({ post } = platform.publish({ organization: PAGE.organization, text: 'Nieuwe openingsuren' }));
  schakel = await install('server', {
    configFolder: withQuietPage(testConfiguration({ webhookUrl: NOWHERE, zammadUrl: NOWHERE })),
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

function deathsAt(...points: readonly CommitPoint[]): readonly string[] {
  return points.flatMap((point) => ['before', 'after'].map((moment) => `${point}:${moment}`));
}

/** Kills the process at a commit that it comes to after `cause`, and starts it again. */
async function dieAt(death: string, cause: () => Promise<void>): Promise<void> {
  schakel.arm('all', death);
  await cause();
  const process = schakel.processes.get('all');
  await eventually(`the death at ${death}`, () => process?.hasEnded === true, 30_000);
  expect(await process?.ended()).toBe('SIGKILL');
  schakel.arm('all', undefined);
  await schakel.start();
}

describe('a worker that is killed while it looks at a platform', () => {
  it.each(deathsAt('intake.claim', 'intake.pull'))('at %s loses no comment and doubles none', async (death) => {
    const text = `Wanneer opent het loket (${death})?`;
    platform.comment({ actor: 'urn:li:person:An1', post, text });
    await dieAt(death, lookAgain);
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

describe('a worker that is killed while it probes an account', () => {
  async function probeAgain(): Promise<void> {
    await database.query("update channel_probe set next_at = now(), lease_until = null where channel = 'linkedin'");
  }

  it.each(deathsAt('ops.probe-claim', 'ops.probe'))(
    'at %s leaves it to the next one, who tells how it is',
    async (death) => {
      platform.setToken(PAGE.organization, 'valid');
      await probeAgain();
      await eventually('a probe that found it well', async () => (await verdict()) === 'well');
      platform.setToken(PAGE.organization, 'revoked');
      await dieAt(death, probeAgain);
      await probeAgain();
      await eventually('a probe that found it dead', async () => (await verdict()) === 'dead');
      const api = new ApiClient(schakel.apiUrl, schakel.key);
      const { body } = await api.get('/channels');
      const { items } = body as unknown as { readonly items: readonly { readonly channel: string }[] };
      expect(items.find(({ channel }) => channel === 'linkedin')).toMatchObject({
        ...{ healthy: false, problem: { code: 'LINKEDIN_TOKEN_INVALID' } },
      });
    },
  );
});
