const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 500;

/**
 * Polls until it gives something other than false or undefined; a wait in vain says what it waited for. It asks often at
 * first and then less: what takes seconds should not be slowed by who waits for it.
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | false | undefined> | T | false | undefined,
  withinMs = 20_000,
): Promise<T> {
  const endMs = Date.now() + withinMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.3, LONGEST_PAUSE_MS)) {
    const found = await look();
    if (found !== false && found !== undefined) {
      return found;
    }
    if (Date.now() > endMs) {
      throw new Error(`waited ${withinMs} ms in vain for ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
