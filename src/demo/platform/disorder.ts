import { type Random, seededRandom } from '../random.js';
import type { FaultPlan } from './options.js';

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
