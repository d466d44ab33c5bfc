import type { SlaTime, SlaTimes } from '../domain/sla/sla-time.js';
import type { Sql } from '../platform/store/store.js';
import { knownSnapshots, type KnownSnapshots } from '../settings/snapshot-times.js';
import type { Settings } from '../settings/snapshot.js';

const SNAPSHOTS = 'select body from settings_snapshot where hash = any($1::text[])';

/**
 * The calendars of snapshots, for readers that may not see snapshots. Those that were asked for stay compiled for a
 * while.
 *
 * @param sql as a role that may read `settings_snapshot`
 */
export function slaTimesFrom(sql: Sql): (tenant: string, hashes: Iterable<string>) => Promise<SlaTimes> {
  const shared = knownSnapshots();
  async function learn(known: KnownSnapshots, wanted: ReadonlySet<string>): Promise<void> {
    const missing = known.missing(wanted);
    const rows = missing.length === 0 ? [] : await sql.query<{ body: Settings }>(SNAPSHOTS, [missing]);
    if (rows.length < missing.length) {
      throw new Error(`There is no snapshot ${missing.find((hash) => !rows.some(({ body }) => body.hash === hash))}`);
    }
    known.learn(rows.map(({ body }) => body));
  }
  async function knowing(wanted: ReadonlySet<string>): Promise<KnownSnapshots> {
    await learn(shared, wanted);
    if (shared.missing(wanted).length === 0) {
      return shared;
    }
    // So many that they push each other out: they are read for this question alone.
    const own = knownSnapshots();
    await learn(own, wanted);
    return own;
  }
  return async (tenant, hashes) => {
    const wanted = new Set(hashes);
    const known = await knowing(wanted);
    // Taken at once: another question may make room meanwhile.
    const times = new Map<string, SlaTime>([...wanted].map((hash) => [hash, known.of(tenant)(hash)]));
    return (hash) => {
      const time = times.get(hash);
      if (time === undefined) {
        throw new Error(`Snapshot ${hash} was not asked for`);
      }
      return time;
    };
  };
}
