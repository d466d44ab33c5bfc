import { readStream } from './api.js';

const POLL_MS = 3_000;
/** Also with a stream: it tells of recent tickets only. */
const SLOW_POLL_MS = 30_000;
const GATHER_MS = 300;

/**
 * Calls `refresh` when something may have changed: on every event of the stream, and by polling while there is none.
 * Runs one refresh at a time, and none while the page is hidden.
 *
 * @returns a function that stops it
 */
export function keepFresh(refresh, say) {
  const stop = new AbortController();
  let isStreaming = false;
  let timer;
  let isBusy = false;

  async function run() {
    if (stop.signal.aborted || isBusy || document.hidden) {
      plan(POLL_MS);
      return;
    }
    isBusy = true;
    try {
      await refresh();
      say(isStreaming ? 'Wordt vanzelf bijgewerkt' : 'Bijgewerkt om de 3 seconden');
    } catch (error) {
      say(error.message);
    } finally {
      isBusy = false;
      plan(isStreaming ? SLOW_POLL_MS : POLL_MS);
    }
  }

  function plan(delayMs) {
    clearTimeout(timer);
    if (!stop.signal.aborted) {
      timer = setTimeout(run, delayMs);
    }
  }

  async function stream() {
    while (!stop.signal.aborted) {
      await readStream((event) => {
        isStreaming = true;
        if (event === 'ticket') {
          plan(GATHER_MS);
        }
      }, stop.signal).catch(() => undefined);
      isStreaming = false;
      plan(POLL_MS);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  plan(POLL_MS);
  void stream();
  return () => {
    stop.abort();
    clearTimeout(timer);
  };
}
