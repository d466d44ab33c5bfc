import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ChannelEvent } from '../../src/adapter-sdk/index.js';
import { reconcile } from '../../src/ops/reconcile/reconcile.js';
import type { Database } from '../../src/platform/store/store.js';
import { newestDatabase } from '../support/newest-database.js';
import { eventually } from '../support/schakel/eventually.js';
import { Teller } from './known-by-several-names.js';
import { pipelineOn, type Pipeline } from './pipeline.js';

jest.setTimeout(120_000);

const CITIZENS = 160;
const WORKERS = [1, 2, 3];

let db: Database;
let pipeline: Pipeline;
let citizen: Teller;

beforeAll(async () => {
  db = await newestDatabase(8);
  pipeline = await pipelineOn(db, () => [{ kind: 'delivered' }]);
  citizen = new Teller(pipeline.nowMs);
});
afterAll(() => db.close());

/** The same disorder in every run. */
function shuffled<T>(values: readonly T[], seed: number): readonly T[] {
  let state = seed;
  const next = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state;
  };
  return values
    .map((value) => ({ value, at: next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

function namesOf(prefix: string, n: number): { readonly number: string; readonly id: string } {
  return { number: `${prefix}${n}-32470`, id: `${prefix}${n}-BE.1` };
}

function everybody(events: (n: number) => readonly ChannelEvent[]): readonly ChannelEvent[] {
  return Array.from({ length: CITIZENS }, (_, n) => events(n)).flat();
}

async function post(events: readonly ChannelEvent[]): Promise<void> {
  await pipeline.post(...events.map((event) => ({ events: [event] })));
}

async function atOnce(...steps: readonly (() => Promise<void>)[]): Promise<void> {
  await Promise.all(WORKERS.flatMap(() => steps.map((step) => step())));
}

/** How many citizens have so many tickets and messages. */
async function tally(prefix: string): Promise<unknown> {
  return db.handling.query(
    `select tickets, messages, count(*)::int as citizens from (
       select split_part(platform_id, '-', 1) as who, count(distinct ticket_id)::int as tickets, count(*)::int as messages
       from message where author = 'citizen' and platform_id like $1 || '%' group by 1) as each
     group by 1, 2 order by 1, 2`,
    [prefix],
  );
}

async function findings(): Promise<unknown> {
  const { ok, findings: found } = await reconcile(db.handling, pipeline.nowMs);
  const left = await db.handling.query("select state, reason from event where state not in ('handled')");
  return { ok, found, left };
}

const NOTHING_WRONG = { ok: true, found: [], left: [] };

async function isAnyoneWaiting(): Promise<boolean> {
  const rows = await db.owner.query(
    "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  );
  return rows.length > 0;
}

describe('splitting that joins two conversations', () => {
  it('waits for who decides in one of them, and no longer', async () => {
    const names = namesOf('d', 0);
    await post([citizen.says({ number: names.number }, 'd0-1', 50), citizen.says({ id: names.id }, 'd0-2', 40)]);
    await pipeline.split();
    await pipeline.decide();
    await post([citizen.says(names, 'd0-3', 30)]);
    let splitting: Promise<void> | undefined;
    await db.handling.transaction('handling.batch', async (sql) => {
      await sql.query(
        `select from shard where id in (select shard from ticket where conversation = $1) for no key update`,
        [names.id],
      );
      splitting = pipeline.split();
      await eventually('the splitter at the lock', isAnyoneWaiting);
      expect(await db.owner.query("select from event where key like '%m:d0-3'")).toEqual([]);
    });
    await splitting;
    await pipeline.decide();
    expect(await tally('d')).toEqual([{ tickets: 2, messages: 3, citizens: 1 }]);
  });
});

describe('several workers at once', () => {
  it('give each citizen one ticket, whoever splits which name', async () => {
    const told = everybody((n) => {
      const names = namesOf('a', n);
      return [
        citizen.says({ number: names.number }, `a${n}-1`, 50),
        citizen.says(names, `a${n}-2`, 40),
        citizen.says({ id: names.id }, `a${n}-3`, 30),
        citizen.changes(names.number, { number: `${names.number}9`, id: names.id }, 20),
        citizen.says({ number: `${names.number}9` }, `a${n}-4`, 10),
      ];
    });
    await post(shuffled(told, 7));
    await atOnce(pipeline.split);
    await atOnce(pipeline.decide);
    expect(await tally('a')).toEqual([{ tickets: 1, messages: 4, citizens: CITIZENS }]);
    expect(await findings()).toEqual(NOTHING_WRONG);
  });

  it('give each citizen one ticket while others decide, once a message came with both names', async () => {
    await post(everybody((n) => [citizen.says(namesOf('b', n), `b${n}-1`, 50)]));
    await pipeline.split();
    const rest = everybody((n) => {
      const { number, id } = namesOf('b', n);
      return [citizen.says({ number }, `b${n}-2`, 40), citizen.says({ id }, `b${n}-3`, 30)];
    });
    await post(shuffled(rest, 11));
    await atOnce(pipeline.split, pipeline.decide);
    await pipeline.decide();
    expect(await tally('b')).toEqual([{ tickets: 1, messages: 3, citizens: CITIZENS }]);
    expect(await findings()).toEqual(NOTHING_WRONG);
  });

  it('lose and double nothing while conversations turn out to be one under their hands', async () => {
    const apart = everybody((n) => {
      const { number, id } = namesOf('c', n);
      return [citizen.says({ number }, `c${n}-1`, 50), citizen.says({ id }, `c${n}-2`, 40)];
    });
    await post(apart);
    await atOnce(pipeline.split, pipeline.decide);
    await pipeline.decide();
    const together = everybody((n) => {
      const names = namesOf('c', n);
      const edit = { id: `c${n}-2`, text: 'Anders', attachments: [], isPublic: false };
      return [
        citizen.says(names, `c${n}-3`, 30),
        citizen.says({ id: names.id }, `c${n}-4`, 20),
        citizen.tells(names, `e:c${n}`, 15, { action: 'amend', message: edit }),
      ];
    });
    await post(shuffled(together, 13));
    await atOnce(pipeline.split, pipeline.decide);
    await pipeline.decide();
    await post(everybody((n) => [citizen.says({ id: namesOf('c', n).id }, `c${n}-5`, 10)]));
    await atOnce(pipeline.split, pipeline.decide);
    await pipeline.decide();
    expect(await tally('c')).toEqual([{ tickets: 2, messages: 5, citizens: CITIZENS }]);
    const later = await db.handling.query(
      `select count(distinct m.ticket_id)::int as tickets, count(*)::int as messages from message m
       join ticket t on t.id = m.ticket_id where m.platform_id like 'c%-5' and t.conversation like '%-32470'`,
    );
    expect(later).toEqual([{ tickets: CITIZENS, messages: CITIZENS }]);
    expect(await findings()).toEqual(NOTHING_WRONG);
  });
});
