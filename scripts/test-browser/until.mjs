const WITHIN_MS = 30_000;

/** Polls until `look` gives something other than false or undefined; a wait in vain says what it waited for. */
export async function until(what, look, withinMs = WITHIN_MS) {
  const endMs = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== false && found !== undefined) {
      return found;
    }
    if (Date.now() > endMs) {
      throw new Error(`waited ${withinMs} ms in vain for ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
