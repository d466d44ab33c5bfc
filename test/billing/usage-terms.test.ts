import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { billingPeriod } from '../../src/billing/index.js';
import { monthSums } from '../../src/billing/usage-ledger/month-sums.js';
import { newId } from '../../src/domain/ids.js';
import { migrate, migrationsIn } from '../../src/platform/store/migrate.js';
import { insertInto } from '../../src/platform/store/insert-rows.js';
import { projectPath } from '../../src/platform/files/project-path.js';
import type { Database } from '../../src/platform/store/store.js';
import { postgresDatabase } from '../support/postgres-database.js';

const PERIOD = billingPeriod('2026-11');

interface Terms {
  readonly tenant: string;
  readonly meter: string;
  readonly tariff: string;
  readonly tariffVersion: string | null;
  readonly channel: string;
  readonly outsideHours: boolean;
}

/** Words that end, begin and look as the ways in which a key could put words together. */
const word = fc
  .array(fc.constantFrom("'", ',', '\\', 'a', 'E', '1', ' ', 'NULL', '\u001f', '|'), { maxLength: 4 })
  .map((parts) => parts.join(''));
const arbitraryTerms = fc.record<Terms>({
  ...{ tenant: word, meter: word, tariff: word, tariffVersion: fc.option(word), channel: word },
  outsideHours: fc.boolean(),
});

let db: Database;

const insert = insertInto<Terms & { readonly units: number }>('usage_entry', {
  id: ['uuid', () => newId(PERIOD.fromMs)],
  tenant: ['text', ({ tenant }) => tenant],
  meter: ['text', ({ meter }) => meter],
  quantity: ['int', ({ units }) => units],
  channel: ['text', ({ channel }) => channel],
  ticket_id: ['uuid', () => newId(PERIOD.fromMs)],
  fact_kind: ['text', () => 'event'],
  fact_id: ['uuid', () => newId(PERIOD.fromMs)],
  tariff: ['text', ({ tariff }) => tariff],
  tariff_version: ['text', ({ tariffVersion }) => tariffVersion],
  outside_hours: ['bool', ({ outsideHours }) => outsideHours],
  settings_hash: ['text', () => 'x'],
  occurred_at: ['timestamptz', () => new Date(PERIOD.fromMs)],
});

function keyOf({ tenant, meter, tariff, tariffVersion, channel, outsideHours }: Terms): string {
  return JSON.stringify([tenant, meter, tariff, tariffVersion, channel, outsideHours]);
}

/** What was used by all that an entry says, added up here. */
function added(entries: readonly (Terms & { readonly units: number })[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const entry of entries) {
    sums.set(keyOf(entry), (sums.get(keyOf(entry)) ?? 0) + entry.units);
  }
  return sums;
}

async function read(terms: readonly Terms[]): Promise<ReadonlyMap<string, number>> {
  const tenants = [...new Set(terms.map(({ tenant }) => tenant))];
  const sums = await monthSums(db.handling, tenants, PERIOD);
  return added(sums.map(({ units, ...own }) => ({ ...own, units })));
}

beforeAll(async () => {
  db = await postgresDatabase();
});

afterAll(() => db.close());

describe('the key by which the ledger is added up', () => {
  const before: Terms = {
    ...{ tenant: 't-before', meter: 'answer.sent', tariff: 'basic', tariffVersion: null },
    ...{ channel: 'x', outsideHours: true },
  };

  it('is given to entries that are there already', async () => {
    const all = migrationsIn(projectPath('src/platform/store/migrations'));
    await migrate(
      db.owner,
      all.filter(({ name }) => name < '0012'),
    );
    await insert(db.handling, [{ ...before, units: 3 }], undefined);
    await migrate(db.owner, all);
    expect(await read([before])).toEqual(new Map([[keyOf(before), 3]]));
  });

  it('takes no two of them for the same, whatever the words are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryTerms, { minLength: 1, maxLength: 30 }), async (some) => {
        const entries = some.map((terms, index) => ({ ...terms, units: 2 ** (index % 20) }));
        await db.owner.query('truncate usage_entry');
        // Each key is told once, by whichever statement comes first.
        await insert(db.handling, entries, undefined);
        await insert(db.handling, entries, undefined);
        expect(await read(entries)).toEqual(new Map([...added(entries)].map(([key, units]) => [key, units * 2])));
      }),
      { numRuns: 60 },
    );
  });

  it.each<readonly [string, Partial<Terms>, Partial<Terms>]>([
    ['a quote', { tenant: "a'b", meter: 'c' }, { tenant: 'a', meter: "b'c" }],
    ['a quote and a comma', { tenant: "a','b", meter: 'c' }, { tenant: 'a', meter: "b','c" }],
    ['no version', { tariffVersion: null }, { tariffVersion: 'NULL' }],
    ['an empty word', { tariff: 'a', channel: '' }, { tariff: '', channel: 'a' }],
    ['the end of a word', { meter: 'a1', tariff: '2' }, { meter: 'a', tariff: '12' }],
  ])('keeps apart what differs by %s', async (_, one, other) => {
    await db.owner.query('truncate usage_entry');
    const entries = [one, other].map((part, index) => ({ ...before, ...part, units: 1 + index }));
    await insert(db.handling, entries, undefined);
    expect(await read(entries)).toEqual(added(entries));
    expect((await read(entries)).size).toBe(2);
  });

  it('refuses to leave out entries whose key nobody knows', async () => {
    await db.owner.query('truncate usage_entry, usage_terms');
    await insert(db.handling, [{ ...before, units: 3 }], undefined);
    await db.owner.query('truncate usage_terms');
    await expect(read([before])).rejects.toThrow('run schakel reconcile');
  });
});
