import type { Clock } from '../basics/clock.js';
import { Disorder } from '../basics/disorder.js';
import type { FaultPlan } from '../basics/disorder.js';
import { wireJson } from './signature.js';
import type { Subscriptions } from './subscriptions.js';
import { Timers } from '../basics/timers.js';
import { envelopeOf, type Update } from './updates.js';
import { type Delivery, type DeliveryReport, Lane } from './webhook-lane.js';
import { isAcknowledged, postWebhook, type SignatureChoice, signatureFor } from './webhook-post.js';

export interface WebhookSettings {
  readonly appSecret: string;
  readonly clock: Clock;
  readonly subscriptions: Subscriptions;
  readonly retryDelaysMs: readonly number[];
  readonly timeoutMs: number;
  readonly concurrency: number;
  readonly faultPlan: FaultPlan | undefined;
}

/** Counted in POSTs, but for `unsubscribed` (updates that nobody asked for) and `overflowed` (updates over the limit). */
export interface WebhookCounts {
  posted: number;
  delivered: number;
  lost: number;
  unsubscribed: number;
  overflowed: number;
}

const MOST_UPDATES_PER_POST = 1_000;
const MOST_OPEN = 20_000;
const MOST_REPORTS = 1_000;
/** An update that is to be overtaken does not wait longer than this for another one to overtake it. */
const OVERTAKE_WAIT_MS = 20;

export class WebhookSender {
  callbackUrl: string | undefined;
  readonly counts: WebhookCounts = { posted: 0, delivered: 0, lost: 0, unsubscribed: 0, overflowed: 0 };
  private readonly settings: WebhookSettings;
  private readonly disorder: Disorder;
  private readonly timers = new Timers();
  private readonly stop = new AbortController();
  private readonly lanes = new Map<string, Lane>();
  private readonly log: DeliveryReport[] = [];
  private readonly overtaken = new Map<string, Update>();
  private held: Update[] | undefined;
  private open = 0;
  private lastSentMs = 0;
  private idleWaiters: (() => void)[] = [];

  constructor(settings: WebhookSettings, callbackUrl: string | undefined) {
    this.settings = settings;
    this.callbackUrl = callbackUrl;
    this.disorder = new Disorder(settings.faultPlan, 'webhooks');
  }

  /** Sends each update in a POST of its own, or keeps it while POSTs are held. Does not wait. */
  publish(updates: readonly Update[]): void {
    for (const update of this.wanted(updates)) {
      this.later(this.disorder.delayMs(), () => {
        this.take(update);
      });
      if (this.disorder.isDuplicated()) {
        this.later(this.disorder.delayMs(), () => {
          this.take(update);
        });
      }
    }
  }

  /** Sends at once, without disorder, and waits until the receiver had each update once. */
  async publishAndWait(updates: readonly Update[]): Promise<void> {
    if (this.held !== undefined) {
      this.publish(updates);
      return;
    }
    for (const update of this.wanted(updates)) {
      await this.post([update]);
    }
  }

  /** From now on updates are collected, to be sent together. */
  hold(): void {
    this.held ??= [];
  }

  /** Sends what was collected in as few POSTs as Meta would, and waits for the first attempt of each. */
  async release(): Promise<void> {
    const held = this.held ?? [];
    this.held = undefined;
    const posts: Promise<void>[] = [];
    for (const object of new Set(held.map((update) => update.object))) {
      const same = held.filter((update) => update.object === object);
      for (let start = 0; start < same.length; start += MOST_UPDATES_PER_POST) {
        posts.push(this.post(same.slice(start, start + MOST_UPDATES_PER_POST)));
      }
    }
    await Promise.all(posts);
  }

  /** One POST of exactly these bytes, without retries: for what no real platform should send. */
  async raw(body: Buffer, signature: SignatureChoice): Promise<number> {
    if (this.callbackUrl === undefined) {
      throw new Error('There is no callback URL to send to.');
    }
    return postWebhook({
      url: this.callbackUrl,
      body,
      signature: signatureFor(signature, this.settings.appSecret, body),
      timeoutMs: this.settings.timeoutMs,
      signal: this.stop.signal,
    });
  }

  redeliverNow(): void {
    this.timers.runNow();
  }

  reports(): readonly DeliveryReport[] {
    return this.log.map((report) => ({ ...report, statuses: [...report.statuses] }));
  }

  /** Resolves when nothing is under way or waiting for a retry. What `hold` keeps does not count. */
  async settled(timeoutMs: number): Promise<void> {
    if (this.open === 0) {
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`Webhooks did not settle: ${String(this.open)} are still open.`));
      }, timeoutMs);
      this.idleWaiters.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  close(): void {
    this.timers.clear();
    for (const lane of this.lanes.values()) {
      lane.clear();
    }
    this.stop.abort();
    this.open = 0;
    this.wakeWhenIdle();
  }

  private wanted(updates: readonly Update[]): readonly Update[] {
    const wanted = updates.filter(
      (update) => this.callbackUrl !== undefined && this.settings.subscriptions.wants(update),
    );
    this.counts.unsubscribed += updates.length - wanted.length;
    const room = Math.max(0, MOST_OPEN - this.open - (this.held?.length ?? 0));
    this.counts.overflowed += Math.max(0, wanted.length - room);
    return wanted.slice(0, room);
  }

  private take(update: Update): void {
    if (this.held !== undefined) {
      this.held.push(update);
      return;
    }
    const waiting = this.overtaken.get(update.object);
    if (waiting === undefined && this.disorder.isOvertaken()) {
      this.overtaken.set(update.object, update);
      this.later(OVERTAKE_WAIT_MS, () => {
        this.sendOvertaken(update);
      });
      return;
    }
    void this.post([update]);
    if (waiting !== undefined) {
      this.sendOvertaken(waiting);
    }
  }

  private sendOvertaken(update: Update): void {
    if (this.overtaken.get(update.object) === update) {
      this.overtaken.delete(update.object);
      void this.post([update]);
    }
  }

  private async post(updates: readonly Update[]): Promise<void> {
    const first = updates[0];
    if (first === undefined || this.stop.signal.aborted) {
      return;
    }
    // Each POST gets a later time than the one before, also when it repeats an update: no key may be made of it.
    this.lastSentMs = Math.max(this.settings.clock.nowMs(), this.lastSentMs + 1);
    this.counts.posted += 1;
    this.open += 1;
    await new Promise<void>((attempted) => {
      const body = Buffer.from(wireJson(envelopeOf(updates, this.lastSentMs)));
      const report: DeliveryReport = {
        object: first.object,
        updates: updates.length,
        bytes: body.length,
        statuses: [],
        state: 'pending',
      };
      this.log.push(report);
      if (this.log.length > MOST_REPORTS) {
        this.log.shift();
      }
      this.laneOf(first.object).add({ updates, body, report, attempted });
    });
  }

  private laneOf(object: string): Lane {
    const known = this.lanes.get(object);
    if (known !== undefined) {
      return known;
    }
    const lane = new Lane(this.settings.concurrency, (delivery) => this.attempt(delivery));
    this.lanes.set(object, lane);
    return lane;
  }

  private async attempt(delivery: Delivery): Promise<void> {
    const status = await this.raw(delivery.body, 'right');
    delivery.report.statuses.push(status);
    delivery.attempted();
    if (this.stop.signal.aborted) {
      return;
    }
    const isDelivered = isAcknowledged(status);
    for (const update of delivery.updates) {
      this.settings.subscriptions.noteDelivery(update, isDelivered, this.settings.clock.nowMs());
    }
    if (isDelivered) {
      this.finish(delivery, 'delivered');
    } else {
      this.retry(delivery);
    }
  }

  private retry(delivery: Delivery): void {
    const delayMs = this.settings.retryDelaysMs[delivery.report.statuses.length - 1];
    if (delayMs === undefined) {
      this.finish(delivery, 'lost');
      return;
    }
    this.timers.after(delayMs, () => {
      this.laneOf(delivery.report.object).add(delivery);
    });
  }

  private finish(delivery: Delivery, state: 'delivered' | 'lost'): void {
    delivery.report.state = state;
    this.counts[state] += 1;
    this.open -= 1;
    this.wakeWhenIdle();
  }

  private later(ms: number, work: () => void): void {
    if (ms === 0) {
      work();
      return;
    }
    this.open += 1;
    this.timers.after(ms, () => {
      work();
      this.open -= 1;
      this.wakeWhenIdle();
    });
  }

  private wakeWhenIdle(): void {
    if (this.open > 0) {
      return;
    }
    for (const wake of this.idleWaiters.splice(0)) {
      wake();
    }
  }
}
