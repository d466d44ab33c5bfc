import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { filledPostgres, type FilledPostgres } from './filled-postgres.js';
import { whatIfOn, type WhatIf } from './what-if.js';

/** Tables whose rows may go without anybody missing them, and why. The list may only shrink. */
const WITHOUT_EVIDENCE: Readonly<Record<string, string>> = {
  breaker: 'It says how a target is at this moment; the next attempts say it again.',
  channel_probe: 'It says how an account is at this moment; the next probe, in minutes, says it again.',
  charge_projection: 'It is a running total of the ledger and is made again from it.',
  counter_quota: 'It says how often somebody came in the last minutes; without it they begin anew.',
  sending_pause:
    'It says for seconds who got an answer; without it the next one may come sooner, and the platform says so.',
  sending_use: 'It counts what was sent in the window of a rate; without it the platform says when it is too much.',
  schema_migration: 'It is compared with the migration files at every start; no role of the pipeline may read it.',
};

let filled: FilledPostgres;
let whatIf: WhatIf;

beforeAll(async () => {
  filled = await filledPostgres();
  whatIf = await whatIfOn(filled.url);
});
afterAll(async () => {
  await whatIf.close();
  await filled.close();
});

describe('a row that is lost', () => {
  it('is missed, whichever it is, in every table of the schema', async () => {
    // Before anything is lost nothing is missed, so what is found later was made by the loss.
    expect(await whatIf.after('select 1')).toMatchObject({ ok: true });
    const tables = await whatIf.tables();
    expect(tables).toEqual(expect.arrayContaining(Object.keys(WITHOUT_EVIDENCE)));
    const notMissed: string[] = [];
    const empty: string[] = [];
    for (const table of tables.filter((name) => !(name in WITHOUT_EVIDENCE))) {
      const rows = await whatIf.rowsOf(table);
      if (rows.length === 0) {
        empty.push(table);
      }
      for (const row of rows) {
        if (!(await whatIf.isMissed(row))) {
          notMissed.push(`${row.table} ${row.ctid}`);
        }
      }
    }
    expect({ notMissed, empty }).toEqual({ notMissed: [], empty: [] });
  }, 120_000);
});
