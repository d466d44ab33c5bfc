import { groupBy } from '../domain/group-by.js';
import { asTenant } from '../api/tenant-sql.js';
import type { Store } from '../platform/store/store.js';
import { loadConversations, type Place, type ShownConversation } from './conversation-rows.js';

const LOOK_MS = 1_000;
/** Who comes when it is full is answered at once and comes back by itself. */
const MAX_WAITING = 2_000;

export interface Wanted extends Place {
  readonly tenant: string;
  /** What the browser has; an answer comes when there is something else. */
  readonly version: string;
}

interface Waiting {
  readonly wanted: Wanted;
  readonly settle: (found: ShownConversation | undefined) => void;
}

/**
 * Browsers that wait for an answer. All of them together cost one query a second for each municipality, however many there
 * are.
 */
export class WaitingRoom {
  readonly #store: Store;
  readonly #waiting = new Set<Waiting>();
  #timer: NodeJS.Timeout | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The conversation once it is another than `version`; undefined when nothing came until `signal` ended the wait. */
  wait(wanted: Wanted, signal: AbortSignal): Promise<ShownConversation | undefined> {
    if (signal.aborted || this.#waiting.size >= MAX_WAITING) {
      return Promise.resolve(undefined);
    }
    return new Promise((resolve) => {
      const waiting: Waiting = {
        wanted,
        settle: (found) => {
          this.#waiting.delete(waiting);
          signal.removeEventListener('abort', giveUp);
          resolve(found);
        },
      };
      const giveUp = (): void => {
        waiting.settle(undefined);
      };
      signal.addEventListener('abort', giveUp);
      this.#waiting.add(waiting);
      this.#lookLater();
    });
  }

  #lookLater(): void {
    if (this.#timer === undefined && this.#waiting.size > 0) {
      this.#timer = setTimeout(() => {
        void this.#look().finally(() => {
          this.#timer = undefined;
          this.#lookLater();
        });
      }, LOOK_MS);
    }
  }

  /** Never throws: while the database is away nothing is found, and the next look is a second later. */
  async #look(): Promise<void> {
    const byTenant = groupBy([...this.#waiting], ({ wanted }) => wanted.tenant);
    for (const [tenant, waiting] of byTenant) {
      const found = await this.#load(tenant, waiting).catch(() => new Map<string, ShownConversation>());
      for (const one of waiting) {
        const now = found.get(one.wanted.conversation);
        if (now !== undefined && now.version !== one.wanted.version) {
          one.settle(now);
        }
      }
    }
  }

  #load(tenant: string, waiting: readonly Waiting[]): Promise<ReadonlyMap<string, ShownConversation>> {
    const places = new Map(waiting.map(({ wanted }) => [wanted.conversation, wanted]));
    return asTenant(this.#store, 'api.read', tenant, (sql) => loadConversations(sql, tenant, [...places.values()]));
  }
}
