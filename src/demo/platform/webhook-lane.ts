import type { Update } from './updates.js';

/** What became of one POST. Kept after the bytes are gone. */
export interface DeliveryReport {
  readonly object: Update['object'];
  readonly updates: number;
  readonly bytes: number;
  /** One status per attempt; 0 where no answer came. */
  readonly statuses: number[];
  state: 'pending' | 'delivered' | 'lost';
}

export interface Delivery {
  readonly updates: readonly Update[];
  readonly body: Buffer;
  readonly report: DeliveryReport;
  /** Called after each attempt, whatever came of it. */
  readonly attempted: () => void;
}

/** Sends what is queued in order, at most so many at once. */
export class Lane {
  private readonly queue: Delivery[] = [];
  private readonly concurrency: number;
  private readonly attempt: (delivery: Delivery) => Promise<void>;
  private active = 0;

  constructor(concurrency: number, attempt: (delivery: Delivery) => Promise<void>) {
    this.concurrency = concurrency;
    this.attempt = attempt;
  }

  add(delivery: Delivery): void {
    this.queue.push(delivery);
    this.pump();
  }

  clear(): void {
    this.queue.length = 0;
  }

  private pump(): void {
    while (this.active < this.concurrency) {
      const next = this.queue.shift();
      if (next === undefined) {
        return;
      }
      this.active += 1;
      void this.attempt(next).finally(() => {
        this.active -= 1;
        this.pump();
      });
    }
  }
}
