/** The platform's own time: real time plus an offset, so that a window of a week can pass in a test. */
export class Clock {
  private readonly base: () => number;
  private offsetMs = 0;

  constructor(base: () => number) {
    this.base = base;
  }

  nowMs(): number {
    return this.base() + this.offsetMs;
  }

  advance(ms: number): void {
    this.offsetMs += ms;
  }
}
