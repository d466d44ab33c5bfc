import { Socket } from 'node:net';
import type { Channel, ChannelModel } from 'amqplib';
import type { LoopClock } from '../loop/clock.js';
import type { Log } from '../log/log.js';
import { AnswerConsumer, type AnswersHandler } from './answer-consumer.js';
import { Publisher } from './publisher.js';
import { within } from './time-limit.js';
import { declareTopology, type LinkNames } from './topology.js';

const HANDSHAKE_TIMEOUT_MS = 10_000;
const SET_UP_TIMEOUT_MS = 15_000;
const GOODBYE_TIMEOUT_MS = 2_000;
/** Two missed beats end a connection, so a silent network is noticed within half a minute. */
const HEARTBEAT_SECONDS = '10';

export interface SessionOptions {
  readonly url: string;
  readonly names: LinkNames;
  readonly onAnswers?: AnswersHandler;
  readonly onBlocked: (isBlocked: boolean) => void;
  readonly log: Log;
  readonly clock: LoopClock;
  readonly random: () => number;
}

function withHeartbeat(url: string): string {
  const parsed = new URL(url);
  if (!parsed.searchParams.has('heartbeat')) {
    parsed.searchParams.set('heartbeat', HEARTBEAT_SECONDS);
  }
  return parsed.href;
}

/** amqplib only ends its side of the socket; towards a silent peer that keeps the process alive for minutes. */
function destroySocket(model: ChannelModel): void {
  const connection: object = model.connection;
  if ('stream' in connection && connection.stream instanceof Socket) {
    connection.stream.destroy();
  }
}

/** One connection with its channels, from the handshake to its end. It never comes back: the link opens another. */
export class Session {
  /** Resolves with the cause when the connection has ended. */
  readonly closed: Promise<Error | null>;
  readonly #model: ChannelModel;
  readonly #options: SessionOptions;
  #publisher: Publisher | null = null;
  #consumer: AnswerConsumer | null = null;
  #firstError: Error | null = null;
  #ending: Promise<void> | null = null;
  #resolveClosed: (cause: Error | null) => void = () => undefined;

  constructor(model: ChannelModel, options: SessionOptions) {
    this.#model = model;
    this.#options = options;
    model.on('error', (error) => {
      this.#firstError ??= error;
    });
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
    model.on('close', () => {
      this.#finish();
    });
  }

  get publisher(): Publisher | null {
    return this.#publisher;
  }

  async setUp(): Promise<void> {
    const { names, onAnswers, onBlocked, log, clock, random } = this.#options;
    const channel = this.#watched(await this.#model.createChannel());
    await declareTopology(channel, names);
    const confirming = this.#watched(await this.#model.createConfirmChannel());
    const publisher = new Publisher(confirming, clock);
    this.#model.on('blocked', () => {
      publisher.setBlocked(true);
      onBlocked(true);
    });
    this.#model.on('unblocked', () => {
      publisher.setBlocked(false);
      onBlocked(false);
    });
    this.#publisher = publisher;
    if (onAnswers !== undefined) {
      const queues = { queue: names.answersQueue, rejectedQueue: names.answersRejectedQueue };
      const onBroken = (cause: Error): void => {
        this.#fail(cause);
      };
      this.#consumer = new AnswerConsumer({ channel, publisher, ...queues, onAnswers, onBroken, log, clock, random });
      await this.#consumer.start();
    }
  }

  /** Stops consuming, waits for the work in hand and the confirms under way, then says goodbye. */
  async close(drainMs: number): Promise<void> {
    await this.#consumer?.stop(drainMs);
    this.#publisher?.close();
    await this.#publisher?.untilQuiet(drainMs);
    await this.end();
  }

  /** May be called again: a second goodbye would fail at once and destroy the socket under the first. */
  end(): Promise<void> {
    this.#ending ??= this.#sayGoodbye();
    return this.#ending;
  }

  async #sayGoodbye(): Promise<void> {
    try {
      await within(this.#options.clock, GOODBYE_TIMEOUT_MS, this.#model.close());
    } catch {
      // It was closed already, which is what we want.
    }
    this.#finish();
  }

  #finish(): void {
    this.#consumer?.abandon();
    this.#publisher?.close();
    destroySocket(this.#model);
    this.#resolveClosed(this.#firstError);
  }

  /** A channel that closes takes the whole session with it: one way to recover instead of two. */
  #watched<T extends Channel>(channel: T): T {
    channel.on('error', (error: Error) => {
      this.#fail(error);
    });
    channel.on('close', () => {
      this.#fail(new Error('a channel was closed'));
    });
    return channel;
  }

  #fail(error: Error): void {
    this.#firstError ??= error;
    // amqplib is in the middle of its own clean-up when it tells us; closing inside that leaves it half closed.
    setImmediate(() => void this.end());
  }
}

/** Throws when the broker is away, refuses us, or takes longer than the limit. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const socketOptions = {
    timeout: HANDSHAKE_TIMEOUT_MS,
    noDelay: true,
    clientProperties: { connection_name: 'schakel' },
  };
  // Most installations of one process have no broker, and then no client of one.
  const { connect } = await import('./connect.js');
  const model = await connect(withHeartbeat(options.url), socketOptions);
  const session = new Session(model, options);
  try {
    const done = await within(
      options.clock,
      SET_UP_TIMEOUT_MS,
      session.setUp().then(() => true),
    );
    if (done === undefined) {
      throw new Error('the broker did not answer the set-up of the link in time');
    }
    return session;
  } catch (error) {
    await session.end();
    throw error;
  }
}
