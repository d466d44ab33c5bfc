/** Polls until it is true; fails with the sentence when the deadline passes. */
export async function eventually(
  sentence: string,
  isTrue: () => boolean | Promise<boolean>,
  limitMs = 5_000,
): Promise<void> {
  const deadlineMs = performance.now() + limitMs;
  while (!(await isTrue())) {
    if (performance.now() > deadlineMs) {
      throw new Error(`Not within ${limitMs} ms: ${sentence}`);
    }
    await pause(5);
  }
}

export function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, delayMs);
  });
}
