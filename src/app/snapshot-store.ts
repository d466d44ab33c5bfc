import type { Store } from '../platform/store/store.js';
import type { Settings } from '../settings/snapshot.js';

export interface ActiveSnapshot {
  /** Rises with every activation; tells whether something changed. */
  readonly activation: string;
  readonly settings: Settings;
}

const ACTIVE = `
  select a.id::text as activation, s.body as settings from settings_activation a join settings_snapshot s on s.hash = a.hash
  where a.effective_from <= now() order by a.effective_from desc, a.id desc limit 1`;

const ACTIVE_ID = `
  select a.id::text as activation from settings_activation a
  where a.effective_from <= now() order by a.effective_from desc, a.id desc limit 1`;

/** The snapshot that is in force now, or undefined on a new installation. */
export async function activeSnapshot(store: Store): Promise<ActiveSnapshot | undefined> {
  const [row] = await store.query<ActiveSnapshot>(ACTIVE);
  return row;
}

/** Which activation is in force now: cheap enough to ask every second. */
export async function activeActivation(store: Store): Promise<string | undefined> {
  const [row] = await store.query<{ activation: string }>(ACTIVE_ID);
  return row?.activation;
}

/**
 * Stores a whole snapshot under its hash and puts it in force from `effectiveFrom` on. Nothing is ever overwritten;
 * a snapshot that is in force already is not activated again.
 *
 * @returns whether anything changed
 */
export async function applySnapshot(
  store: Store,
  settings: Settings,
  author: string,
  effectiveFrom: Date,
): Promise<boolean> {
  return store.transaction('settings.apply', async (sql) => {
    await sql.query('select pg_advisory_xact_lock(7212017)');
    const [active] = await sql.query<{ hash: string }>(
      'select hash from settings_activation where effective_from <= now() order by effective_from desc, id desc limit 1',
    );
    if (active?.hash === settings.hash) {
      return false;
    }
    await sql.query('insert into settings_snapshot (hash, body, author) values ($1, $2, $3) on conflict do nothing', [
      settings.hash,
      JSON.stringify(settings),
      author,
    ]);
    await sql.query('insert into settings_activation (hash, effective_from, author) values ($1, $2, $3)', [
      settings.hash,
      effectiveFrom,
      author,
    ]);
    const tenants = settings.municipalities.map((one) => one.tenant);
    await sql.query('insert into tenant (id) select unnest($1::text[]) on conflict do nothing', [tenants]);
    const attributes = settings.municipalities.flatMap(({ tenant, nis, ovo, kbo, name, formerNis }) => [
      { tenant, kind: 'nis', value: nis },
      { tenant, kind: 'ovo', value: ovo },
      { tenant, kind: 'kbo', value: kbo },
      { tenant, kind: 'name', value: name },
      ...formerNis.map((value) => ({ tenant, kind: 'former-nis', value })),
    ]);
    await sql.query(
      `insert into tenant_attribute (tenant, kind, value)
       select * from unnest($1::text[], $2::text[], $3::text[]) on conflict do nothing`,
      [attributes.map((one) => one.tenant), attributes.map((one) => one.kind), attributes.map((one) => one.value)],
    );
    return true;
  });
}
