import type { ChannelContext, HttpClient, MailClient, Puller } from '../adapter-sdk/index.js';
import { rarePauseMs } from '../domain/budget.js';
import type { PulledAccount } from '../intake/index.js';
import type { ActiveSettings } from './active-settings.js';
import type { Adapters } from './adapters.js';
import { baseUrlOf } from './base-url.js';
import { HISTORY_EVERY_MS, readHistory } from './read-history.js';

export interface PullParts {
  readonly adapters: Adapters;
  readonly current: () => ActiveSettings;
  readonly http: HttpClient;
  readonly mail: MailClient;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
  /** Whether this municipality reads less of what is paid for. */
  readonly isThrifty: (tenant: string) => boolean;
}

interface Looked {
  readonly channel: string;
  readonly account: string;
  readonly receiver: string;
  readonly tenant: string;
  readonly puller: Puller;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly context: () => ChannelContext;
}

/** An account of a platform that posts nothing. A municipality above its budget looks at what it pays for more rarely. */
function lookedAt(parts: PullParts, { tenant, puller, settings, context, ...about }: Looked): PulledAccount {
  const { account } = about;
  const { watch } = puller;
  const usualMs = puller.everyMs(settings);
  const isThrifty = (): boolean => puller.isPaid === true && parts.isThrifty(tenant);
  return {
    ...about,
    everyMs: () => (isThrifty() ? rarePauseMs(usualMs) : usualMs),
    pull: (cursor) => puller.pull({ account, cursor, isThrifty: isThrifty() }, context()),
    ...(watch === undefined ? {} : { watch: (onNews, signal) => watch({ account }, context(), onNews, signal) }),
  };
}

function accountsOf(parts: PullParts, active: ActiveSettings): readonly PulledAccount[] {
  const accounts = active.compiled.settings.municipalities.flatMap(({ tenant, accounts: own }) =>
    own.map((one) => ({ ...one, tenant })),
  );
  return accounts.flatMap(({ tenant, channel, account, settings: raw }) => {
    const adapter = parts.adapters.channels.get(channel);
    const { puller, history } = adapter ?? {};
    if (adapter === undefined || (puller === undefined && history === undefined)) {
      return [];
    }
    const [settings, baseUrl] = [active.resolve(raw), baseUrlOf(adapter, parts.env)];
    const context = (): ChannelContext => ({
      ...{ http: parts.http, mail: parts.mail, baseUrl, settings, nowMs: parts.now() },
    });
    const about = { channel, account, receiver: adapter.receiver.id };
    return [
      ...(puller === undefined ? [] : [lookedAt(parts, { ...about, tenant, puller, settings, context })]),
      ...(history === undefined
        ? []
        : [
            {
              ...{ ...about, everyMs: () => HISTORY_EVERY_MS, onlyWhenAsked: true },
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
