import type { ChannelAdapter } from '../adapter-sdk/index.js';
import type { FileType, MediaPolicy } from '../domain/media.js';
import type { ChannelRules, Rules, TenantRules } from '../handling/index.js';
import type { ActiveSettings } from './active-settings.js';
import type { Adapters } from './adapters.js';

/** The active settings in the words of handling's decisions; built once per snapshot. */
export function handlingRules(adapters: Adapters, current: () => ActiveSettings): () => Rules {
  let builtFor: ActiveSettings | undefined;
  let rules: Rules | undefined;
  return () => {
    const active = current();
    if (rules === undefined || active !== builtFor) {
      builtFor = active;
      rules = rulesOf(adapters, active);
    }
    return rules;
  };
}

/** As the municipality says, else as the terms of the platform ask. What cannot be fetched is linked. */
function mediaPolicyOf(
  adapters: Adapters,
  { compiled }: ActiveSettings,
  at: { readonly tenant: string; readonly channel: string; readonly type: FileType },
): MediaPolicy {
  const access = adapters.channels.get(at.channel)?.media;
  const own = compiled.municipalityByTenant(at.tenant)?.municipality.media?.policies[at.channel]?.[at.type];
  const wanted = own ?? access?.policies[at.type] ?? 'link';
  return wanted === 'copy' && access === undefined ? 'link' : wanted;
}

function channelRules(adapter: ChannelAdapter): ChannelRules {
  const { textLimit, publicTextLimit = textLimit, privateReply } = adapter;
  return {
    ...{ textLimit, publicTextLimit, canHide: adapter.hide !== undefined },
    ...(privateReply === undefined ? {} : { privateReply }),
    invitation: (about, settings) => adapter.invitation?.(about, settings),
    replyWindow: (facts) => adapter.replyWindow(facts),
  };
}

function rulesOf(adapters: Adapters, active: ActiveSettings): Rules {
  const { compiled } = active;
  const tenants = new Map<string, TenantRules>(
    compiled.tenants.map(({ municipality, workingTime, slaVersions, charging }) => [
      municipality.tenant,
      {
        tenant: municipality.tenant,
        name: municipality.name,
        calendar: workingTime,
        slaVersions,
        routes: municipality.routes,
        charging,
        reopenWithinDays: municipality.reopenWithinDays,
        plan: municipality.plan,
        statutory: municipality.statutory,
      },
    ]),
  );
  return {
    hash: compiled.hash,
    topics: compiled.coder,
    tenant: (id) => tenants.get(id),
    channel: (id) => {
      const adapter = adapters.channels.get(id);
      return adapter && channelRules(adapter);
    },
    mediaPolicy: (tenant, channel, type) => mediaPolicyOf(adapters, active, { tenant, channel, type }),
    hasAccount: (channel, account) => compiled.accountOf(channel, account) !== undefined,
    accountSettings: (channel, account) => active.resolve(compiled.accountOf(channel, account)?.settings ?? {}),
    contactCenterCalendar: compiled.settings.targets.find(({ kind }) => kind === 'contact-center')?.calendar ?? null,
    platformPrice: compiled.platformPrice,
    mayForward: (tenant, target) => {
      const settings = compiled.targetById(target);
      return settings !== undefined && (settings.tenants === '*' || settings.tenants.includes(tenant));
    },
  };
}
