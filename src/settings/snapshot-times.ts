import type { SlaTime, SlaTimes } from '../domain/sla/sla-time.js';
import type { WorkingTime } from '../domain/working-time.js';
import { compileSettings, type CompiledSettings } from './compile.js';
import type { Settings } from './snapshot.js';

/** Snapshots in memory at once; beyond it the one that came first goes, and is read again when a fact names it. */
const MAX_SNAPSHOTS = 64;

/** What clocks count by, for every snapshot that tickets were promised under. */
export interface KnownSnapshots {
  /** The hashes among these that have to be read first. */
  missing(hashes: Iterable<string>): readonly string[];
  learn(snapshots: readonly Settings[]): void;
  /** For one municipality. Throws for a hash that was not learnt. */
  of(tenant: string): SlaTimes;
}

type Compiled = CompiledSettings<undefined>;

function timeOf(compiled: Compiled, tenant: string): SlaTime {
  const own = compiled.municipalityByTenant(tenant)?.workingTime;
  function known(time: WorkingTime | undefined, what: string): WorkingTime {
    if (time === undefined) {
      throw new Error(`Snapshot ${compiled.hash} has no ${what} for ${tenant}`);
    }
    return time;
  }
  return {
    calendar: (name) =>
      name === null ? known(own, 'calendar') : known(compiled.workingTimeOf(name), `calendar ${name}`),
    // A target that is gone is staffed when its municipality is.
    staffed: (target) => compiled.staffedTimeOf(target, tenant) ?? known(own, 'calendar'),
    partyOf: (target) => (compiled.targetById(target)?.kind === 'contact-center' ? '1700' : 'municipality'),
  };
}

/** Keeps the snapshots that facts refer to, compiled. */
export function knownSnapshots(): KnownSnapshots {
  const snapshots = new Map<string, Compiled>();
  const times = new Map<string, Map<string, SlaTime>>();
  function of(tenant: string, hash: string): SlaTime {
    const compiled = snapshots.get(hash);
    if (compiled === undefined) {
      throw new Error(`Snapshot ${hash} was not read before it was asked for`);
    }
    const ofSnapshot = times.get(hash) ?? new Map<string, SlaTime>();
    times.set(hash, ofSnapshot);
    const time = ofSnapshot.get(tenant) ?? timeOf(compiled, tenant);
    ofSnapshot.set(tenant, time);
    return time;
  }
  return {
    missing: (hashes) => [...new Set(hashes)].filter((hash) => !snapshots.has(hash)),
    learn(found) {
      for (const settings of found) {
        snapshots.set(
          settings.hash,
          compileSettings(settings, () => undefined),
        );
      }
      // Those of this batch are the newest, and stay.
      for (const hash of [...snapshots.keys()].slice(0, Math.max(0, snapshots.size - MAX_SNAPSHOTS - found.length))) {
        snapshots.delete(hash);
        times.delete(hash);
      }
    },
    of: (tenant) => (hash) => of(tenant, hash),
  };
}
