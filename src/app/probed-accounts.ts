import type { ChannelAdapter, HttpClient, MailClient, ProbeRequest } from '../adapter-sdk/index.js';
import { USUAL_EVERY_MS, type ProbedAccount } from '../ops/probe/index.js';
import type { ActiveSettings } from './active-settings.js';
import type { Adapters } from './adapters.js';
import { baseUrlOf } from './base-url.js';

export interface ProbeParts {
  readonly adapters: Adapters;
  readonly current: () => ActiveSettings;
  readonly http: HttpClient;
  readonly mail: MailClient;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
}

type Account = ActiveSettings['compiled']['settings']['municipalities'][number]['accounts'][number];

/** Where the platform has to post, with the secret that our door asks for; absent while nobody said where we are. */
function webhookOf(parts: ProbeParts, active: ActiveSettings, adapter: ChannelAdapter, one: Account) {
  const { receiver } = adapter;
  const ours = (parts.env['SCHAKEL_PUBLIC_URL'] ?? '').replace(/\/+$/, '');
  if (ours === '' || !('verify' in receiver)) {
    return {};
  }
  const platform = active.compiled.settings.receivers[receiver.id];
  const [secret] = active.secrets(receiver.perAccount ? one.signing : (platform?.signing ?? []));
  const path = receiver.perAccount ? `${receiver.id}/${encodeURIComponent(one.account)}` : receiver.id;
  return { webhook: { url: `${ours}/webhooks/${path}`, ...(secret === undefined ? {} : { secret }) } };
}

function accountsOf(parts: ProbeParts, active: ActiveSettings): readonly ProbedAccount[] {
  const accounts = active.compiled.settings.municipalities.flatMap((one) => one.accounts);
  return accounts.flatMap((one) => {
    const { channel, account } = one;
    const adapter = parts.adapters.channels.get(channel);
    const prober = adapter?.prober;
    if (adapter === undefined || prober === undefined) {
      return [];
    }
    const [settings, baseUrl] = [active.resolve(one.settings), baseUrlOf(adapter, parts.env)];
    const request: ProbeRequest = { account, ...webhookOf(parts, active, adapter, one) };
    const context = () => ({ http: parts.http, mail: parts.mail, baseUrl, settings, nowMs: parts.now() });
    return [
      {
        ...{ channel, account, everyMs: prober.everyMs?.(settings) ?? USUAL_EVERY_MS },
        probe: () => prober.probe(request, context()),
        resubscribe: async () => (await prober.resubscribe?.(request, context())) ?? false,
      },
    ];
  });
}

/** The accounts of the active settings whose platforms can be asked how they are, built once per snapshot. */
export function probedAccounts(parts: ProbeParts): () => readonly ProbedAccount[] {
  let builtFor: ActiveSettings | undefined;
  let accounts: readonly ProbedAccount[] = [];
  return () => {
    const active = parts.current();
    if (active !== builtFor) {
      builtFor = active;
      accounts = accountsOf(parts, active);
    }
    return accounts;
  };
}
