import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PARTITIONED } from '../../src/ops/reconcile/partitions.js';
import { CHECKS, reconcile } from '../../src/ops/reconcile/reconcile.js';
import type { Database } from '../../src/platform/store/store.js';
import { embeddedDatabase } from '../support/embedded-database.js';
import { filledPostgres, type FilledPostgres } from './filled-postgres.js';
import { fillWithRealData } from './real-data.js';
import { SPOILED } from './spoiled.js';
import { whatIfOn, type WhatIf } from './what-if.js';

const NOTHING = { received: 0, handled: 0, rejected: 0, quarantined: 0, parked: 0, pending: 0, difference: 0 };

/** What the fixture sent in, counted by hand. */
const ROWS = [
  { ...NOTHING, municipality: '44001', channel: 'api', received: 12, handled: 9, rejected: 2, pending: 1 },
  { ...NOTHING, municipality: '44001', channel: 'chat', received: 31, handled: 30, quarantined: 1 },
  { ...NOTHING, municipality: '44001', channel: 'crm-alfa', received: 1, quarantined: 1 },
  // Eight open tickets, told of a crisis and of its end: of c2, c6, c10, c11 and c21, two of one citizen, and the split one.
  { ...NOTHING, municipality: '44001', channel: 'promises', received: 16, handled: 16 },
  // A merge and a split, each told to the other ticket, and a private conversation that is linked and told.
  { ...NOTHING, municipality: '44001', channel: 'ticket', received: 4, handled: 4 },
  { ...NOTHING, municipality: '44001', channel: 'timer', received: 1, handled: 1 },
  { ...NOTHING, municipality: '44002', channel: '1700', received: 3, handled: 2, rejected: 1 },
  { ...NOTHING, municipality: '44002', channel: 'api', received: 1, handled: 1 },
  { ...NOTHING, municipality: '44002', channel: 'chat', received: 6, handled: 6 },
  { ...NOTHING, municipality: 'unassigned', channel: 'chat', received: 2, quarantined: 1, parked: 1 },
  { ...NOTHING, municipality: 'unassigned', channel: 'crm-alfa', received: 2, rejected: 1, quarantined: 1 },
];

function rowOf(municipality: string, channel: string): (typeof ROWS)[number] | undefined {
  return ROWS.find((row) => row.municipality === municipality && row.channel === channel);
}

const REAL_REPORT = {
  ok: true,
  checks: CHECKS.length + 2,
  rows: ROWS,
  duplicates: [{ receiver: 'chat', duplicates: 4 }],
  findings: [],
};

/** What is of now and before goes, as if retention had dropped it. */
function dropKept(table: string): string {
  return `do $$ declare name text; begin
    for name in select p.name from schakel_partitions('${table}') p where p.low <= schakel_uuid_at(now()) loop
      execute format('drop table %I', name);
    end loop; end $$`;
}

describe('reconciliation of what the pipeline wrote', () => {
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

  it('finds every event in one place and nothing to say', async () => {
    const nowMs = Date.UTC(2026, 10, 23, 10);
    expect(await reconcile(filled.db.handling, nowMs)).toEqual({ ...REAL_REPORT, at: '2026-11-23T10:00:00.000Z' });
  });

  it('may change nothing', async () => {
    const store = filled.db.handling;
    const nosy = {
      ...store,
      transaction: <T>(point: 'ops.reconcile', work: Parameters<typeof store.transaction<T>>[1]) =>
        store.transaction(point, async (sql) => {
          const value = await work(sql);
          await sql.query('delete from breaker');
          return value;
        }),
    };
    await expect(reconcile({ ...nosy, transaction: nosy.transaction }, 0)).rejects.toThrow('read-only transaction');
  });

  it('has a way to break every check, and no other', () => {
    expect(Object.keys(SPOILED).toSorted()).toEqual(
      [...CHECKS.map(({ check }) => check), 'clock-fold', 'ticket-fold'].toSorted(),
    );
  });

  it.each(Object.keys(SPOILED))('sees it when %s does not hold', async (check) => {
    const report = await whatIf.after(SPOILED[check] ?? '');
    expect(report.ok).toBe(false);
    const finding = report.findings.find((one) => one.check === check);
    expect(finding?.count).toBeGreaterThan(0);
    expect(finding?.examples).toHaveLength(Math.min(finding?.count ?? 0, 10));
  });

  it('counts a lost event as a difference of its municipality and channel', async () => {
    const report = await whatIf.after("delete from event where action = 'outside'");
    const differing = report.rows.filter((row) => row.difference !== 0);
    expect(differing).toEqual([{ ...rowOf('44002', 'chat'), handled: 5, difference: 1 }]);
  });

  it('counts an event without a key as one too many', async () => {
    const report = await whatIf.after("delete from event_key where key = 'chat:page-nobody:m:m6'");
    const differing = report.rows.filter((row) => row.difference !== 0);
    expect(differing).toEqual([{ ...rowOf('unassigned', 'chat'), received: 1, difference: -1 }]);
  });

  it('does not call an event in a state that nobody knows accounted for', async () => {
    const report = await whatIf.after("update event set state = 'lost' where state = 'parked'");
    expect(report.rows.filter((row) => row.difference !== 0)).toEqual([
      { ...rowOf('unassigned', 'chat'), parked: 0, difference: 1 },
    ]);
    expect(report.ok).toBe(false);
  });

  it('shows ten examples of many, and their number', async () => {
    const report = await whatIf.after('update ticket_event set event_id = schakel_uuid_at(now())');
    const finding = report.findings.find((one) => one.check === 'fact-cause');
    expect(finding?.examples).toHaveLength(10);
    expect(finding?.count).toBeGreaterThan(10);
  });

  it.each([
    ['status', "status = 'waiting'"],
    ['closedAtMs', 'closed_at = now()'],
    ['messages', 'messages = messages + 1'],
    ['tenant', "tenant = 't-gamma'"],
    ['settingsHash', "settings_hash = 'other'"],
    ['firstResponseDueMs', "first_response_due = first_response_due + interval '1 millisecond'"],
    ['citizenId', 'citizen_id = null'],
  ])('names the column %s of a ticket that its facts do not give', async (column, change) => {
    const report = await whatIf.after(
      `update ticket set ${change} where id = (select id from ticket order by id limit 1)`,
    );
    const finding = report.findings.find((one) => one.check === 'ticket-fold');
    expect(finding?.examples).toEqual([expect.stringMatching(new RegExp(`^[0-9a-f-]{36} ${column}$`))]);
  });

  it('does not ask for posted bodies that retention dropped', async () => {
    const report = await whatIf.after(`${dropKept('intake')}; delete from intake_group`);
    expect(report).toMatchObject({ ok: true, rows: ROWS, duplicates: [] });
  });

  it('does not ask for events that retention dropped', async () => {
    // Requests are remembered for seven days, so they are gone long before their events.
    const report = await whatIf.after(`${dropKept('event')}; delete from idempotency`);
    expect(report).toMatchObject({ ok: true, rows: [], findings: [] });
  });

  it('does not ask for deliveries that retention dropped', async () => {
    const report = await whatIf.after(`${dropKept('delivery')}; ${dropKept('delivery_attempt')}`);
    expect(report).toMatchObject({ ok: true, findings: [] });
  });

  it('knows every table that is partitioned, and by what', async () => {
    const found = await filled.db.owner.query<{ table: string; column: string }>(
      `select c.relname as table, a.attname as column from pg_partitioned_table p
       join pg_class c on c.oid = p.partrelid
       join pg_attribute a on a.attrelid = p.partrelid and a.attnum = p.partattrs[0]`,
    );
    expect(Object.fromEntries(found.map(({ table, column }) => [table, column]))).toEqual(PARTITIONED);
  });
});

describe('reconciliation on the embedded store', () => {
  let db: Database;

  beforeAll(async () => {
    db = await embeddedDatabase();
  });
  afterAll(() => db.close());

  it('is content with an empty installation', async () => {
    expect(await reconcile(db.handling, 0)).toMatchObject({ ok: true, rows: [], duplicates: [], findings: [] });
  });

  it('finds the same as on a server', async () => {
    await fillWithRealData(db);
    expect(await reconcile(db.handling, Date.now())).toMatchObject(REAL_REPORT);
  });

  it('sees a lost row', async () => {
    await db.owner.query("delete from usage_entry where meter = 'answer.sent'");
    const report = await reconcile(db.handling, Date.now());
    expect(report.ok).toBe(false);
    // The answers were billed in months that are closed.
    expect(report.findings.map(({ check, count }) => [check, count])).toEqual([
      ['delivery-usage', 3],
      ['invoice-ledger', 2],
    ]);
  });
});
