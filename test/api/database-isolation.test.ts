import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Sql } from '../../src/platform/store/store.js';
import { apiUnderTest, type ApiUnderTest } from './api-under-test.js';
import { ALFA, BETA } from './fixture-tenants.js';

/**
 * Reads every table and partition as every role, with the tenant of A set. The tables come from the catalogue of the
 * database, so a new one is tried too.
 */

type RoleName = 'intake' | 'handling' | 'api';
const ROLES: readonly RoleName[] = ['intake', 'handling', 'api'];

/** Tables that hold nothing of one tenant that another may not know. All others must be under row security. */
const SHARED = [
  'breaker',
  'counter_quota',
  'invoice_series',
  'sending_pause',
  'sending_use',
  'settings_activation',
  'settings_snapshot',
  'tenant',
  'tenant_attribute',
];
/** What the role intake may look at: which municipalities and settings there are. No personal data. */
const INTAKE_READS = ['settings_activation', 'settings_snapshot', 'tenant', 'tenant_attribute'];

interface Table {
  readonly name: string;
  readonly is_partition: boolean;
  readonly has_row_security: boolean;
}

let api: ApiUnderTest;
let tables: readonly Table[];

beforeAll(async () => {
  api = await apiUnderTest();
  await api.key('municipality', BETA.tenant);
  tables = await api.db.owner.query<Table>(
    `select c.relname as name, c.relispartition as is_partition,
       c.relrowsecurity and not pg_has_role('schakel_api', c.relowner, 'MEMBER') as has_row_security
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f') order by 1`,
  );
});

afterAll(async () => {
  await api.close();
});

/** Row count, rows that mention B, or the code of the refusal. */
async function read(role: RoleName, table: string, tenant: string): Promise<string | { rows: number; ofBeta: number }> {
  async function ask(sql: Sql): Promise<{ rows: number; ofBeta: number }> {
    await sql.query("select set_config('schakel.tenant', $1, true)", [tenant]);
    const rows = await sql.query<{ row: string }>(`select to_jsonb(x)::text as row from ${table} x`);
    return { rows: rows.length, ofBeta: rows.filter(({ row }) => row.includes(BETA.marker)).length };
  }
  return api.db[role].transaction('api.read', ask).catch((error: { code?: string }) => error.code ?? 'no code');
}

const REFUSED = '42501';

describe('row security', () => {
  it('was asked about the tables that there are', () => {
    const names = tables.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['ticket', 'message', 'intake', 'event', 'event_default', 'usage_entry']),
    );
  });

  it('refuses a partition read directly to every role', async () => {
    const partitions = tables.filter(({ is_partition }) => is_partition);
    expect(partitions.length).toBeGreaterThan(20);
    for (const role of ROLES) {
      for (const { name } of partitions) {
        expect({ role, name, gives: await read(role, name, ALFA.tenant) }).toEqual({ role, name, gives: REFUSED });
      }
    }
  });

  it('shows the role api rows of the tenant that is set and of no other', async () => {
    const seen: string[] = [];
    for (const { name, has_row_security } of tables.filter(({ is_partition }) => !is_partition)) {
      const found = await read('api', name, ALFA.tenant);
      if (typeof found === 'string') {
        expect({ name, found }).toEqual({ name, found: REFUSED });
        continue;
      }
      seen.push(name);
      if (!SHARED.includes(name)) {
        expect({ name, has_row_security, ofBeta: found.ofBeta }).toEqual({ name, has_row_security: true, ofBeta: 0 });
      }
    }
    expect(seen).toEqual(
      expect.arrayContaining(['ticket', 'message', 'citizen', 'delivery', 'usage_entry', 'api_key']),
    );
  });

  it('shows the role api nothing while no tenant is set', async () => {
    for (const { name } of tables.filter((table) => !table.is_partition && table.has_row_security)) {
      const found = await read('api', name, '');
      expect({ name, rows: typeof found === 'string' ? 0 : found.rows }).toEqual({ name, rows: 0 });
    }
  });

  it('has rows of the other tenant to find in every table it guards', async () => {
    const empty: string[] = [];
    for (const { name } of tables.filter((table) => !table.is_partition && table.has_row_security)) {
      const rows = await api.db.owner.query<{ row: string }>(`select to_jsonb(x)::text as row from ${name} x`);
      empty.push(...(rows.some(({ row }) => row.includes(BETA.marker)) ? [] : [name]));
    }
    expect(empty).toEqual([]);
  });

  it('keeps raw intakes from the role api altogether', async () => {
    expect(await read('api', 'intake', '*')).toBe(REFUSED);
    expect(await read('api', 'intake_group', '*')).toBe(REFUSED);
    expect(await read('api', 'citizen_alias', '*')).toBe(REFUSED);
    expect(await read('api', 'conversation_alias', '*')).toBe(REFUSED);
  });

  it('lets the role intake read nothing personal, not even what it wrote', async () => {
    const readable: string[] = [];
    for (const { name } of tables) {
      const found = await read('intake', name, '*');
      readable.push(...(typeof found === 'string' ? [] : [name]));
    }
    expect(readable).toEqual(INTAKE_READS);
  });

  it('refuses the role api to write a row of another tenant, or into a ticket at all', async () => {
    async function tried(text: string): Promise<string> {
      return api.db.api
        .transaction('api.command', async (sql) => {
          await sql.query("select set_config('schakel.tenant', $1, true)", [ALFA.tenant]);
          await sql.query(text);
          return 'done';
        })
        .catch((error: { code?: string }) => error.code ?? 'no code');
    }
    expect(
      await tried(
        `insert into idempotency (principal, key, tenant, request_hash, event_id) values ('p', 'k', '${BETA.tenant}', '\\x00', gen_random_uuid())`,
      ),
    ).toBe(REFUSED);
    expect(await tried(`update ticket set status = 'closed'`)).toBe(REFUSED);
    expect(await tried(`update delivery set tenant = '${ALFA.tenant}'`)).toBe(REFUSED);
    expect(await tried(`delete from usage_entry`)).toBe(REFUSED);
    expect(await tried(`update usage_entry set quantity = 0`)).toBe(REFUSED);
    expect(await tried(`update api_key set role = 'admin'`)).toBe(REFUSED);
  });

  it('leaves no tenant behind on a connection', async () => {
    for (let n = 0; n < 12; n += 1) {
      await read('api', 'ticket', ALFA.tenant);
      expect(await api.db.api.query('select id from ticket')).toEqual([]);
    }
  });
});
