/**
 * Lets callers at the same time share one run of dear work, and keeps its outcome for a moment. A failed run is told
 * to those who waited for it and not kept.
 */
export function sharedRun<T>(work: () => Promise<T>, keepMs: number, nowMs: () => number): () => Promise<T> {
  let running: Promise<T> | undefined;
  let kept: { readonly value: T; readonly untilMs: number } | undefined;
  return async () => {
    if (kept !== undefined && nowMs() < kept.untilMs) {
      return kept.value;
    }
    running ??= work()
      .then((value) => {
        kept = { value, untilMs: nowMs() + keepMs };
        return value;
      })
      .finally(() => {
        running = undefined;
      });
    return running;
  };
}
