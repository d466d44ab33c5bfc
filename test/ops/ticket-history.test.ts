import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Id } from '../../src/domain/ids.js';
import { CLOCK_IRRELEVANT_FACTS } from '../../src/domain/sla/clock-facts.js';
import type { Database } from '../../src/platform/store/store.js';
import { loadTicketHistories } from '../../src/ticket-history/load-ticket-histories.js';
import { newestDatabase } from '../support/newest-database.js';
import { fillWithRealData } from './real-data.js';

const ALL = { facts: null, handoffs: null };

let db: Database;
let ids: readonly Id[];

beforeAll(async () => {
  db = await newestDatabase();
  await fillWithRealData(db);
  ids = (await db.owner.query<{ id: Id }>('select id from ticket order by id')).map(({ id }) => id);
});
afterAll(() => db.close());

describe('the histories of a page of tickets', () => {
  it('hold every fact that a clock looks at, of each ticket its own, in the order in which they were decided', async () => {
    const histories = await loadTicketHistories(db.handling, ids, ALL);
    const stored = await db.owner.query<{ id: Id; seqs: number[] }>(
      `select ticket_id as id, array_agg(seq order by seq) as seqs from ticket_event
       where type <> all($1::text[]) group by ticket_id order by ticket_id`,
      [CLOCK_IRRELEVANT_FACTS],
    );
    expect([...histories].map(([id, { facts }]) => ({ id, seqs: facts.map(({ seq }) => seq) }))).toEqual(stored);
    expect([...histories.values()].some(({ handoffs }) => handoffs.length > 1)).toBe(true);
  });

  it('say that they were cut, and only then', async () => {
    const whole = await loadTicketHistories(db.handling, ids, ALL);
    const most = Math.max(...[...whole.values()].map(({ facts }) => facts.length));
    const exact = await loadTicketHistories(db.handling, ids, { facts: most, handoffs: 1 });
    expect([...exact.values()].some(({ isCut }) => isCut)).toBe(false);
    expect(Math.max(...[...exact.values()].map(({ handoffs }) => handoffs.length))).toBe(1);
    const short = await loadTicketHistories(db.handling, ids, { facts: most - 1, handoffs: null });
    const cut = [...short].filter(([, { isCut }]) => isCut).map(([id]) => id);
    expect(cut).toEqual([...whole].filter(([, { facts }]) => facts.length === most).map(([id]) => id));
  });

  it('are empty for a ticket that is not there, and ask for nothing without tickets', async () => {
    const nobody = newId(0);
    expect(await loadTicketHistories(db.handling, [nobody], ALL)).toEqual(
      new Map([[nobody, { facts: [], handoffs: [], isCut: false }]]),
    );
    expect((await loadTicketHistories(db.handling, [], ALL)).size).toBe(0);
  });
});
