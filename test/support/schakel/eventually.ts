/** Polls until it gives something other than false or undefined; a wait in vain says what it waited for. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | false | undefined> | T | false | undefined,
  withinMs = 20_000,
): Promise<T> {
  const endMs = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== false && found !== undefined) {
      return found;
    }
    if (Date.now() > endMs) {
      throw new Error(`waited ${withinMs} ms in vain for ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
