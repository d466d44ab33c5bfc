import { type Random, seededRandom } from '../random.js';

/** Seeded disorder in webhooks and calls. Shares are from 0 to 1. The same seed gives the same disorder. */
export interface FaultPlan {
  readonly seed: string;
  /** Share of updates that are posted twice. */
  readonly duplicateShare?: number;
  /** Share of updates that are overtaken by the next one, where the platform promises no order. */
  readonly reorderShare?: number;
  /** Each update waits a random time up to this. */
  readonly delayMs?: number;
  /** Share of sending calls that take effect but whose connection is closed before the answer. */
  readonly dropConnectionAfterSend?: number;
}

/** Turns a fault plan into one decision per update or call. */
export class Disorder {
  private readonly plan: FaultPlan | undefined;
  private readonly random: Random;

  /** Calls and webhooks draw from streams of their own, so that one does not shift the disorder of the other. */
  constructor(plan: FaultPlan | undefined, stream: string) {
    this.plan = plan;
    this.random = seededRandom(`${plan?.seed ?? ''}|${stream}`);
  }

  isDuplicated(): boolean {
    return this.hits(this.plan?.duplicateShare);
  }

  isOvertaken(): boolean {
    return this.hits(this.plan?.reorderShare);
  }

  delayMs(): number {
    const most = this.plan?.delayMs ?? 0;
    return most === 0 ? 0 : Math.floor(this.random() * most);
  }

  losesAnswer(): boolean {
    return this.hits(this.plan?.dropConnectionAfterSend);
  }

  private hits(share: number | undefined): boolean {
    return share !== undefined && share > 0 && this.random() < share;
  }
}
