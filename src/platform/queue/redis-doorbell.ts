import type { Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import {
  DOORBELL_LANES,
  type Doorbell,
  type DoorbellLane,
  type DoorbellReports,
  type DoorbellState,
} from './doorbell.js';
import { createListeners, type Listeners } from './listeners.js';
import { Bell } from './redis-bell.js';
import { withoutRepeats } from './problems.js';
import { type ConnectionSettings, listeningConnection, ringingConnection, whyUnfit } from './redis-connections.js';
import { type LaneSettings, openWorker } from './redis-lane.js';
import { isDoneWithin, Reopened } from './reopened.js';

export interface RedisDoorbellOptions extends DoorbellReports {
  readonly url: string;
  /** Key prefix; the default's braces keep all keys on one node of a Redis cluster. */
  readonly prefix?: string;
  /** How long to wait for Redis at the start before going on without it; default 5 seconds. */
  readonly connectWithinMs?: number;
}

/**
 * Opens the doorbell on Redis. Throws a sentence when Redis answers and is unfit (`noeviction` is demanded). When Redis
 * is away it opens all the same and keeps trying: without a doorbell the sweeps of the loops still find all work.
 */
export async function openRedisDoorbell(options: RedisDoorbellOptions): Promise<Doorbell> {
  const doorbell = new RedisDoorbell(options);
  const refusal = await doorbell.start(options.connectWithinMs ?? 5_000);
  if (refusal !== undefined) {
    await doorbell.close();
    throw new Error(refusal);
  }
  return doorbell;
}

class RedisDoorbell implements Doorbell {
  readonly #options: RedisDoorbellOptions;
  readonly #listeners: Listeners;
  readonly #tellProblem: (error: unknown) => void;
  readonly #producer: Redis;
  readonly #bells: ReadonlyMap<DoorbellLane, Bell>;
  readonly #workers = new Map<DoorbellLane, Reopened<Worker>>();
  #consumer: Redis | undefined;
  #state: DoorbellState = { kind: 'redis', isHealthy: false, sinceMs: Date.now(), reason: 'not connected yet' };
  /** Why this Redis is unfit, although it answers. */
  #refusal: string | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: RedisDoorbellOptions) {
    this.#options = options;
    this.#listeners = createListeners(options);
    this.#tellProblem = withoutRepeats(options.onProblem ?? (() => {}));
    this.#producer = ringingConnection(this.#connectionSettings());
    this.#producer.on('error', this.#report);
    this.#producer.on('ready', () => void this.#judge());
    this.#producer.on('close', () => {
      this.#become('the connection to Redis is closed');
    });
    this.#bells = new Map(DOORBELL_LANES.map((lane) => [lane, this.#createBell(lane)]));
  }

  /** Gives the sentence that refuses this Redis, if it could be asked. */
  async start(connectWithinMs: number): Promise<string | undefined> {
    const bellsStarted = Promise.all([...this.#bells.values()].map((bell) => bell.started()));
    if (await isDoneWithin(bellsStarted, connectWithinMs)) {
      return this.#judge();
    }
    this.#report(new Error('Redis does not answer; work is found by sweeping until it does.'));
    return undefined;
  }

  ring(lane: DoorbellLane): void {
    if (this.#closing === undefined) {
      this.#bells.get(lane)?.ring();
    }
  }

  onRing(lane: DoorbellLane, wake: () => void): () => void {
    const stopListening = this.#listeners.add(lane, wake);
    if (this.#closing === undefined && !this.#workers.has(lane)) {
      const connection = this.#listeningConnection();
      const open = (): Worker =>
        openWorker(connection, this.#laneSettings(lane), () => {
          this.#listeners.wake(lane);
        });
      this.#workers.set(lane, new Reopened(open, this.#report));
    }
    return stopListening;
  }

  state(): DoorbellState {
    return this.#state;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#listeners.clear();
    // Without Redis nothing can be ended in order; BullMQ then keeps a timer for up to six seconds.
    const isForced = this.#producer.status !== 'ready';
    await Promise.all([...this.#bells.values(), ...this.#workers.values()].map((part) => part.close(isForced)));
    this.#producer.disconnect();
    this.#consumer?.disconnect();
  }

  readonly #report = (error: unknown): void => {
    if (this.#closing === undefined) {
      this.#tellProblem(error);
    }
  };

  #connectionSettings(): ConnectionSettings {
    return { url: this.#options.url, isClosed: () => this.#closing !== undefined };
  }

  #laneSettings(lane: DoorbellLane): LaneSettings {
    return { lane, prefix: this.#options.prefix ?? '{schakel}', onProblem: this.#report };
  }

  /** One for all workers of this process; each adds one of its own to block on. */
  #listeningConnection(): Redis {
    if (this.#consumer === undefined) {
      this.#consumer = listeningConnection(this.#connectionSettings());
      this.#consumer.on('error', this.#report);
    }
    return this.#consumer;
  }

  #createBell(lane: DoorbellLane): Bell {
    return new Bell({
      producer: this.#producer,
      settings: this.#laneSettings(lane),
      onOutcome: (outcome) => this.#options.onOutcome?.(lane, outcome),
      onAnswer: (reason) => {
        this.#become(reason ?? this.#refusal);
      },
    });
  }

  /** Asked at every connection: a fail-over may bring another server with other settings. */
  async #judge(): Promise<string | undefined> {
    try {
      const refusal = await whyUnfit(this.#producer);
      if (refusal !== undefined && refusal !== this.#refusal) {
        this.#report(new Error(refusal));
      }
      this.#refusal = refusal;
      this.#become(refusal);
      return refusal;
    } catch (error) {
      this.#report(error);
      this.#become('Redis does not answer');
      return undefined;
    }
  }

  #become(reason: string | undefined): void {
    const isHealthy = reason === undefined;
    if (isHealthy !== this.#state.isHealthy || reason !== this.#state.reason) {
      this.#state = { kind: 'redis', isHealthy, sinceMs: Date.now(), ...(reason === undefined ? {} : { reason }) };
    }
  }
}
