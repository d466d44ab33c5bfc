import { activeActivation } from '../../src/app/snapshot-store.js';
import type { BornClaim } from '../../src/handling/deliver/claim-at-birth.js';
import {
  createDeliverTurn,
  decideBatch,
  type DeliverTurn,
  type Item,
  type TargetRuntime,
} from '../../src/handling/index.js';
import { createSealer } from '../../src/platform/crypto/sealer.js';
import type { Database, Store } from '../../src/platform/store/store.js';
import { knownSnapshots } from '../../src/settings/snapshot-times.js';
import { newestDatabase } from '../support/newest-database.js';
import { hooked, type Hooks } from './hooked-batch.js';
import { Teller } from './known-by-several-names.js';
import { pipelineOn, type Pipeline } from './pipeline.js';
import { CRM, SETTINGS, smallWorld, TEXT_LIMIT } from './small-settings.js';

/** What `pipelineOn` seals with. */
const SEALER = createSealer('22'.repeat(32));
const WORLD = smallWorld(SETTINGS);

export interface Latch {
  readonly opened: Promise<void>;
  open(): void;
}

/** Something to wait for, until somebody says so. */
export function latch(): Latch {
  const known = new EventTarget();
  const opened = new Promise<void>((resolve) => {
    known.addEventListener('open', () => {
      resolve();
    });
  });
  return { opened, open: () => known.dispatchEvent(new Event('open')) };
}

function named({ delivery: { kind }, content }: Item): string {
  return content.to === 'target' ? `${kind} ${content.delivery.message?.text ?? ''}` : kind;
}

/** The other side: what it got, in the order in which it came, from whichever worker. */
export class Crm {
  readonly got: string[] = [];
  readonly #ids = new Set<string>();
  #underWay = 0;
  #most = 0;
  /** Answers again, so that a test that failed holds up nobody. */
  speak: () => void = () => undefined;
  /** How long it takes over each one. */
  takes: () => Promise<void> = () => Promise.resolve();

  /** The most that it ever had in hand at once. */
  get most(): number {
    return this.#most;
  }

  /** Answers nothing from now on, until the function that it gives is called. */
  fallSilent(): () => void {
    const { opened, open } = latch();
    this.takes = () => opened;
    this.speak = open;
    return open;
  }

  async #take(item: Item): Promise<void> {
    this.got.push(named(item));
    this.#ids.add(item.delivery.id);
    this.#underWay += 1;
    this.#most = Math.max(this.#most, this.#underWay);
    await this.takes();
    this.#underWay -= 1;
  }

  runtime(maxInFlight: number): TargetRuntime {
    return {
      ...{
        maxInFlight,
        maxBatch: maxInFlight,
        meterOf: ({ kind }) => (kind === 'opened' ? 'delivery.crm' : undefined),
      },
      send: async (items, told) => {
        await Promise.all(
          items.map(async (item) => {
            await this.#take(item);
            told(item, { kind: 'delivered', remoteTicketId: `record-${item.delivery.ticketId}` });
          }),
        );
      },
      lookUp: ({ delivery: { id, ticketId } }) =>
        Promise.resolve(
          this.#ids.has(id) ? { kind: 'found', remoteTicketId: `record-${ticketId}` } : { kind: 'absent' },
        ),
    };
  }
}

/** The hooks are those of its batches. */
export interface WorkerOptions extends Hooks {
  readonly leaseMs?: number;
  readonly runtime?: Partial<TargetRuntime>;
  readonly isConfigured?: boolean;
  /** Instead of attempting what was claimed at birth. */
  readonly attempt?: (born: BornClaim) => void;
}

/** A process that decides and delivers. */
export interface Worker {
  readonly turn: DeliverTurn;
  /** What it was told, in order: "due", "freed", or why a target could not be served. */
  readonly told: readonly string[];
  /** Names of the transactions that it began. */
  readonly began: readonly string[];
  /** Decides everything that is pending, in one batch where that is possible. */
  decide(): Promise<void>;
}

export interface Row {
  readonly what: string;
  readonly state: string;
  readonly attempts: number;
  readonly isLeased: boolean;
  readonly wasAttempted: boolean;
}

const ROWS = `
  select d.kind || ' ' || m.text as what, d.state, d.attempts, d.lease_until is not null as "isLeased",
    d.first_attempt_at is not null as "wasAttempted"
  from delivery d join message m on m.id = d.message_id order by m.text, d.seq`;

function watched(store: Store, began: string[], hooks: Hooks): Store {
  return {
    ...store,
    transaction: (point, work) => {
      began.push(point);
      return store.transaction(point, point === 'handling.batch' ? hooked(work, hooks) : work);
    },
  };
}

/** Citizens who write to a municipality whose tickets all go to one target, on a database of its own. */
export class Scene {
  readonly db: Database;
  readonly pipeline: Pipeline;
  #crm = new Crm();
  #workers: Worker[] = [];
  /** Names are of one test, so that the next one's citizens are others. */
  #test = 0;
  readonly #citizen: Teller;
  readonly #activation: string | undefined;

  private constructor(db: Database, pipeline: Pipeline, activation: string | undefined) {
    this.db = db;
    this.pipeline = pipeline;
    this.#citizen = new Teller(pipeline.nowMs);
    this.#activation = activation;
  }

  static async begin(connections = 4): Promise<Scene> {
    const db = await newestDatabase(connections);
    const nowMs = Date.now();
    const pipeline = await pipelineOn(db, () => [{ kind: 'delivered' }], { world: () => WORLD, now: () => nowMs });
    return new Scene(db, pipeline, await activeActivation(db.handling));
  }

  get crm(): Crm {
    return this.#crm;
  }

  /** Messages of one citizen, by what they say; nobody decided about them yet. */
  async says(who: string, ...ids: readonly string[]): Promise<void> {
    const events = ids.map((id, index) => {
      const [key, ago] = [`${id} ${this.#test}`, ids.length - index];
      const message = { id: key, text: id, attachments: [], isPublic: false };
      return this.#citizen.tells({ id: `${who} ${this.#test}` }, key, ago, { message });
    });
    await this.pipeline.post({ events });
    await this.pipeline.split();
  }

  /** A worker under the settings that were in force when all began. */
  worker(options: WorkerOptions = {}): Worker {
    const { leaseMs = 30_000, runtime = {}, isConfigured = true, attempt } = options;
    const [told, began]: [string[], string[]] = [[], []];
    const store = watched(this.db.handling, began, options);
    const target = { ...this.#crm.runtime(10), ...runtime };
    const turn = createDeliverTurn({
      ...{ store, sealer: SEALER, owner: `worker-${this.#workers.length}`, leaseMs, now: Date.now, random: () => 0 },
      settings: () => ({
        ...{ hash: WORLD.compiled.hash, weights: new Map(), platformPrice: WORLD.compiled.platformPrice },
        ...(this.#activation === undefined ? {} : { activation: this.#activation }),
        charging: (tenant) => WORLD.compiled.municipalityByTenant(tenant)?.charging,
        ...{ municipality: () => ({ nis: '', name: '' }), textLimit: () => TEXT_LIMIT, citingChannels: [] },
        whyErased: () => '',
        target: (id) => (id === CRM && isConfigured ? target : undefined),
      }),
      onSettled: () => undefined,
      onFailed: (_target, error) => told.push(error instanceof Error ? error.message : String(error)),
      onFreed: () => told.push('freed'),
    });
    const deps = {
      ...{ store, sealer: SEALER, rules: () => WORLD.rules, times: knownSnapshots(), now: Date.now },
      births: { claim: turn.births.claim, attempt: attempt ?? turn.births.attempt },
      onDecided: () => undefined,
      onDue: () => told.push('due'),
      onFailed: (id: string, error: unknown) => {
        throw new Error(`event ${id} failed`, { cause: error });
      },
    };
    const decide = async (): Promise<void> => {
      while ((await decideBatch(deps)) === 'more') {
        // The next batch.
      }
    };
    const worker = { turn, told, began, decide };
    this.#workers.push(worker);
    return worker;
  }

  /** Deliveries in the order of what they say. */
  rows(): Promise<Row[]> {
    return this.db.handling.query<Row>(ROWS);
  }

  async states(): Promise<readonly string[]> {
    return (await this.rows()).map(({ what, state }) => `${what}: ${state}`);
  }

  async isAllDelivered(): Promise<boolean> {
    return (await this.rows()).every(({ state }) => state === 'delivered');
  }

  /** Forgets what goes to the target and what became of it; settings are those of the beginning again. */
  async clear(): Promise<void> {
    await this.#stopAll();
    const { owner } = this.db;
    await owner.query('delete from delivery');
    await owner.query('delete from breaker');
    await owner.query('delete from settings_activation where id::text <> $1', [this.#activation ?? '']);
    this.#crm = new Crm();
    this.#test += 1;
  }

  async end(): Promise<void> {
    await this.#stopAll();
    await this.db.close();
  }

  async #stopAll(): Promise<void> {
    this.#crm.speak();
    await Promise.all(this.#workers.map(({ turn }) => turn.stop()));
    this.#workers = [];
  }
}
