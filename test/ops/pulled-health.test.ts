import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { channelHealth } from '../../src/app/channel-health.js';
import { compileTopics } from '../../src/handling/index.js';
import { hurryFailed } from '../../src/intake/index.js';
import type { Database } from '../../src/platform/store/store.js';
import { compileSettings } from '../../src/settings/compile.js';
import { embeddedDatabase } from '../support/embedded-database.js';
import { testSettings } from '../support/test-settings.js';

const SETTINGS = testSettings();
const [PLACE] = SETTINGS.municipalities.flatMap(({ accounts }) => accounts);

let db: Database;
beforeAll(async () => {
  db = await embeddedDatabase();
  await db.owner.query('insert into pulled_account (channel, account, cursor) values ($1, $2, $3)', [
    ...[PLACE?.channel ?? '', PLACE?.account ?? '', '7'],
  ]);
});
afterAll(() => db.close());

async function isHealthyAfter(failures: number, code: string | null): Promise<boolean | undefined> {
  await db.owner.query('update pulled_account set failures = $1, code = $2', [failures, code]);
  const health = await channelHealth(db.handling, { compiled: compileSettings(SETTINGS, compileTopics) }, 0);
  return health.find(({ channel, account }) => channel === PLACE?.channel && account === PLACE.account)?.healthy;
}

describe('an account that is looked at', () => {
  it.each([
    ['is healthy while looks succeed', 0, null, true],
    ['is healthy when one look failed', 1, 'MASTODON_SERVER_ERROR', true],
    ['is healthy when two looks failed', 2, 'MASTODON_NO_ANSWER', true],
    ['is not when three looks in a row failed', 3, 'MASTODON_NO_ANSWER', false],
    ['is not when a person has to act', 1, 'MASTODON_TOKEN_INVALID', false],
    ['is not when a fault of ours repeats itself', 3, 'PULL_FAILED', false],
  ] as const)('%s', async (_label, failures, code, isHealthy) => {
    expect(await isHealthyAfter(failures, code)).toBe(isHealthy);
  });

  it('is looked at again at once when the configuration changed, if it failed and nobody looks', async () => {
    const isDue = async (code: string | null, lease: string): Promise<boolean> => {
      await db.owner.query(
        `update pulled_account set code = $1, next_at = now() + interval '1 hour', lease_until = ${lease}`,
        [code],
      );
      await hurryFailed(db.handling);
      const [row] = await db.handling.query<{ due: boolean }>('select next_at <= now() as due from pulled_account');
      return row?.due === true;
    };
    expect(await isDue('MASTODON_TOKEN_INVALID', 'null')).toBe(true);
    expect(await isDue(null, 'null')).toBe(false);
    expect(await isDue('MASTODON_TOKEN_INVALID', "now() + interval '1 minute'")).toBe(false);
  });
});
