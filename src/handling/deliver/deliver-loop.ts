import type { Sql } from '../../platform/store/store.js';
import { claimAtBirth, type BornClaim, type NewbornDelivery } from './claim-at-birth.js';
import { dueTargets, expireLeases } from './claim.js';
import { attemptClaim, serveTarget, type Attempt, type DeliverDeps } from './serve-target.js';

/** Targets that one process serves at once; each holds a database connection only for moments. */
const MAX_SERVED = 32;
/** A turn can come many times a second, and a lease lasts for long. */
const EXPIRE_EVERY_MS = 500;

/** Deliveries that are claimed as they are written. */
export interface Births {
  /** In the transaction that writes them; gives what of them is to be written as claimed. */
  claim(sql: Sql, newborns: readonly NewbornDelivery[]): Promise<BornClaim | undefined>;
  /** After its commit; never waits. */
  attempt(born: BornClaim): void;
}

export interface DeliverTurn {
  readonly births: Births;
  /** Starts serving every target with something due that is not being served yet; never waits for a slow target. */
  run(): Promise<'idle'>;
  /** Waits for what is under way; nothing new is claimed. */
  stop(): Promise<void>;
}

/** Begins somewhere else each time: targets that share something scarce get it in turn. */
function inTurn(targets: readonly string[], random: number): readonly string[] {
  const first = Math.floor(random * targets.length);
  return [...targets.slice(first), ...targets.slice(0, first)];
}

/** Attempts of what was claimed at birth, each target on its own. */
function createBirths(deps: DeliverDeps, isStopping: () => boolean): Births & { done(): Promise<void> } {
  const serving = new Set<Promise<void>>();

  async function serve(attempt: Attempt): Promise<void> {
    try {
      await attemptClaim(deps, attempt);
    } catch (error) {
      deps.onFailed(attempt.target, error);
    }
    deps.onFreed?.();
  }

  return {
    claim: async (sql, newborns) =>
      isStopping() || serving.size >= MAX_SERVED ? undefined : claimAtBirth(sql, deps, newborns),
    attempt(born) {
      for (const attempt of born.attempts) {
        const work = serve(attempt).finally(() => serving.delete(work));
        serving.add(work);
      }
    },
    done: async () => {
      await Promise.all(serving);
    },
  };
}

/** The work of the deliver loop. One slow target never holds up another: each is served on its own. */
export function createDeliverTurn(deps: DeliverDeps): DeliverTurn {
  const serving = new Map<string, Promise<void>>();
  const births = createBirths(deps, () => stopping);
  let stopping = false;
  let expiredAtMs = Number.NEGATIVE_INFINITY;

  async function expireNowAndThen(): Promise<void> {
    const nowMs = performance.now();
    if (nowMs - expiredAtMs >= EXPIRE_EVERY_MS) {
      expiredAtMs = nowMs;
      await expireLeases(deps.store);
    }
  }

  function serve(target: string): void {
    const work = serveTarget(deps, target, () => stopping)
      .catch((error: unknown) => {
        deps.onFailed(target, error);
      })
      .finally(() => {
        serving.delete(target);
      });
    serving.set(target, work);
  }

  return {
    births,
    async run() {
      await expireNowAndThen();
      for (const target of inTurn(await dueTargets(deps.store), deps.random())) {
        if (!stopping && !serving.has(target) && serving.size < MAX_SERVED) {
          serve(target);
        }
      }
      return 'idle';
    },
    async stop() {
      stopping = true;
      await Promise.all([...serving.values(), births.done()]);
    },
  };
}
