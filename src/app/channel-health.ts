import type { ChannelHealth } from '../api/index.js';
import { lastWeek, missedSince } from '../domain/silence.js';
import type { Store } from '../platform/store/store.js';
import type { ActiveSettings } from './active-settings.js';

const LAST_EVENTS = 'select channel, account, last_event_at as last, hours, since from channel_activity';
const TROUBLED = "select target from breaker where state = 'open'";

interface ActivityRow {
  readonly channel: string;
  readonly account: string;
  readonly last: Date;
  readonly hours: readonly number[];
  readonly since: Date;
}

/**
 * Every configured account: when it last received anything (to ten seconds), what it should have received since by its own
 * weeks, and whether answers can leave.
 */
export async function channelHealth(
  store: Store,
  active: Pick<ActiveSettings, 'compiled'>,
  nowMs: number,
): Promise<readonly ChannelHealth[]> {
  const rows = await store.query<ActivityRow>(LAST_EVENTS);
  const activity = new Map(rows.map((row) => [`${row.channel}:${row.account}`, row]));
  const week = lastWeek(nowMs);
  const troubled = new Set((await store.query<{ target: string }>(TROUBLED)).map((row) => row.target));
  return active.compiled.settings.municipalities.flatMap(({ tenant, accounts }) =>
    accounts.map(({ channel, account }) => {
      const known = activity.get(`${channel}:${account}`);
      const lastEvent = known?.last;
      const habit = known && { hours: known.hours, sinceMs: known.since.getTime() };
      return {
        ...{ channel, account, municipality: tenant, healthy: !troubled.has(`${channel}:${account}`) },
        lastEventAt: lastEvent?.toISOString() ?? null,
        silenceSeconds: lastEvent === undefined ? null : Math.round((nowMs - lastEvent.getTime()) / 1000),
        missedMessages:
          habit === undefined || lastEvent === undefined ? null : missedSince(habit, lastEvent.getTime(), nowMs, week),
      };
    }),
  );
}
