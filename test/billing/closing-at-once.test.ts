import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/domain/ids.js';
import type { Database, Sql } from '../../src/platform/store/store.js';
import { newestDatabase } from '../support/newest-database.js';
import { closingScene, type ClosingScene } from './closing-scene.js';

let db: Database;
let scene: ClosingScene;

beforeAll(async () => {
  db = await newestDatabase(6);
  scene = await closingScene(db);
  await scene.says('an', '2026-09-10T08:00:00Z');
});

afterAll(() => db.close());

async function ticketOpened(sql: Sql, iso: string, channel = 'chat'): Promise<void> {
  const id = newId(Date.parse(iso));
  await sql.query(
    `insert into usage_entry (id, tenant, meter, quantity, channel, ticket_id, fact_kind, fact_id, tariff, tariff_version,
       settings_hash, occurred_at)
     values ($1, 't-alfa', 'ticket.opened', 1, $3, $1, 'event', $1, 'basic', '2020-01-01', 'settings-of-the-test', $2)`,
    [id, new Date(iso), channel],
  );
}

/** Two who charge by the same new key at once; the first of them ends well, or not. */
async function chargedAtOnce(iso: string, channel: string, fate: 'commits' | 'fails'): Promise<void> {
  let second: Promise<void> | undefined;
  const first = db.handling.transaction('handling.batch', async (sql) => {
    await ticketOpened(sql, iso, channel);
    second = db.handling.transaction('handling.batch', (other) => ticketOpened(other, iso, channel));
    // The other one has to come to where it waits.
    await new Promise((resolve) => setTimeout(resolve, 200));
    if (fate === 'fails') {
      throw new Error('this one is not to be');
    }
  });
  await (fate === 'fails' ? expect(first).rejects.toThrow('not to be') : first);
  await second;
}

async function unitsBilled(period: string): Promise<readonly (readonly [string, number])[]> {
  return (await scene.issued()).flatMap(({ number, lines }) =>
    lines
      .filter((line) => line.meter === 'ticket.opened' && line.tenant === 't-alfa' && line.period === period)
      .map(({ units }) => [number, units] as const),
  );
}

describe('many who close a month at once', () => {
  it('issue each invoice once, with numbers in a row', async () => {
    const outcomes = (await Promise.all(Array.from({ length: 4 }, () => scene.close('2026-09')))).flat();
    expect(outcomes.filter(({ kind }) => kind === 'issued')).toHaveLength(2);
    expect(outcomes.filter(({ kind }) => kind === 'closed')).toHaveLength(6);
    expect((await scene.issued()).map(({ number }) => number)).toEqual(['SCH-2026-000001', 'SCH-2026-000002']);
  });
});

describe('use that is written while a month is closed', () => {
  it('is on one invoice, also when its transaction began before the closing and ended after it', async () => {
    await db.handling.transaction('handling.batch', async (sql) => {
      await ticketOpened(sql, '2026-10-10T08:00:00Z');
      // Elsewhere, and to its end, while this transaction is still open.
      await scene.close('2026-10');
    });
    expect(await unitsBilled('2026-10')).toEqual([]);
    await scene.close('2026-11');
    expect(await unitsBilled('2026-10')).toEqual([['SCH-2026-000005', 1]]);
    await scene.close('2026-12');
    expect(await unitsBilled('2026-10')).toHaveLength(1);
    expect((await scene.findings()).filter((one) => one.startsWith('invoice') || one.startsWith('closed'))).toEqual([]);
  });
});

describe('use of a new kind that two write at once', () => {
  it.each([
    ['commits', '2027-01-10T08:00:00Z', 2],
    ['fails', '2027-02-10T08:00:00Z', 1],
  ] as const)('is billed whole when the first of them %s', async (fate, iso, units) => {
    await chargedAtOnce(iso, `channel-${fate}`, fate);
    const period = iso.slice(0, 7);
    await scene.close(period, `2027-04-03T09:00:00Z`);
    expect((await unitsBilled(period)).map(([, billed]) => billed)).toEqual([units]);
  });
});
