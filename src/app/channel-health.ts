import type { ChannelHealth } from '../api/index.js';
import { lastWeek, missedSince } from '../domain/silence.js';
import type { Store } from '../platform/store/store.js';
import type { ActiveSettings } from './active-settings.js';
import { thriftyTenants } from './thrift.js';

const LAST_EVENTS = 'select channel, account, last_event_at as last, hours, since from channel_activity';
/** Looks that fail once or twice in a row are the weather of the internet. */
const TROUBLED = `
  select target from breaker where state = 'open'
  union select channel || ':' || account from pulled_account where parked or failures >= 3`;

interface ActivityRow {
  readonly channel: string;
  readonly account: string;
  readonly last: Date;
  readonly hours: readonly number[];
  readonly since: Date;
}

/**
 * Every configured account: when it last received anything (to ten seconds), what it should have received since by its own
 * weeks, whether answers can leave and, where it is pulled, messages come in, and whether it is looked at less often.
 *
 * @param isPaid whether looks at this channel are paid for
 */
export async function channelHealth(
  store: Store,
  active: Pick<ActiveSettings, 'compiled'>,
  nowMs: number,
  isPaid: (channel: string) => boolean = () => false,
): Promise<readonly ChannelHealth[]> {
  const rows = await store.query<ActivityRow>(LAST_EVENTS);
  const activity = new Map(rows.map((row) => [`${row.channel}:${row.account}`, row]));
  const week = lastWeek(nowMs);
  const troubled = new Set((await store.query<{ target: string }>(TROUBLED)).map((row) => row.target));
  const thrifty = await thriftyTenants(store, active.compiled.settings.municipalities, nowMs);
  return active.compiled.settings.municipalities.flatMap(({ tenant, accounts }) =>
    accounts.map(({ channel, account }) => {
      const known = activity.get(`${channel}:${account}`);
      const lastEvent = known?.last;
      const habit = known && { hours: known.hours, sinceMs: known.since.getTime() };
      return {
        ...{ channel, account, municipality: tenant, healthy: !troubled.has(`${channel}:${account}`) },
        readsLess: isPaid(channel) && thrifty.has(tenant),
        lastEventAt: lastEvent?.toISOString() ?? null,
        silenceSeconds: lastEvent === undefined ? null : Math.round((nowMs - lastEvent.getTime()) / 1000),
        missedMessages:
          habit === undefined || lastEvent === undefined ? null : missedSince(habit, lastEvent.getTime(), nowMs, week),
      };
    }),
  );
}
