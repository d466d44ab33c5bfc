import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChannelEvent } from '../../src/adapter-sdk/index.js';
import { reconcile } from '../../src/ops/reconcile/reconcile.js';
import { migrate } from '../../src/platform/store/migrate.js';
import type { Database } from '../../src/platform/store/store.js';
import { ownDatabase } from '../support/ordinary-login.js';
import { openTestDatabase } from '../support/postgres-database.js';
import { pipelineOn, type Pipeline } from './pipeline.js';
import { CHANNEL } from './small-settings.js';

const WEEK = 7 * 24 * 60 * 60_000;

let db: Database;
let pipeline: Pipeline;

beforeAll(async () => {
  // A superuser sees every row; who merely owns the tables must see enough to know what is still to be done.
  db = openTestDatabase((await ownDatabase('createrole')).url, 2);
  await migrate(db.owner);
  pipeline = await pipelineOn(db, () => [{ kind: 'delivered' }]);
}, 30_000);
afterAll(() => db.close());

/** A message of a citizen, some weeks from now: the weeks before it are over by then. */
function message(account: string, id: string, weeks: number): { events: readonly ChannelEvent[] } {
  const event: ChannelEvent = {
    ...{ channel: CHANNEL, account, key: `m:${id}`, conversation: id, action: 'open' },
    occurredAtMs: pipeline.nowMs + weeks * WEEK,
    message: { id, text: 'Mijn stoep is stuk', attachments: [], isPublic: false },
    citizen: { aliases: [{ kind: 'id', value: id }] },
  };
  return { events: [event] };
}

async function dropRaw(): Promise<number> {
  const [row] = await db.owner.query<{ n: number }>(
    "select schakel_drop_raw_partitions(now() + interval '90 days') as n",
  );
  return row?.n ?? 0;
}

async function intakesAndGroups(): Promise<unknown> {
  const [row] = await db.owner.query(`
    select (select count(*)::int from intake) as intakes, (select sum(intakes)::int from intake_group) as grouped`);
  return row;
}

async function reconciled(): Promise<unknown> {
  const { ok, findings } = await reconcile(db.handling, pipeline.nowMs);
  return { ok, findings };
}

describe('posted bodies', () => {
  it('have a place in the weeks ahead, made once', async () => {
    const make = 'select schakel_make_raw_partitions((now() at time zone $1)::date - 7, 6) as n';
    // The schema came with five.
    expect(await db.owner.query(make, ['UTC'])).toEqual([{ n: 1 }]);
    expect(await db.owner.query(make, ['UTC'])).toEqual([{ n: 0 }]);
  });

  it('go by the week, and only when nothing of the week is still to be done', async () => {
    // One group, committed at the turn of a week; nobody owns the page of the later one yet.
    await pipeline.post(message('page-alfa', 'done', 0), message('page-nobody', 'parked', 2));
    expect(await dropRaw()).toBe(4); // The weeks in which nothing came; the others are not split yet.
    expect(await intakesAndGroups()).toEqual({ intakes: 2, grouped: 2 });

    await pipeline.split();
    await pipeline.decide();
    await pipeline.deliver();
    expect(await dropRaw()).toBe(1);
    expect(await intakesAndGroups()).toEqual({ intakes: 1, grouped: 1 });
    expect(await reconciled()).toEqual({ ok: true, findings: [] });

    await db.owner.query("update event set state = 'rejected', body = null, decided_at = now() where state = 'parked'");
    expect(await dropRaw()).toBe(1);
    expect(await intakesAndGroups()).toEqual({ intakes: 0, grouped: null });
    expect(await reconciled()).toEqual({ ok: true, findings: [] });
  });
});
