const SILENCE_MS = 30_000;
const MESSAGES_KEPT = 50;

/** Every connection of an absent server fails again and again with the same words; once in a while is enough. */
export function withoutRepeats(report: (error: unknown) => void): (error: unknown) => void {
  const reportedAtMs = new Map<string, number>();
  return (error) => {
    const message = error instanceof Error ? error.message : String(error);
    const nowMs = performance.now();
    if (nowMs - (reportedAtMs.get(message) ?? Number.NEGATIVE_INFINITY) < SILENCE_MS) {
      return;
    }
    if (reportedAtMs.size >= MESSAGES_KEPT) {
      reportedAtMs.clear();
    }
    reportedAtMs.set(message, nowMs);
    report(error);
  };
}
