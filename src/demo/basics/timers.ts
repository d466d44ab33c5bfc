/** Work that is put off. All of it can be run early or dropped at once, so that nothing outlives a test. */
export class Timers {
  private readonly waiting = new Map<NodeJS.Timeout, () => void>();

  after(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.waiting.delete(timer);
      work();
    }, ms);
    this.waiting.set(timer, work);
  }

  runNow(): void {
    const due = [...this.waiting];
    this.clear();
    for (const [, work] of due) {
      work();
    }
  }

  clear(): void {
    for (const timer of this.waiting.keys()) {
      clearTimeout(timer);
    }
    this.waiting.clear();
  }
}
