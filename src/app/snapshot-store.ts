import { newId } from '../domain/ids.js';
import type { Sql, Store } from '../platform/store/store.js';
import { tenantsWithOtherPromises } from '../settings/other-promises.js';
import type { Settings } from '../settings/snapshot.js';
import { refuseEditedPlatformPrices, refuseEditedPools, refuseEditedTariffs } from './applied-tariffs.js';

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

/** What becomes of promises that run: they keep their terms, go on under the new ones, or count anew under them. */
export const OPEN_TICKETS = ['pin', 'migrate', 'recompute'] as const;
export type OpenTickets = (typeof OPEN_TICKETS)[number];

export interface Applying {
  readonly author: string;
  readonly effectiveFrom: Date;
  readonly openTickets: OpenTickets;
}

export interface Applied {
  readonly changed: boolean;
  /** The municipalities whose promises the snapshot changes. */
  readonly otherPromises: readonly string[];
}

async function inForce(sql: Sql): Promise<Settings | undefined> {
  const [row] = await sql.query<{ settings: Settings }>(ACTIVE);
  return row?.settings;
}

/** Hands the new terms to open tickets: the scheduler tells each of them when the snapshot is in force. */
async function changeTerms(
  sql: Sql,
  tenants: readonly string[],
  { hash }: Settings,
  { author, effectiveFrom, openTickets: mode }: Applying,
): Promise<void> {
  const data = JSON.stringify({ mode, settings: hash });
  await sql.query(
    `insert into sla_change (id, tenant, kind, from_at, data, author)
     select t.id, t.tenant, 'terms', $3, $4::jsonb, $5 from unnest($1::uuid[], $2::text[]) as t(id, tenant)`,
    [tenants.map(() => newId(effectiveFrom.getTime())), tenants, effectiveFrom, data, author],
  );
}

async function keepMunicipalities(sql: Sql, { municipalities }: Settings): Promise<void> {
  const tenants = municipalities.map((one) => one.tenant);
  await sql.query('insert into tenant (id) select unnest($1::text[]) on conflict do nothing', [tenants]);
  const attributes = municipalities.flatMap(({ tenant, nis, ovo, kbo, name, formerNis }) => [
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
}

/** The monthly fee goes by the days of each tariff, so it is kept who had which from when on. */
async function keepTariffs(sql: Sql, { municipalities }: Settings, from: Date, activation: string): Promise<void> {
  await sql.query(
    `insert into tenant_tariff (tenant, from_at, activation, tariff)
     select t.tenant, $3, $4::bigint, t.tariff from unnest($1::text[], $2::text[]) as t(tenant, tariff)`,
    [municipalities.map((one) => one.tenant), municipalities.map((one) => one.tariff), from, activation],
  );
}

/**
 * Stores a whole snapshot under its hash and puts it in force from `effectiveFrom` on. Nothing is ever overwritten;
 * a snapshot that is in force already is not activated again.
 *
 * @throws AppliedTariffChanged when a version of a tariff that was applied before has other content
 * @throws AppliedPoolChanged when a version of a pool that was applied before has other content, or is gone
 */
export async function applySnapshot(store: Store, settings: Settings, applying: Applying): Promise<Applied> {
  const { author, effectiveFrom, openTickets } = applying;
  const { hash } = settings;
  return store.transaction('settings.apply', async (sql) => {
    await sql.query('select pg_advisory_xact_lock(7212017)');
    const before = await inForce(sql);
    if (before?.hash === hash) {
      return { changed: false, otherPromises: [] };
    }
    await refuseEditedTariffs(sql, settings);
    await refuseEditedPlatformPrices(sql, settings);
    await refuseEditedPools(sql, settings);
    const otherPromises = before === undefined ? [] : tenantsWithOtherPromises(before, settings);
    if (openTickets !== 'pin') {
      await changeTerms(sql, otherPromises, settings, applying);
    }
    await sql.query('insert into settings_snapshot (hash, body, author) values ($1, $2, $3) on conflict do nothing', [
      hash,
      JSON.stringify(settings),
      author,
    ]);
    const [activation] = await sql.query<{ id: string }>(
      'insert into settings_activation (hash, effective_from, author) values ($1, $2, $3) returning id::text',
      [hash, effectiveFrom, author],
    );
    await keepTariffs(sql, settings, effectiveFrom, activation?.id ?? '0');
    await keepMunicipalities(sql, settings);
    return { changed: true, otherPromises };
  });
}
