import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { coalesce, type Coalescer } from './coalescer.js';
import { RING_GAP_MS } from './doorbell.js';
import { addRing, type LaneSettings, openQueue } from './redis-lane.js';
import { Reopened } from './reopened.js';

export interface BellParts {
  readonly producer: Redis;
  readonly settings: LaneSettings;
  readonly onOutcome: (outcome: 'rung' | 'coalesced' | 'lost') => void;
  /** Undefined when Redis took the ring, else why it did not. */
  readonly onAnswer: (reason: string | undefined) => void;
}

/** The ringing side of one lane: at most one command under way, and none kept for later. */
export class Bell {
  readonly #parts: BellParts;
  readonly #queue: Reopened<Queue>;
  readonly #coalescer: Coalescer;
  #isRinging = false;
  #isRungMeanwhile = false;

  constructor(parts: BellParts) {
    this.#parts = parts;
    this.#queue = new Reopened(() => openQueue(parts.producer, parts.settings), parts.settings.onProblem);
    this.#coalescer = coalesce(RING_GAP_MS, () => {
      this.#fire();
    });
  }

  ring(): void {
    if (this.#coalescer.call() === 'covered') {
      this.#parts.onOutcome('coalesced');
    }
  }

  started(): Promise<void> {
    return this.#queue.started();
  }

  async close(isForced: boolean): Promise<void> {
    this.#coalescer.cancel();
    await this.#queue.close(isForced);
  }

  #fire(): void {
    const queue = this.#queue.ready;
    if (queue === undefined || this.#parts.producer.status !== 'ready') {
      this.#parts.onOutcome('lost');
    } else if (this.#isRungMeanwhile) {
      this.#parts.onOutcome('coalesced');
    } else if (this.#isRinging) {
      this.#isRungMeanwhile = true;
    } else {
      this.#isRinging = true;
      void this.#send(queue);
    }
  }

  async #send(queue: Queue): Promise<void> {
    try {
      await addRing(queue, this.#parts.settings.lane);
      this.#parts.onOutcome('rung');
      this.#parts.onAnswer(undefined);
    } catch (error) {
      this.#parts.onOutcome('lost');
      this.#parts.onAnswer('Redis did not take a ring');
      this.#parts.settings.onProblem(error);
    }
    this.#isRinging = false;
    if (this.#isRungMeanwhile) {
      this.#isRungMeanwhile = false;
      this.#fire();
    }
  }
}
