import { sealSettings } from '../../src/settings/canonical.js';
import type { Settings, SlaPolicy, SlaRule } from '../../src/settings/snapshot.js';

const DAY = [{ from: '09:00', to: '17:00' }];

/** A promise of two clocks that warns and asks nothing further. */
export function plainRule(name: string, firstResponseMinutes: number, resolutionMinutes: number): SlaRule {
  const nothingMore = { when: {}, partyMinutes: {}, warnAt: [0.75], actions: [] };
  return { name, firstResponseMinutes, resolutionMinutes, ...nothingMore };
}

/** What a policy says beside its rules when its file says nothing. */
export const PLAIN_TERMS: Omit<SlaPolicy, 'name' | 'validFrom' | 'rules'> = {
  transitMinutes: 5,
  pausesWhileWaiting: ['resolution', 'periodic-update', 'party-1700', 'party-municipality'],
  onReopen: 'continue',
  resumeGraceMinutes: 30,
  courtesy: { withinHours: 72, maxWords: 6, words: ['bedankt', 'merci', 'thanks'] },
  windowLadder: [],
};

/** A small whole snapshot: one municipality, two targets, one topic. Pass what a test wants otherwise. */
export function testSettings(change: Partial<Omit<Settings, 'hash'>> = {}): Settings {
  return sealSettings({
    isDemo: false,
    municipalities: [
      {
        tenant: 'gent',
        nis: '44021',
        ovo: 'OVO002067',
        kbo: '0207451227',
        name: 'Gent',
        formerNis: ['44099'],
        accounts: [
          {
            channel: 'facebook',
            account: '104',
            name: 'Stad Gent',
            settings: { accessToken: { env: 'PAGE_TOKEN' }, humanAgent: true },
            signing: [{ env: 'SIGNING' }],
          },
        ],
        routes: [
          { name: 'vlaams', when: { levels: ['flemish'] }, to: '1700', because: 'dit Vlaams is' },
          { name: 'rest', when: {}, to: 'gent-crm', because: 'Gent antwoordt' },
        ],
        sla: 'standaard',
        calendar: 'kantoor',
        closingDays: [],
        plan: 'standard',
        statutory: {},
        tariff: 'per-gebruik',
        weight: 1,
        reopenWithinDays: 14,
      },
    ],
    receivers: { meta: { signing: [{ env: 'APP' }], verifyToken: { env: 'VERIFY' } } },
    targets: [
      { id: '1700', kind: 'contact-center', adapter: '1700', tenants: '*', settings: {}, maxInFlight: 10 },
      {
        id: 'gent-crm',
        kind: 'crm',
        adapter: 'zammad',
        tenants: ['gent'],
        settings: { token: { file: '/run/crm' } },
        maxInFlight: 5,
      },
    ],
    calendars: [
      {
        name: 'kantoor',
        validFrom: '2026-01-01',
        timeZone: 'Europe/Brussels',
        week: { 1: DAY, 2: DAY, 3: DAY, 4: DAY, 5: DAY, 6: [], 7: [] },
        exceptions: {},
        holidays: [{ name: 'Kerstmis', monthDay: '12-25' }],
      },
    ],
    slaPolicies: [
      { name: 'standaard', validFrom: '2026-01-01', rules: [plainRule('altijd', 240, 2400)], ...PLAIN_TERMS },
    ],
    tariffs: [
      {
        name: 'per-gebruik',
        validFrom: '2026-01-01',
        monthlyFeeEuro: '25.00',
        unitPriceEuro: {
          'ticket.opened': '0.45',
          'message.received': '0',
          'answer.sent': '0.05',
          'forward.1700': '2.80',
          'delivery.crm': '0.02',
          'platform.cost': '1',
        },
      },
    ],
    topics: [
      {
        topic: 'afval',
        label: 'Afval',
        theme: 'MilieuEnergie',
        level: 'local',
        kind: 'question',
        words: { nl: ['afval', 'vuilnis'] },
      },
    ],
    fallbackTopic: { topic: 'algemeen', level: 'local', kind: 'question' },
    ...change,
  });
}
