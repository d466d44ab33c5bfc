import { dueTargets, expireLeases } from './claim.js';
import { serveTarget, type DeliverDeps } from './serve-target.js';

/** Targets that one process serves at once; each holds a database connection only for moments. */
const MAX_SERVED = 32;

export interface DeliverTurn {
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

/** The work of the deliver loop. One slow target never holds up another: each is served on its own. */
export function createDeliverTurn(deps: DeliverDeps): DeliverTurn {
  const serving = new Map<string, Promise<void>>();
  let stopping = false;

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
    async run() {
      await expireLeases(deps.store);
      for (const target of inTurn(await dueTargets(deps.store), deps.random())) {
        if (!stopping && !serving.has(target) && serving.size < MAX_SERVED) {
          serve(target);
        }
      }
      return 'idle';
    },
    async stop() {
      stopping = true;
      await Promise.all(serving.values());
    },
  };
}
