import type { ChannelHealth } from '../api/index.js';
import type { Store } from '../platform/store/store.js';
import type { ActiveSettings } from './active-settings.js';

const LAST_EVENTS = 'select channel, account, last_event_at as last from channel_activity';
const TROUBLED = "select target from breaker where state = 'open'";

/** Every configured account: when it last received anything (to ten seconds), and whether answers can leave. */
export async function channelHealth(
  store: Store,
  active: Pick<ActiveSettings, 'compiled'>,
  nowMs: number,
): Promise<readonly ChannelHealth[]> {
  const rows = await store.query<{ channel: string; account: string; last: Date }>(LAST_EVENTS);
  const last = new Map(rows.map((row) => [`${row.channel}:${row.account}`, row.last]));
  const troubled = new Set((await store.query<{ target: string }>(TROUBLED)).map((row) => row.target));
  return active.compiled.settings.municipalities.flatMap(({ tenant, accounts }) =>
    accounts.map(({ channel, account }) => {
      const lastEvent = last.get(`${channel}:${account}`);
      return {
        ...{ channel, account, municipality: tenant, healthy: !troubled.has(`${channel}:${account}`) },
        lastEventAt: lastEvent?.toISOString() ?? null,
        silenceSeconds: lastEvent === undefined ? null : Math.round((nowMs - lastEvent.getTime()) / 1000),
      };
    }),
  );
}
