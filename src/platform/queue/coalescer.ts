/** `at-once`: it fires now. `later`: it waits for the end of the gap. `covered`: one that waits already covers it. */
export type Coalesced = 'at-once' | 'later' | 'covered';

export interface Coalescer {
  call(): Coalesced;
  /** Drops the call that waits, if any. */
  cancel(): void;
}

/**
 * At most one `fire` per gap. The first call fires at once, so that an idle system answers without delay; the last
 * call of a burst fires at the end of the gap, because the work that it announces came after the earlier fire.
 */
export function coalesce(gapMs: number, fire: () => void): Coalescer {
  let firedAtMs = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  const fireNow = (): void => {
    timer = undefined;
    firedAtMs = performance.now();
    fire();
  };
  return {
    call: () => {
      if (timer !== undefined) {
        return 'covered';
      }
      const waitMs = firedAtMs + gapMs - performance.now();
      if (waitMs <= 0) {
        fireNow();
        return 'at-once';
      }
      timer = setTimeout(fireNow, waitMs);
      return 'later';
    },
    cancel: () => {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
