import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isDataError } from '../../../src/platform/store/data-error.js';
import { insertInto } from '../../../src/platform/store/insert-rows.js';
import { migrate } from '../../../src/platform/store/migrate.js';
import type { Database } from '../../../src/platform/store/store.js';

/** What every store must do; run on the embedded one and on a real PostgreSQL. */
export function storeConformance(name: string, open: () => Promise<Database>): void {
  describe(`store: ${name}`, () => {
    let db: Database;
    beforeAll(async () => {
      db = await open();
      await migrate(db.owner);
    });
    afterAll(async () => {
      await db.close();
    });

    it('migrates once, and a second time changes nothing', async () => {
      expect(await migrate(db.owner)).toEqual([]);
    });

    it('refuses a migration whose file was changed after it ran', async () => {
      const changed = [{ name: '0001_foundation.sql', text: 'select 1', hash: 'other' }];
      await expect(migrate(db.owner, changed)).rejects.toThrow('was changed after it ran');
    });

    it('keeps nothing of a transaction that throws', async () => {
      const failing = db.handling.transaction('settings.apply', async (sql) => {
        await sql.query("insert into tenant (id) values ('half')");
        throw new Error('stop');
      });
      await expect(failing).rejects.toThrow('stop');
      expect(await db.handling.query("select id from tenant where id = 'half'")).toEqual([]);
    });

    it('commits one statement whole, or nothing of it', async () => {
      await db.handling.commit('settings.apply', 'insert into tenant (id) select unnest($1::text[])', [['one', 'two']]);
      const refused = db.handling.commit('settings.apply', 'insert into tenant (id) select unnest($1::text[])', [
        ['three', 'one'],
      ]);
      await expect(refused).rejects.toMatchObject({ code: '23505' });
      expect(
        await db.handling.query("select id from tenant where id in ('one', 'two', 'three') order by id desc"),
      ).toEqual([{ id: 'two' }, { id: 'one' }]);
    });

    it('goes on after a statement that the server refuses', async () => {
      await expect(db.handling.query('select 1 / 0')).rejects.toMatchObject({ code: '22012' });
      expect(await db.handling.query('select 1 as one')).toEqual([{ one: 1 }]);
    });

    it('tells a refusal of what was written from a failure that may pass', async () => {
      const tried = async (text: string): Promise<boolean | undefined> =>
        db.handling.query(text).then(
          () => undefined,
          (error: unknown) => isDataError(error),
        );
      expect(await tried("insert into tenant (id) values ('unassigned')")).toBe(true);
      expect(await tried("select 'no number'::int")).toBe(true);
      expect(await tried('select 1 from nothing_of_the_kind')).toBe(false);
      expect(await tried('delete from tenant')).toBe(false);
    });

    it('runs each pool as its own role', async () => {
      for (const role of ['intake', 'handling', 'api'] as const) {
        expect(await db[role].query('select current_user::text as who')).toEqual([{ who: `schakel_${role}` }]);
      }
    });

    it('inserts many rows in one statement, json and nulls included', async () => {
      const insert = insertInto<number>('settings_snapshot', {
        hash: ['text', (n) => `h${n}`],
        body: ['jsonb', (n) => JSON.stringify({ n, text: 'é"\\' })],
        author: ['text', () => 'test'],
      });
      await insert(
        db.handling,
        Array.from({ length: 1000 }, (_, n) => n),
        undefined,
      );
      const found = await db.handling.query<{ n: string; text: string }>(
        "select count(*) as n, max(body->>'text') as text from settings_snapshot where author = 'test'",
      );
      expect(found).toEqual([{ n: '1000', text: 'é"\\' }]);
    });

    it('takes lists of anything as they are', async () => {
      const texts = ['', 'NULL', 'null', ' a, b ', '{x}', '"', '\\', '\\"', "'", 'é', '\n\t', '😀', null];
      const numbers = [0, -1.5, 9007199254740991, null];
      const instants = [new Date('1999-12-31T23:59:59.999Z'), new Date('2026-10-25T00:30:00.001Z'), null];
      const rows = await db.handling.query(
        'select $1::text[] as texts, $2::float8[] as numbers, $3::bool[] as flags, $4::timestamptz[] as instants, $5::int[] as none',
        [texts, numbers, [true, false, null], instants, []],
      );
      expect(rows).toEqual([{ texts, numbers, flags: [true, false, null], instants, none: [] }]);
    });

    it('cuts partitions at the instant that an id carries', async () => {
      const [bounds] = await db.owner.query<{ low: string }>(
        "select schakel_uuid_at('2026-11-23T00:00:00Z')::text as low",
      );
      expect(Number.parseInt((bounds?.low ?? '').replaceAll('-', '').slice(0, 12), 16)).toBe(Date.UTC(2026, 10, 23));
    });

    it('serves transactions of several roles at once', async () => {
      const work = Array.from({ length: 30 }, (_, n) =>
        db[n % 2 === 0 ? 'handling' : 'api'].transaction('api.read', async (sql) => {
          const [row] = await sql.query<{ who: string }>('select current_user::text as who');
          return row?.who;
        }),
      );
      const who = await Promise.all(work);
      expect(new Set(who)).toEqual(new Set(['schakel_handling', 'schakel_api']));
      expect(who.filter((role) => role === 'schakel_api')).toHaveLength(15);
    });
  });
}
