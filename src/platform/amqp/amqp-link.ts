import { backoffMs } from '../loop/backoff.js';
import { type LoopClock, systemClock } from '../loop/clock.js';
import type { Log } from '../log/log.js';
import type { AnswersHandler } from './answer-consumer.js';
import type { OutgoingMessage, PublishResult } from './publisher.js';
import { openSession, type Session } from './session.js';
import { within } from './time-limit.js';
import { type LinkNames, linkNames } from './topology.js';

export type LinkStatus = 'connecting' | 'connected' | 'blocked' | 'closed';

export interface LinkState {
  readonly status: LinkStatus;
  /** When this status began, UTC milliseconds. */
  readonly sinceMs: number;
  /** Why the last connection failed or ended; null while connected. */
  readonly cause: string | null;
}

export interface AmqpLinkOptions {
  /** `amqp://user:password@host:port/vhost`, or `amqps://`. */
  readonly url: string;
  readonly log: Log;
  /** Without it the link only publishes. Called with at most 100 answers; one call at a time, unless one hangs for over a minute. */
  readonly onAnswers?: AnswersHandler;
  /** Told of every change; for health and metrics. */
  readonly onState?: (state: LinkState) => void;
  /** Before every name; for tests that share a broker. Default: none. */
  readonly namePrefix?: string;
  readonly clock?: LoopClock;
  /** From 0 to 1; spreads the reconnects. */
  readonly random?: () => number;
}

const RECONNECT = { firstMs: 250, maxMs: 15_000 };
const DRAIN_MS = 5_000;

/** The link with the contact center's broker. It connects, and connects again, for as long as it is open. */
export class AmqpLink {
  readonly #options: AmqpLinkOptions;
  readonly #names: LinkNames;
  readonly #clock: LoopClock;
  readonly #random: () => number;
  readonly #closing: Promise<void>;
  #startClosing: () => void = () => undefined;
  #isClosing = false;
  #session: Session | null = null;
  #state: LinkState;
  #running: Promise<void> = Promise.resolve();

  constructor(options: AmqpLinkOptions) {
    this.#options = options;
    this.#names = linkNames(options.namePrefix);
    this.#clock = options.clock ?? systemClock();
    this.#random = options.random ?? Math.random;
    this.#closing = new Promise((resolve) => {
      this.#startClosing = resolve;
    });
    this.#state = { status: 'connecting', sinceMs: this.#clock.nowMs(), cause: null };
  }

  /** Returns at once; the first connection may come later. */
  open(): void {
    this.#running = this.#run();
  }

  state(): LinkState {
    return this.#state;
  }

  /**
   * One result per message, in their order, within `timeoutMs`. Without a connection everything is `not-sent` at once.
   * Only `confirmed` means that the broker has it.
   */
  async publish(batch: readonly OutgoingMessage[], timeoutMs: number): Promise<readonly PublishResult[]> {
    const publisher = this.#session?.publisher ?? null;
    if (publisher === null) {
      return batch.map(() => 'not-sent');
    }
    return await publisher.publish(this.#names.ticketsExchange, batch, timeoutMs);
  }

  /** Stops consuming, waits for outstanding confirms for a few seconds, and closes. May be called twice. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#startClosing();
    await this.#session?.close(DRAIN_MS);
    // A handshake under way ends by its own limits and then sees that it is not wanted.
    await within(this.#clock, DRAIN_MS, this.#running);
    this.#become('closed', null);
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#isClosing) {
      const cause = await this.#oneConnection(() => {
        failures = 0;
      });
      if (this.#isClosing) {
        return;
      }
      failures += 1;
      const delayMs = backoffMs(failures, RECONNECT, this.#random);
      this.#become('connecting', cause?.message ?? 'the connection was closed');
      this.#options.log.warn({ error: cause, failures, retryInMs: delayMs }, 'the AMQP link is down');
      await within(this.#clock, delayMs, this.#closing);
    }
  }

  /** From one connect to its end; a broker that is away gives the cause and never throws. */
  async #oneConnection(onConnected: () => void): Promise<Error | null> {
    try {
      const session = await openSession({
        url: this.#options.url,
        names: this.#names,
        ...(this.#options.onAnswers === undefined ? {} : { onAnswers: this.#options.onAnswers }),
        onBlocked: (isBlocked) => {
          this.#onBlocked(isBlocked);
        },
        log: this.#options.log,
        clock: this.#clock,
        random: this.#random,
      });
      if (this.#isClosing) {
        await session.close(DRAIN_MS);
        return null;
      }
      this.#session = session;
      onConnected();
      this.#become('connected', null);
      this.#options.log.info({}, 'the AMQP link is up');
      return await session.closed;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    } finally {
      this.#session = null;
    }
  }

  #onBlocked(isBlocked: boolean): void {
    this.#options.log.warn({ isBlocked }, 'the broker changed whether it takes messages');
    this.#become(isBlocked ? 'blocked' : 'connected', isBlocked ? 'the broker has a resource alarm' : null);
  }

  #become(status: LinkStatus, cause: string | null): void {
    const isSame = status === this.#state.status;
    this.#state = { status, cause, sinceMs: isSame ? this.#state.sinceMs : this.#clock.nowMs() };
    if (!isSame) {
      this.#options.onState?.(this.#state);
    }
  }
}

/** Opens the link. It throws only for an address that is not a URL; a broker that is away is waited for. */
export function openAmqpLink(options: AmqpLinkOptions): AmqpLink {
  if (!['amqp:', 'amqps:'].includes(new URL(options.url).protocol)) {
    throw new TypeError('the AMQP address must start with amqp:// or amqps://');
  }
  const link = new AmqpLink(options);
  link.open();
  return link;
}
