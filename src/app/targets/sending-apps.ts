import { createHash } from 'node:crypto';
import type { ChannelAdapter } from '../../adapter-sdk/index.js';
import { groupBy } from '../../domain/group-by.js';
import type { SendingApp } from '../../domain/sending-rate.js';

/** An account of a channel, with its secrets in place. */
export interface SendingAccount {
  readonly adapter: ChannelAdapter;
  readonly account: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** No target is called so: what is before the colon of an account is a channel. What an adapter gives is never stored. */
function nameOf(adapter: ChannelAdapter, app: string): string {
  return `app:${adapter.id}:${createHash('sha256').update(`${adapter.id} ${app}`).digest('hex').slice(0, 32)}`;
}

/** Which accounts send through one app of their platform, by account as a target. Pure. */
export function sendingApps(accounts: readonly SendingAccount[]): ReadonlyMap<string, SendingApp> {
  const named = accounts.flatMap(({ adapter, account, settings }) => {
    const app = adapter.appOf?.(settings);
    return app === undefined ? [] : [{ name: nameOf(adapter, app), target: `${adapter.id}:${account}` }];
  });
  const apps = [...groupBy(named, ({ name }) => name)].map(([name, members]) => ({
    ...{ name, targets: members.map(({ target }) => target) },
  }));
  return new Map(apps.flatMap((app) => app.targets.map((target) => [target, app] as const)));
}
