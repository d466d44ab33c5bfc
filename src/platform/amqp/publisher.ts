import type { ConfirmChannel, Message, Options } from 'amqplib';
import type { LoopClock } from '../loop/clock.js';
import { TimeLimit } from './time-limit.js';

export interface OutgoingMessage {
  /** Becomes the message id; constant over retries. At most 255 bytes. */
  readonly id: string;
  readonly routingKey: string;
  readonly body: Buffer;
}

/**
 * `confirmed`: the broker has it on disk, in a queue. `unroutable`: no queue wanted it. `nacked`: the broker refused it.
 * `unknown`: it left, and no confirm came in time. `not-sent`: it never left.
 */
export type PublishResult = 'confirmed' | 'unroutable' | 'nacked' | 'unknown' | 'not-sent';

/** An unconfirmed message costs memory here and in the broker. */
const MAX_IN_FLIGHT = 5_000;
const MAX_SHORT_STRING_BYTES = 255;

/** Tells copies of one message id apart in what the broker returns; only on copies of rejected answers. */
const COPY_HEADER = 'x-schakel-copy';

interface InFlight {
  isReturned: boolean;
  readonly settle: (result: PublishResult) => void;
}

interface Destination {
  readonly key: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly options: Options.Publish;
}

function hasFittingNames(message: OutgoingMessage): boolean {
  return [message.id, message.routingKey].every((name) => Buffer.byteLength(name) <= MAX_SHORT_STRING_BYTES);
}

/** Publishes over one confirm channel until that closes. Never throws for what a broker can do. */
export class Publisher {
  readonly #channel: ConfirmChannel;
  readonly #clock: LoopClock;
  readonly #inFlight = new Map<string, InFlight>();
  readonly #waiting = new Set<() => void>();
  #isWritable = true;
  #isBlocked = false;
  #isClosed = false;
  #copies = 0;

  constructor(channel: ConfirmChannel, clock: LoopClock) {
    this.#channel = channel;
    this.#clock = clock;
    channel.on('return', (message: Message) => {
      this.#onReturn(message);
    });
    channel.on('drain', () => {
      this.#isWritable = true;
      this.#wake();
    });
    channel.on('close', () => {
      this.close();
    });
  }

  get inFlight(): number {
    return this.#inFlight.size;
  }

  setBlocked(isBlocked: boolean): void {
    this.#isBlocked = isBlocked;
    this.#wake();
  }

  /** Takes no more; what is in flight still gets its result. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  /**
   * One result per message, in their order, after at most `timeoutMs`. An id that is still waiting for its confirm is
   * not sent a second time, so a slow broker is not flooded by retries.
   */
  async publish(
    exchange: string,
    batch: readonly OutgoingMessage[],
    timeoutMs: number,
  ): Promise<readonly PublishResult[]> {
    if (!batch.every(hasFittingNames)) {
      throw new RangeError('the id and the routing key of an AMQP message take at most 255 bytes each');
    }
    const limit = new TimeLimit(this.#clock, timeoutMs);
    const results: Promise<PublishResult>[] = [];
    for (const message of batch) {
      const mayLeave = this.#hasRoom() || (await this.#roomWithin(limit));
      const destination = this.#ticketDestination(exchange, message);
      results.push(mayLeave ? this.#send(destination, message.body, limit) : Promise.resolve('not-sent'));
    }
    const settled = await Promise.all(results);
    limit.cancel();
    return settled;
  }

  /** A copy of somebody else's message, with headers that say why. */
  async publishCopy(
    queue: string,
    original: Message,
    headers: Readonly<Record<string, string>>,
    timeoutMs: number,
  ): Promise<PublishResult> {
    const limit = new TimeLimit(this.#clock, timeoutMs);
    const mayLeave = this.#hasRoom() || (await this.#roomWithin(limit));
    const result = mayLeave
      ? await this.#send(this.#copyDestination(queue, original, headers), original.content, limit)
      : 'not-sent';
    limit.cancel();
    return result;
  }

  async untilQuiet(timeoutMs: number): Promise<void> {
    const limit = new TimeLimit(this.#clock, timeoutMs);
    while (this.#inFlight.size > 0 && !limit.isOver) {
      await this.#change(limit);
    }
    limit.cancel();
  }

  #ticketDestination(exchange: string, message: OutgoingMessage): Destination {
    const options = {
      mandatory: true,
      persistent: true,
      messageId: message.id,
      contentType: 'application/cloudevents+json',
    };
    return { key: message.id, exchange, routingKey: message.routingKey, options };
  }

  #copyDestination(queue: string, original: Message, headers: Readonly<Record<string, string>>): Destination {
    const key = `copy ${(this.#copies += 1)}`;
    // A name that is too long or not text would be refused by the encoder: the copy carries a cut one.
    const messageId = String(original.properties.messageId ?? '').slice(0, 80);
    const contentType = String(original.properties.contentType ?? 'application/octet-stream').slice(0, 80);
    const options = {
      mandatory: true,
      persistent: true,
      messageId,
      contentType,
      headers: { ...headers, [COPY_HEADER]: key },
    };
    return { key, exchange: '', routingKey: queue, options };
  }

  #hasRoom(): boolean {
    return !this.#isClosed && !this.#isBlocked && this.#isWritable && this.#inFlight.size < MAX_IN_FLIGHT;
  }

  async #roomWithin(limit: TimeLimit): Promise<boolean> {
    while (!this.#isClosed && !limit.isOver) {
      if (this.#hasRoom()) {
        return true;
      }
      await this.#change(limit);
    }
    return false;
  }

  /** Until something changed that may make room, or the time is over. */
  async #change(limit: TimeLimit): Promise<void> {
    let wake = (): void => undefined;
    const changed = new Promise<void>((resolve) => {
      wake = resolve;
    });
    this.#waiting.add(wake);
    await Promise.race([changed, limit.over]);
    this.#waiting.delete(wake);
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) {
      wake();
    }
  }

  #send(to: Destination, body: Buffer, limit: TimeLimit): Promise<PublishResult> {
    if (limit.isOver || this.#inFlight.has(to.key)) {
      return Promise.resolve('not-sent');
    }
    const confirmed = new Promise<PublishResult>((resolve) => {
      this.#inFlight.set(to.key, { isReturned: false, settle: resolve });
    });
    try {
      this.#isWritable = this.#channel.publish(to.exchange, to.routingKey, body, to.options, (error) => {
        this.#onConfirm(to.key, error);
      });
    } catch {
      // The channel closed between the check and the call: amqplib throws before it writes.
      this.#inFlight.delete(to.key);
      return Promise.resolve('not-sent');
    }
    return Promise.race([confirmed, limit.over.then((): PublishResult => 'unknown')]);
  }

  /** An unroutable message is returned first and confirmed after: only the return tells. */
  #onReturn(message: Message): void {
    const headers: Readonly<Record<string, unknown>> = message.properties.headers ?? {};
    const inFlight = this.#inFlight.get(String(headers[COPY_HEADER] ?? message.properties.messageId));
    if (inFlight !== undefined) {
      inFlight.isReturned = true;
    }
  }

  #onConfirm(key: string, error: unknown): void {
    const inFlight = this.#inFlight.get(key);
    this.#inFlight.delete(key);
    this.#wake();
    if (inFlight === undefined) {
      return;
    }
    if (error === null) {
      inFlight.settle(inFlight.isReturned ? 'unroutable' : 'confirmed');
      return;
    }
    // amqplib tells a refusal of the broker and a closed channel apart by this text only (lib/channel.js, 2.3.1).
    const isNack = error instanceof Error && error.message === 'message nacked';
    inFlight.settle(isNack ? 'nacked' : 'unknown');
  }
}
