import { createHash, randomBytes } from 'node:crypto';
import { newId } from '../domain/ids.js';
import type { Store } from '../platform/store/store.js';
import { ALL_TENANTS, type Role } from './permissions.js';
import { asTenant } from './tenant-sql.js';

const TOKEN = /^sk_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

/** The parts of a key: the prefix finds the row, the secret proves it. Undefined for a text of another shape. */
export function parseToken(token: string): { readonly prefix: string; readonly secret: string } | undefined {
  const [, prefix, secret] = TOKEN.exec(token) ?? [];
  return prefix === undefined || secret === undefined ? undefined : { prefix, secret };
}

/** The secret has 256 random bits, so a plain hash is as good as a slow one. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

export interface KeyRequest {
  readonly role: Role;
  /** A tenant id, or `*` for every municipality. */
  readonly tenant: string;
  readonly name: string;
  readonly nowMs: number;
}

export type KeyCreated =
  | { readonly ok: true; readonly id: string; readonly prefix: string; readonly token: string }
  | { readonly ok: false; readonly reason: string };

export interface KeyInfo {
  readonly id: string;
  readonly prefix: string;
  readonly role: Role;
  readonly tenant: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

/**
 * Makes a key. The token is told once, here; only its hash is kept. Run by the command line, with the store as role
 * api: it sees the keys of all tenants.
 */
export async function createKey(store: Store, request: KeyRequest): Promise<KeyCreated> {
  if (request.role === 'municipality' && request.tenant === ALL_TENANTS) {
    return { ok: false, reason: 'A key with the role municipality belongs to one tenant, not to "*".' };
  }
  const prefix = randomBytes(6).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  const id = newId(request.nowMs);
  const stored = await asTenant(store, 'api.keys', ALL_TENANTS, (sql) =>
    sql.query(
      `insert into api_key (id, prefix, hash, role, tenant, name)
       select $1, $2, $3, $4, $5, $6 where $5 = '*' or exists (select from tenant where tenant.id = $5) returning id`,
      [id, prefix, hashSecret(secret), request.role, request.tenant, request.name],
    ),
  );
  if (stored.length === 0) {
    return { ok: false, reason: `There is no tenant "${request.tenant}".` };
  }
  return { ok: true, id, prefix, token: `sk_${prefix}_${secret}` };
}

/** All keys, newest last, without their hashes. */
export async function listKeys(store: Store): Promise<readonly KeyInfo[]> {
  return asTenant(store, 'api.keys', ALL_TENANTS, (sql) =>
    sql.query<KeyInfo>(
      `select id, prefix, role, tenant, name, created_at as "createdAt", revoked_at as "revokedAt"
       from api_key order by id`,
      [],
    ),
  );
}

/**
 * Revokes a key by its prefix. Processes that verified it less than ten seconds ago let it through until then.
 *
 * @returns false when there is no such key, or it was revoked before
 */
export async function revokeKey(store: Store, prefix: string): Promise<boolean> {
  const revoked = await asTenant(store, 'api.keys', ALL_TENANTS, (sql) =>
    sql.query('update api_key set revoked_at = now() where prefix = $1 and revoked_at is null returning id', [prefix]),
  );
  return revoked.length === 1;
}

export interface StoredKey {
  readonly id: string;
  readonly hash: Buffer;
  readonly role: Role;
  readonly tenant: string;
  readonly name: string;
}

/** The key with this prefix unless it was revoked. Row security shows this one row and no other. */
export async function findKey(store: Store, prefix: string): Promise<StoredKey | undefined> {
  const rows = await store.transaction('api.read', async (sql) => {
    await sql.query("select set_config('schakel.key_prefix', $1, true)", [prefix]);
    return sql.query<StoredKey>(
      'select id, hash, role, tenant, name from api_key where prefix = $1 and revoked_at is null',
      [prefix],
    );
  });
  return rows[0];
}
