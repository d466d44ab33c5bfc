import type { ChannelContext, HttpClient } from '../adapter-sdk/index.js';
import type { PulledAccount } from '../intake/index.js';
import type { ActiveSettings } from './active-settings.js';
import type { Adapters } from './adapters.js';
import { baseUrlOf } from './base-url.js';
import { HISTORY_EVERY_MS, readHistory } from './read-history.js';

export interface PullParts {
  readonly adapters: Adapters;
  readonly current: () => ActiveSettings;
  readonly http: HttpClient;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
}

function accountsOf(parts: PullParts, active: ActiveSettings): readonly PulledAccount[] {
  const accounts = active.compiled.settings.municipalities.flatMap((one) => one.accounts);
  return accounts.flatMap(({ channel, account, settings: raw }) => {
    const adapter = parts.adapters.channels.get(channel);
    const { puller, history } = adapter ?? {};
    if (adapter === undefined || (puller === undefined && history === undefined)) {
      return [];
    }
    const [settings, baseUrl] = [active.resolve(raw), baseUrlOf(adapter, parts.env)];
    const context = (): ChannelContext => ({ http: parts.http, baseUrl, settings, nowMs: parts.now() });
    const about = { channel, account, receiver: adapter.receiver.id };
    return [
      ...(puller === undefined
        ? []
        : [
            {
              ...{ ...about, everyMs: puller.everyMs(settings) },
              pull: (cursor: string | null) => puller.pull({ account, cursor }, context()),
            },
          ]),
      ...(history === undefined
        ? []
        : [
            {
              ...{ ...about, everyMs: HISTORY_EVERY_MS, onlyWhenAsked: true },
              pull: (cursor: string | null) => readHistory(history, account, cursor, context()),
            },
          ]),
    ];
  });
}

/** The accounts of the active settings that are looked at: because their platform posts nothing, or to fill a gap. Built once per snapshot. */
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
