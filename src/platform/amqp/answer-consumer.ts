import type { Channel, ConsumeMessage } from 'amqplib';
import { backoffMs } from '../loop/backoff.js';
import type { LoopClock } from '../loop/clock.js';
import type { Log } from '../log/log.js';
import type { Publisher } from './publisher.js';
import { within } from './time-limit.js';

/** One message from the answers queue. Nothing in it is trusted yet. */
export interface IncomingAnswer {
  readonly body: Buffer;
  readonly messageId: string | null;
  readonly contentType: string | null;
  /** True when the broker gave it before; the content may or may not be known. */
  readonly isRedelivered: boolean;
}

/** `stored`: it is durable at our side. Otherwise the sentence and code that its sender will read. */
export type AnswerVerdict = 'stored' | { readonly reject: string; readonly code: string };

/** One verdict per message, in their order. A throw means that nothing is known of any: all are tried again. */
export type AnswersHandler = (answers: readonly IncomingAnswer[]) => Promise<readonly AnswerVerdict[]>;

export interface ConsumerParts {
  readonly channel: Channel;
  readonly publisher: Publisher;
  readonly queue: string;
  readonly rejectedQueue: string;
  readonly onAnswers: AnswersHandler;
  /** Called when consuming cannot go on; the connection must be opened anew, which also declares the queues again. */
  readonly onBroken: (cause: Error) => void;
  readonly log: Log;
  readonly clock: LoopClock;
  readonly random: () => number;
}

/** Bounds what we hold in memory; the rest waits in the broker. */
const PREFETCH = 200;
const MAX_BATCH = 100;
const COLLECT_MS = 20;
const HANDLER_TIMEOUT_MS = 60_000;
const COPY_TIMEOUT_MS = 10_000;
const PAUSE = { firstMs: 250, maxMs: 10_000 };
/** So many failures one after the other, and no success, look like an outage and not like bad messages. */
const FAILURES_THAT_END_A_ROUND = 3;
const MAX_REASON_CHARACTERS = 1_000;

interface Round {
  readonly failed: ConsumeMessage[];
  readonly untried: readonly ConsumeMessage[];
  readonly hasProgress: boolean;
}

function asAnswer(message: ConsumeMessage): IncomingAnswer {
  const { messageId, contentType }: { messageId?: unknown; contentType?: unknown } = message.properties;
  return {
    body: message.content,
    messageId: typeof messageId === 'string' ? messageId : null,
    contentType: typeof contentType === 'string' ? contentType : null,
    isRedelivered: message.fields.redelivered,
  };
}

/** Takes answers in batches, one batch at a time, and settles each message only after its verdict. */
export class AnswerConsumer {
  readonly #parts: ConsumerParts;
  readonly #arrived: ConsumeMessage[] = [];
  readonly #stopped: Promise<void>;
  #stop: () => void = () => undefined;
  #isStopped = false;
  #onArrival: () => void = () => undefined;
  #consumerTag = '';
  #running: Promise<void> = Promise.resolve();

  constructor(parts: ConsumerParts) {
    this.#parts = parts;
    this.#stopped = new Promise((resolve) => {
      this.#stop = resolve;
    });
  }

  async start(): Promise<void> {
    const { channel, queue, onBroken } = this.#parts;
    await channel.prefetch(PREFETCH);
    const consumer = await channel.consume(queue, (message) => {
      if (message === null) {
        onBroken(new Error('the broker cancelled the consumer of answers'));
        return;
      }
      this.#arrived.push(message);
      this.#onArrival();
    });
    this.#consumerTag = consumer.consumerTag;
    this.#running = this.#run();
  }

  /** Takes nothing new and waits for the batch in hand; what was not begun goes back to the broker. */
  async stop(timeoutMs: number): Promise<void> {
    const { channel, clock } = this.#parts;
    // First, because a second batch could begin while the broker takes its time to confirm the cancellation.
    this.abandon();
    try {
      await within(clock, timeoutMs, channel.cancel(this.#consumerTag));
    } catch {
      // The channel is closed already, and with it the consumer.
    }
    await within(clock, timeoutMs, this.#running);
  }

  /** For a connection that is gone: the broker has taken everything back. */
  abandon(): void {
    this.#isStopped = true;
    this.#stop();
    this.#onArrival();
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      const batch = await this.#nextBatch();
      if (batch.length > 0 && !(await this.#attempt(batch))) {
        await this.#holdAndRetry(batch);
      }
    }
  }

  async #nextBatch(): Promise<readonly ConsumeMessage[]> {
    if (this.#arrived.length === 0) {
      await this.#arrival(() => this.#arrived.length > 0);
    }
    if (this.#arrived.length < MAX_BATCH && !this.#isStopped) {
      await within(
        this.#parts.clock,
        COLLECT_MS,
        this.#arrival(() => this.#arrived.length >= MAX_BATCH),
      );
    }
    return this.#isStopped ? [] : this.#arrived.splice(0, MAX_BATCH);
  }

  #arrival(isEnough: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#onArrival = () => {
        if (isEnough() || this.#isStopped) {
          resolve();
        }
      };
    });
  }

  /**
   * A message that fails is given back, which counts towards its delivery limit, only once another one succeeded:
   * then the fault is in the message. While nothing succeeds the fault is ours (a store that is away), and giving back
   * would push good answers over the limit; they are held and tried again with growing pauses.
   */
  async #holdAndRetry(batch: readonly ConsumeMessage[]): Promise<void> {
    const { clock, random } = this.#parts;
    let held = [...batch];
    for (let failures = 1; held.length > 0 && !this.#isStopped; failures += 1) {
      await within(clock, backoffMs(failures, PAUSE, random), this.#stopped);
      held.unshift(...this.#arrived.splice(0));
      const round = await this.#tryOneByOne(held);
      if (round.hasProgress) {
        this.#giveBack(round.failed);
        return;
      }
      held = [...round.untried, ...round.failed];
    }
  }

  async #tryOneByOne(messages: readonly ConsumeMessage[]): Promise<Round> {
    const failed: ConsumeMessage[] = [];
    let hasProgress = false;
    for (const [index, message] of messages.entries()) {
      if (this.#isStopped || (!hasProgress && failed.length >= FAILURES_THAT_END_A_ROUND)) {
        return { failed, untried: messages.slice(index), hasProgress };
      }
      if (await this.#attempt([message])) {
        hasProgress = true;
      } else {
        failed.push(message);
      }
    }
    return { failed, untried: [], hasProgress };
  }

  /** True when the handler gave its verdicts; each message is settled by its own. */
  async #attempt(messages: readonly ConsumeMessage[]): Promise<boolean> {
    const { onAnswers, clock, log } = this.#parts;
    try {
      const verdicts = await within(clock, HANDLER_TIMEOUT_MS, onAnswers(messages.map(asAnswer)));
      if (verdicts === undefined || verdicts.length !== messages.length) {
        throw new Error(`no verdict for each of ${messages.length} answers`);
      }
      await Promise.all(messages.map((message, index) => this.#settle(message, verdicts[index] ?? 'stored')));
      return true;
    } catch (error) {
      log.warn({ error, count: messages.length }, 'answers could not be stored and will be tried again');
      return false;
    }
  }

  async #settle(message: ConsumeMessage, verdict: AnswerVerdict): Promise<void> {
    const { channel, publisher, rejectedQueue, log, onBroken } = this.#parts;
    if (verdict !== 'stored') {
      const headers = {
        'x-schakel-reason': verdict.reject.slice(0, MAX_REASON_CHARACTERS),
        'x-schakel-code': verdict.code,
      };
      const result = await publisher.publishCopy(rejectedQueue, message, headers, COPY_TIMEOUT_MS);
      if (result !== 'confirmed') {
        // Unacknowledged, it comes again on the next connection.
        onBroken(new Error(`a rejected answer could not be set aside (${result})`));
        return;
      }
      log.info({ code: verdict.code }, 'a malformed answer was set aside');
    }
    this.#whileOpen(() => {
      channel.ack(message);
    });
  }

  #giveBack(messages: readonly ConsumeMessage[]): void {
    for (const message of messages) {
      this.#whileOpen(() => {
        this.#parts.channel.nack(message, false, true);
      });
    }
  }

  /** On a closed channel amqplib throws; the broker then gives the message again, and its key is known by then. */
  #whileOpen(settle: () => void): void {
    try {
      settle();
    } catch {
      this.#parts.log.debug({}, 'an answer could not be settled because the channel is closed');
    }
  }
}
