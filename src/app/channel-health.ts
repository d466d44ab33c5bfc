import type { ChannelHealth } from '../api/index.js';
import { ERROR_CODES } from '../domain/error-codes.js';
import { lastWeek, missedSince } from '../domain/silence.js';
import type { Store } from '../platform/store/store.js';
import type { ActiveSettings } from './active-settings.js';

const LAST_EVENTS = 'select channel, account, last_event_at as last, hours, since from channel_activity';
const TROUBLED = "select target from breaker where state = 'open'";
const FAILED_LOOKS = 'select channel, account, failures, code from pulled_account where code is not null';

/** Looks that fail once or twice are the network's; the next one gets what they missed. */
const FAILURES_OF_TROUBLE = 3;
/** Codes that say that a person has to act: one of these is enough. */
const PARKING = new Set(ERROR_CODES.filter(({ kind }) => kind === 'park').map(({ code }) => code));

interface FailedLook {
  readonly channel: string;
  readonly account: string;
  readonly failures: number;
  readonly code: string;
}

/** Accounts that answers cannot leave on, and those that nothing can be read from, as `channel:account`. */
async function troubledAccounts(store: Store): Promise<ReadonlySet<string>> {
  const breakers = await store.query<{ target: string }>(TROUBLED);
  const looks = (await store.query<FailedLook>(FAILED_LOOKS)).filter(
    ({ failures, code }) => failures >= FAILURES_OF_TROUBLE || PARKING.has(code),
  );
  return new Set([
    ...breakers.map(({ target }) => target),
    ...looks.map(({ channel, account }) => `${channel}:${account}`),
  ]);
}

interface ActivityRow {
  readonly channel: string;
  readonly account: string;
  readonly last: Date;
  readonly hours: readonly number[];
  readonly since: Date;
}

/**
 * Every configured account: when it last received anything (to ten seconds), what it should have received since by its own
 * weeks, and whether answers can leave and its platform can be looked at.
 */
export async function channelHealth(
  store: Store,
  active: Pick<ActiveSettings, 'compiled'>,
  nowMs: number,
): Promise<readonly ChannelHealth[]> {
  const rows = await store.query<ActivityRow>(LAST_EVENTS);
  const activity = new Map(rows.map((row) => [`${row.channel}:${row.account}`, row]));
  const week = lastWeek(nowMs);
  const troubled = await troubledAccounts(store);
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
