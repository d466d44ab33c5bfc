import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { billingPeriod, ledgerDays, rateUsage, subscriptionsOf } from '../../src/billing/index.js';
import { newId } from '../../src/domain/ids.js';
import { projectPath } from '../../src/platform/files/project-path.js';
import { migrate, migrationsIn } from '../../src/platform/store/migrate.js';
import type { Database } from '../../src/platform/store/store.js';
import { postgresDatabase } from '../support/postgres-database.js';
import { testSettings } from '../support/test-settings.js';

const SETTINGS = testSettings();
let db: Database;

beforeAll(async () => {
  db = await postgresDatabase();
  const all = migrationsIn(projectPath('src/platform/store/migrations'));
  await migrate(
    db.owner,
    all.filter(({ name }) => name < '0010'),
  );
  await db.owner.query(`insert into settings_snapshot (hash, body, author) values ($1, $2::text::jsonb, 'test')`, [
    SETTINGS.hash,
    JSON.stringify(SETTINGS),
  ]);
  await db.owner.query(
    `insert into settings_activation (hash, effective_from, author) values ($1, '2026-02-01T00:30:00+01:00', 'test')`,
    [SETTINGS.hash],
  );
  const id = newId(Date.parse('2026-06-30T22:30:00Z'));
  await db.owner.query(
    `insert into usage_entry (id, tenant, meter, quantity, channel, ticket_id, fact_kind, fact_id, tariff, settings_hash, occurred_at)
     values ($1, 'gent', 'ticket.opened', 2, 'facebook', $1, 'event', $1, 'per-gebruik', $2, '2026-06-30T22:30:00Z')`,
    [id, SETTINGS.hash],
  );
  await migrate(db.owner, all);
});

afterAll(() => db.close());

describe('a ledger from before entries cited versions and days', () => {
  it('is rated by the day in Brussels, the version of that day and the tariff that was in force', async () => {
    const period = billingPeriod('2026-07');
    const subscriptions = (await subscriptionsOf(db.handling, ['gent'], period)).get('gent') ?? [];
    expect(subscriptions).toEqual([{ tariff: 'per-gebruik', fromDate: '2026-02-01' }]);
    const days = await ledgerDays(db.handling, ['gent'], period);
    const { lines, isComplete } = rateUsage({ period, days, subscriptions, versions: SETTINGS.tariffs });
    expect(lines.map(({ rule, tariffVersion, amountEuro }) => [rule, tariffVersion, Number(amountEuro)])).toEqual([
      ['subscription', '2026-01-01', 25],
      ['unit', '2026-01-01', 0.9],
    ]);
    expect(isComplete).toBe(true);
  });
});
