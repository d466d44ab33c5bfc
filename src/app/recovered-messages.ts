import type { InboxEvent } from '../handling/index.js';

/** Looks come within a quarter of an hour, posts within seconds: what took so much longer came after an outage. */
const LATE_MS = 45 * 60_000;

/** New messages of an account that came long after they were written: what a back-fill, a replay or a late post brought. */
export interface Recovered {
  readonly channel: string;
  readonly account: string;
  readonly messages: number;
  /** When the first and the last of them were written, UTC milliseconds. */
  readonly fromMs: number;
  readonly untilMs: number;
}

export function recoveredIn(events: readonly InboxEvent[], isNew: ReadonlySet<string>): readonly Recovered[] {
  const byAccount = new Map<string, Recovered>();
  for (const { id, channel, account, source, action, occurredAtMs: atMs, receivedAtMs } of events) {
    const isLate = source === 'platform' && action === 'open' && receivedAtMs - atMs > LATE_MS;
    if (isLate && isNew.has(id)) {
      const key = `${channel}:${account}`;
      const known = byAccount.get(key) ?? { channel, account, messages: 0, fromMs: atMs, untilMs: atMs };
      byAccount.set(key, {
        ...known,
        messages: known.messages + 1,
        fromMs: Math.min(known.fromMs, atMs),
        untilMs: Math.max(known.untilMs, atMs),
      });
    }
  }
  return [...byAccount.values()];
}
