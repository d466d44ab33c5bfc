import { BoundedMap } from '../basics/bounded-map.js';
import type { Clock } from '../basics/clock.js';
import type { Disorder } from '../basics/disorder.js';
import { Timers } from '../basics/timers.js';
import type { Random } from '../random.js';
import { waitAfterFailure } from './backoff.js';
import { isAcknowledged, NO_ANSWER, type UpdateAnswer } from './update-post.js';

/** An update of a bot. `kind` is the one field beside its number. */
export interface Update {
  readonly updateId: number;
  readonly chatId: number;
  readonly kind: string;
  readonly item: Readonly<Record<string, unknown>>;
}

/** What became of one update. */
export interface UpdateReport {
  readonly updateId: number;
  readonly chatId: number;
  readonly kind: string;
  /** One status per attempt; 0 where no answer came. */
  readonly statuses: number[];
  state: 'pending' | 'delivered' | 'dropped';
}

export interface UpdateQueueSettings {
  readonly clock: Clock;
  readonly disorder: Disorder;
  readonly random: Random;
  /** How long a second of waiting takes. */
  readonly retrySecondMs: number;
  /** Brings one update to the webhook of the bot; undefined while it has none. */
  readonly post: (update: Update) => Promise<UpdateAnswer> | undefined;
}

interface Waiting {
  readonly update: Update;
  readonly report: UpdateReport;
  readonly expiresAtMs: number;
  delaySeconds: number;
}

const EXPIRES_AFTER_MS = 24 * 3_600_000;
const MOST_WAITING = 20_000;
const MOST_REPORTS = 1_000;

/**
 * The updates of one bot. Those of a chat are a queue: the first one that is not answered with 2xx holds up the later
 * ones of its chat, and other chats go on.
 */
export class UpdateQueue {
  private readonly settings: UpdateQueueSettings;
  private readonly timers = new Timers();
  private readonly queues = new Map<number, Waiting[]>();
  /** Chats whose first update is under way or waits for its time. */
  private readonly busy = new Set<number>();
  private readonly latest = new BoundedMap<Update>(MOST_REPORTS);
  private readonly log: UpdateReport[] = [];
  private open = 0;
  private isClosed = false;
  private idleWaiters: (() => void)[] = [];

  constructor(settings: UpdateQueueSettings) {
    this.settings = settings;
  }

  /** Takes an update, and now and then a second time: Telegram repeats what was answered when the answer got lost. */
  add(update: Update): void {
    this.take(update);
    if (this.settings.disorder.isDuplicated()) {
      this.take(update);
    }
  }

  /** How many wait, for `getWebhookInfo`. */
  pending(): number {
    return this.open;
  }

  /** Forgets what waits, as `drop_pending_updates` asks. */
  dropPending(): void {
    for (const waiting of [...this.queues.values()].flat()) {
      this.finish(waiting, 'dropped');
    }
    this.queues.clear();
    this.busy.clear();
    this.timers.clear();
  }

  /** Begins with what waited for a webhook. */
  resume(): void {
    for (const chatId of this.queues.keys()) {
      this.pump(chatId);
    }
  }

  /** One of the latest updates, also when it was answered. */
  find(updateId: number): Update | undefined {
    return this.latest.get(String(updateId));
  }

  redeliverNow(): void {
    this.timers.runNow();
  }

  reports(): readonly UpdateReport[] {
    return this.log.map((report) => ({ ...report, statuses: [...report.statuses] }));
  }

  /** Resolves when no update is under way or waits. */
  async settled(timeoutMs: number): Promise<void> {
    if (this.open === 0) {
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`Updates did not settle: ${String(this.open)} are still open.`));
      }, timeoutMs);
      this.idleWaiters.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  close(): void {
    this.isClosed = true;
    this.dropPending();
  }

  private take(update: Update): void {
    if (this.isClosed || this.open >= MOST_WAITING) {
      return;
    }
    const { updateId, chatId, kind } = update;
    const report: UpdateReport = { updateId, chatId, kind, statuses: [], state: 'pending' };
    this.latest.set(String(updateId), update);
    this.log.push(report);
    if (this.log.length > MOST_REPORTS) {
      this.log.shift();
    }
    const queue = this.queues.get(chatId) ?? [];
    queue.push({ update, report, expiresAtMs: this.settings.clock.nowMs() + EXPIRES_AFTER_MS, delaySeconds: 1 });
    this.queues.set(chatId, queue);
    this.open += 1;
    this.pump(chatId);
  }

  private pump(chatId: number): void {
    const first = this.queues.get(chatId)?.[0];
    if (first === undefined || this.busy.has(chatId)) {
      return;
    }
    this.busy.add(chatId);
    const delayMs = this.settings.disorder.delayMs();
    if (delayMs === 0) {
      void this.attempt(first);
    } else {
      this.timers.after(delayMs, () => void this.attempt(first));
    }
  }

  private async attempt(waiting: Waiting): Promise<void> {
    const { chatId } = waiting.update;
    const answer = await this.settings.post(waiting.update);
    if (answer === undefined) {
      // Nobody listens yet; `resume` comes back to it.
      this.busy.delete(chatId);
      return;
    }
    waiting.report.statuses.push(answer.status);
    if (waiting.report.state !== 'pending') {
      // It was dropped while it was under way.
      return;
    }
    if (isAcknowledged(answer.status)) {
      this.leave(waiting, 'delivered');
    } else {
      this.waitAgain(waiting, answer);
    }
  }

  private waitAgain(waiting: Waiting, answer: UpdateAnswer): void {
    const failures = waiting.report.statuses.length - 1;
    const { waitSeconds, delaySeconds } = waitAfterFailure(
      { failures, delaySeconds: waiting.delaySeconds },
      answer.status === NO_ANSWER ? 0 : answer.retryAfterSeconds,
      this.settings.random,
    );
    if (this.settings.clock.nowMs() + waitSeconds * 1000 > waiting.expiresAtMs) {
      this.leave(waiting, 'dropped');
      return;
    }
    waiting.delaySeconds = delaySeconds;
    this.timers.after(waitSeconds * this.settings.retrySecondMs, () => void this.attempt(waiting));
  }

  /** The next one of the chat has its turn. */
  private leave(waiting: Waiting, state: 'delivered' | 'dropped'): void {
    const { chatId } = waiting.update;
    const rest = (this.queues.get(chatId) ?? []).filter((one) => one !== waiting);
    if (rest.length === 0) {
      this.queues.delete(chatId);
    } else {
      this.queues.set(chatId, rest);
    }
    this.busy.delete(chatId);
    this.finish(waiting, state);
    this.pump(chatId);
  }

  private finish(waiting: Waiting, state: 'delivered' | 'dropped'): void {
    waiting.report.state = state;
    this.open -= 1;
    if (this.open === 0) {
      for (const wake of this.idleWaiters.splice(0)) {
        wake();
      }
    }
  }
}
