import type { Sql } from '../../platform/store/store.js';
import { placeOfTarget } from './place-of-target.js';

const PULL = 'update pulled_account set next_at = now() where channel = $1 and account = $2 and parked';
const PROBE = `
  update channel_probe set next_at = now()
  where channel = $1 and account = $2 and verdict = 'dead' and lease_until is null`;

/**
 * An answer got through to a target that had trouble. Looks and probes that were refused wait for minutes, but a token that
 * sends lives: they are due at once, so that messages come in again and nobody is told any longer that the account is dead.
 */
export async function lookAgain(sql: Sql, target: string): Promise<void> {
  const { channel, account } = placeOfTarget(target);
  await sql.query(PULL, [channel, account]);
  await sql.query(PROBE, [channel, account]);
}
