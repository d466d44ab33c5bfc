import type { HttpClient, MailClient } from '../adapter-sdk/index.js';
import type { PulledAccount } from '../intake/index.js';
import type { ActiveSettings } from './active-settings.js';
import type { Adapters } from './adapters.js';
import { baseUrlOf } from './base-url.js';

export interface PullParts {
  readonly adapters: Adapters;
  readonly current: () => ActiveSettings;
  readonly http: HttpClient;
  readonly mail: MailClient;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
}

function accountsOf(parts: PullParts, active: ActiveSettings): readonly PulledAccount[] {
  const accounts = active.compiled.settings.municipalities.flatMap((one) => one.accounts);
  return accounts.flatMap(({ channel, account, settings: raw }) => {
    const adapter = parts.adapters.channels.get(channel);
    const puller = adapter?.puller;
    if (adapter === undefined || puller === undefined) {
      return [];
    }
    const [settings, baseUrl] = [active.resolve(raw), baseUrlOf(adapter, parts.env)];
    return [
      {
        ...{ channel, account, receiver: adapter.receiver.id, everyMs: puller.everyMs(settings) },
        pull: (cursor) =>
          puller.pull(
            { account, cursor },
            { http: parts.http, mail: parts.mail, baseUrl, settings, nowMs: parts.now() },
          ),
      },
    ];
  });
}

/** The accounts of the active settings whose platforms post nothing by themselves, built once per snapshot. */
export function pulledAccounts(parts: PullParts): () => readonly PulledAccount[] {
  let builtFor: ActiveSettings | undefined;
  let accounts: readonly PulledAccount[] = [];
  return () => {
    const active = parts.current();
    if (active !== builtFor) {
      builtFor = active;
      accounts = accountsOf(parts, active);
    }
    return accounts;
  };
}
