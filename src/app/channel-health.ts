import type { ChannelHealth } from '../api/index.js';
import { lastWeek, missedSince } from '../domain/silence.js';
import { DAY_MS } from '../domain/time.js';
import type { Store } from '../platform/store/store.js';
import type { ActiveSettings } from './active-settings.js';
import type { Adapters } from './adapters.js';
import { problemOf, type ChannelFacts } from './channel-problem.js';
import { thriftyTenants } from './thrift.js';

const LAST_EVENTS = 'select channel, account, last_event_at as last, hours, since from channel_activity';
const OPEN = "select target from breaker where state = 'open'";
const PULLS = 'select channel, account, parked, failures, code from pulled_account where parked or failures > 0';
const PROBES = `
  select channel, account, verdict, about, code, failures, failure, expires_at as "expiresAt" from channel_probe`;

interface Named {
  readonly channel: string;
  readonly account: string;
}

interface ActivityRow extends Named {
  readonly last: Date;
  readonly hours: readonly number[];
  readonly since: Date;
}

type PullRow = Named & NonNullable<ChannelFacts['pull']>;
type ProbeRow = Named & NonNullable<ChannelFacts['probe']> & { readonly expiresAt: Date | null };

export interface HealthParts {
  readonly store: Store;
  readonly adapters: Pick<Adapters, 'channels'>;
  readonly now: () => number;
}

/** Rows by the target that answers to their account have. */
async function byTarget<Row extends Named>(store: Store, text: string): Promise<ReadonlyMap<string, Row>> {
  const rows = await store.query<Row>(text);
  return new Map(rows.map((row) => [`${row.channel}:${row.account}`, row]));
}

type Activity = Pick<ChannelHealth, 'lastEventAt' | 'silenceSeconds' | 'missedMessages'>;

function activityOf(known: ActivityRow | undefined, nowMs: number, week: ReturnType<typeof lastWeek>): Activity {
  if (known === undefined) {
    return { lastEventAt: null, silenceSeconds: null, missedMessages: null };
  }
  const lastMs = known.last.getTime();
  const habit = { hours: known.hours, sinceMs: known.since.getTime() };
  return {
    lastEventAt: known.last.toISOString(),
    silenceSeconds: Math.round((nowMs - lastMs) / 1000),
    missedMessages: missedSince(habit, lastMs, nowMs, week),
  };
}

type Expiry = Pick<ChannelHealth, 'expires' | 'expiresAt' | 'daysToExpiry'>;

/** What ends first: the token, or something that the settings chose. */
function expiryOf(ends: readonly { readonly what: string; readonly atMs: number }[], nowMs: number): Expiry {
  const [first] = ends.toSorted((a, b) => a.atMs - b.atMs);
  return first === undefined
    ? { expires: null, expiresAt: null, daysToExpiry: null }
    : {
        expires: first.what,
        expiresAt: new Date(first.atMs).toISOString(),
        daysToExpiry: Math.floor((first.atMs - nowMs) / DAY_MS),
      };
}

/**
 * Every configured account: when it last received anything (to ten seconds), what it should have received since by its own
 * weeks, whether answers can leave and messages come in, what stops them, what ends when, and whether it is looked at less
 * often because looks are paid for.
 */
export async function channelHealth(
  { store, adapters, now }: HealthParts,
  active: Pick<ActiveSettings, 'compiled' | 'resolve'>,
): Promise<readonly ChannelHealth[]> {
  const activity = await byTarget<ActivityRow>(store, LAST_EVENTS);
  const pulls = await byTarget<PullRow>(store, PULLS);
  const probes = await byTarget<ProbeRow>(store, PROBES);
  const open = new Set((await store.query<{ target: string }>(OPEN)).map((row) => row.target));
  const nowMs = now();
  const week = lastWeek(nowMs);
  const thrifty = await thriftyTenants(store, active.compiled.settings.municipalities, nowMs);
  return active.compiled.settings.municipalities.flatMap(({ tenant, accounts }) =>
    accounts.map(({ channel, account, settings }) => {
      const target = `${channel}:${account}`;
      const probe = probes.get(target);
      const known = adapters.channels.get(channel)?.prober?.knownEnds?.(active.resolve(settings)) ?? [];
      const token = probe?.expiresAt ? [{ what: 'token', atMs: probe.expiresAt.getTime() }] : [];
      return {
        ...{ channel, account, municipality: tenant },
        readsLess: adapters.channels.get(channel)?.puller?.isPaid === true && thrifty.has(tenant),
        ...problemOf({ isBreakerOpen: open.has(target), pull: pulls.get(target), probe }),
        ...activityOf(activity.get(target), nowMs, week),
        ...expiryOf([...token, ...known], nowMs),
      };
    }),
  );
}
