/** What every fault that waits for a call says of the call. */
export interface WaitingFault {
  /** `any` fits all of them. */
  readonly endpoint: string;
  /** How many next calls it hits; 1 unless told otherwise. */
  readonly times?: number;
  /** Only calls about this account. */
  readonly account?: string;
}

const MOST_FAULTS = 1_000;

/** Faults that wait for their calls, in the order they were asked for. */
export class FaultList<Fault extends WaitingFault> {
  private waiting: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    if (this.waiting.length >= MOST_FAULTS) {
      throw new Error('Too many faults are waiting; clear them first.');
    }
    this.waiting.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.waiting = [];
  }

  /** Uses up one time of the first fault that fits this call. */
  take(endpoint: string, account: string | undefined): Fault | undefined {
    const found = this.waiting.find(
      ({ fault }) =>
        (fault.endpoint === 'any' || fault.endpoint === endpoint) &&
        (fault.account === undefined || fault.account === account),
    );
    if (found === undefined) {
      return undefined;
    }
    found.left -= 1;
    this.waiting = this.waiting.filter(({ left }) => left > 0);
    return found.fault;
  }
}
