import type { Store } from '../../src/platform/store/store.js';

/**
 * Decides commands by setting the result of their events, in the place of handling: these tests are about what the
 * API makes of a decision, and must not fail when deciding changes. The flow tests run the real thing.
 */
export function startFakeDecider(handling: Store, outcome: 'accept' | 'refuse' = 'accept'): () => Promise<void> {
  const result = {
    accept: `jsonb_build_object('ok', true, 'ticketId', ticket_id, 'seq', 2, 'deliveries', jsonb_build_array(id))`,
    refuse: `'{"ok": false, "code": "REPLY_WINDOW_CLOSED", "detail": "Het venster is dicht."}'::jsonb`,
  }[outcome];
  let isStopped = false;
  async function loop(): Promise<void> {
    while (!isStopped) {
      await handling.query(
        `update event set state = 'handled', body = null, result = ${result} where state = 'pending' and source = 'api'`,
      );
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  const running = loop();
  return async () => {
    isStopped = true;
    await running;
  };
}
