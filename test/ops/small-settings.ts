import type { ChannelRules, Rules, TenantRules } from '../../src/handling/index.js';
import { compileTopics } from '../../src/handling/index.js';
import { compileSettings, type CompiledSettings } from '../../src/settings/compile.js';
import { PLAIN_TERMS, plainRule } from '../support/test-settings.js';
import type { Calendar, Municipality, Settings } from '../../src/settings/snapshot.js';

export const CENTER = '1700';
export const CRM = 'crm-alfa';
export const CHANNEL = 'chat';
/** Longest part of an answer, short enough that a test's answer needs two. */
export const TEXT_LIMIT = { max: 40, unit: 'characters' } as const;

const ALWAYS = [{ from: '00:00', to: '24:00' }];
const CALENDAR: Calendar = {
  name: 'always',
  validFrom: '2020-01-01',
  timeZone: 'Europe/Brussels',
  week: { '1': ALWAYS, '2': ALWAYS, '3': ALWAYS, '4': ALWAYS, '5': ALWAYS, '6': ALWAYS, '7': ALWAYS },
  exceptions: {},
  holidays: [],
};

/** Enterprise numbers whose check digits are right. */
const KBO: Readonly<Record<string, string>> = { alfa: '0207521503', beta: '0207500123' };
const ADDRESS = { street: 'Markt 1', postalCode: '9300', city: 'Aalst', country: 'BE', vatLiable: true };

function municipality(name: string, nis: string, to: string): Municipality {
  const account = { channel: CHANNEL, account: `page-${name}`, name, settings: {}, signing: [] };
  return {
    ...{ tenant: `t-${name}`, nis, ovo: `OVO0${nis}`, kbo: KBO[name] ?? '', name, accounts: [account] },
    formerNis: name === 'alfa' ? ['44099'] : [],
    routes: [{ name: 'all', when: {}, to, because: 'alles gaat daarheen' }],
    ...{ sla: 'short', calendar: CALENDAR.name, tariff: 'basic', weight: 1, reopenWithinDays: 7 },
    ...{ closingDays: [], plan: 'standard', statutory: {} },
    invoicing: { ...ADDRESS, reference: `BON-${name}`, from: '2026-09' },
  };
}

const PRICE = '0.10';

export const SETTINGS: Settings = {
  hash: 'settings-of-the-test',
  isDemo: false,
  municipalities: [municipality('alfa', '44001', CRM), municipality('beta', '44002', CENTER)],
  receivers: {},
  targets: [
    { id: CENTER, kind: 'contact-center', adapter: '1700', tenants: '*', settings: {}, maxInFlight: 100 },
    { id: CRM, kind: 'crm', adapter: 'fake', tenants: ['t-alfa'], settings: {}, maxInFlight: 100 },
  ],
  calendars: [CALENDAR],
  slaPolicies: [{ name: 'short', validFrom: '2020-01-01', rules: [plainRule('all', 60, 120)], ...PLAIN_TERMS }],
  tariffs: [
    {
      ...{ name: 'basic', validFrom: '2020-01-01', monthlyFeeEuro: '10.00' },
      unitPriceEuro: {
        ...{ 'ticket.opened': PRICE, 'message.received': PRICE, 'answer.sent': PRICE, 'forward.1700': PRICE },
        ...{ 'delivery.crm': PRICE, 'platform.cost': PRICE },
      },
    },
  ],
  platformPrices: [
    { platform: CHANNEL, validFrom: '2020-01-01', source: 'test', prices: { [`${CHANNEL}.service`]: '0.0456' } },
  ],
  invoicing: {
    seller: { ...ADDRESS, kbo: '0888888895', name: 'Schakel Demonstratie', iban: 'BE71096123456769' },
    ...{ series: 'SCH', paymentDays: 30, vat: [{ validFrom: '2026-01-01', category: 'S', percent: '21' }] },
  },
  topics: [],
  fallbackTopic: { topic: 'other', level: 'local', kind: 'question' },
};

type Compiled = CompiledSettings<Rules['topics']>;

/** Settings, and what follows from them: what a pipeline runs under. */
export interface SmallWorld {
  readonly settings: Settings;
  readonly compiled: Compiled;
  readonly rules: Rules;
}

function tenantRules(compiled: Compiled, id: string): TenantRules | undefined {
  const found = compiled.municipalityByTenant(id);
  return (
    found && {
      ...{ tenant: id, name: found.municipality.name, calendar: found.workingTime, slaVersions: found.slaVersions },
      ...{ plan: found.municipality.plan, statutory: found.municipality.statutory },
      ...{ routes: found.municipality.routes, charging: found.charging, reopenWithinDays: 7 },
    }
  );
}

function targetsOf(compiled: Compiled): Pick<Rules, 'contactCenterCalendar' | 'mayForward'> {
  return {
    contactCenterCalendar: compiled.targetById(CENTER)?.calendar ?? null,
    mayForward: (tenant, target) => {
      const tenants = compiled.targetById(target)?.tenants;
      return tenants === '*' || tenants?.includes(tenant) === true;
    },
  };
}

/** The settings in the words of handling's decisions, with a channel that takes answers for ever unless told. */
export function smallWorld(
  settings: Settings,
  replyWindow: ChannelRules['replyWindow'] = () => ({ open: true, mode: 'reply', closesAtMs: null }),
): SmallWorld {
  const compiled = compileSettings(settings, compileTopics);
  const rules: Rules = {
    ...{ hash: compiled.hash, topics: compiled.coder, accountSettings: () => ({}), hasAccount: () => true },
    tenant: (id) => tenantRules(compiled, id),
    channel: (id) =>
      id === CHANNEL
        ? {
            textLimit: TEXT_LIMIT,
            replyWindow,
            canHide: true,
            privateReply: { channel: CHANNEL, withinMs: () => 86_400_000 },
          }
        : undefined,
    platformPrice: compiled.platformPrice,
    mediaPolicy: (_tenant, _channel, type) => (type === 'sticker' ? 'tombstone' : 'copy'),
    ...targetsOf(compiled),
  };
  return { settings, compiled, rules };
}
