import { describe, expect, it } from '@jest/globals';
import { PLAIN_TERMS, plainRule, testSettings } from '../../test/support/test-settings.js';
import { tenantsWithOtherPromises } from './other-promises.js';
import type { Municipality, Settings } from './snapshot.js';

const BASE = testSettings();
const [GENT] = BASE.municipalities;
const [OFFICE] = BASE.calendars;

function town(tenant: string, change: Partial<Municipality> = {}): Municipality {
  if (GENT === undefined) {
    throw new Error('the test settings have a municipality');
  }
  return { ...GENT, tenant, ...change };
}

/** Two municipalities, of which one has a policy, a calendar and a target of its own. */
const CALENDARS = [...BASE.calendars, ...(OFFICE === undefined ? [] : [{ ...OFFICE, name: 'own' }])];
const POLICIES = [
  { name: 'standaard', validFrom: '2026-01-01', rules: [plainRule('altijd', 240, 2400)], ...PLAIN_TERMS },
  { name: 'own', validFrom: '2026-01-01', rules: [plainRule('altijd', 60, 600)], ...PLAIN_TERMS },
];
const OWN = town('own', { sla: 'own', calendar: 'own' });

function settings(change: Partial<Omit<Settings, 'hash'>> = {}): Settings {
  const municipalities = [town('gent'), OWN];
  return testSettings({ municipalities, calendars: CALENDARS, slaPolicies: POLICIES, ...change });
}

function changed(change: Partial<Omit<Settings, 'hash'>>): readonly string[] {
  return tenantsWithOtherPromises(settings(), settings(change));
}

describe('the municipalities whose promises another snapshot changes', () => {
  it('are none where nothing about time changes', () => {
    const renamed = [town('gent', { name: 'Stad Gent', tariff: 'other', weight: 3, routes: [] }), OWN];
    expect(changed({})).toEqual([]);
    expect(changed({ municipalities: renamed, tariffs: [], topics: [] })).toEqual([]);
  });

  it('are those of a policy that changes, or has another version', () => {
    const [standard, own] = POLICIES;
    const shorter = { ...PLAIN_TERMS, name: 'own', validFrom: '2027-01-01', rules: [plainRule('altijd', 30, 300)] };
    expect(changed({ slaPolicies: [...POLICIES, shorter] })).toEqual(['own']);
    expect(
      changed({ slaPolicies: [standard, own].flatMap((one) => (one ? [{ ...one, transitMinutes: 1 }] : [])) }),
    ).toEqual(['gent', 'own']);
  });

  it('are those of a calendar that changes, whoever names it', () => {
    const shorter = CALENDARS.map((one) => (one.name === 'own' ? { ...one, holidays: [] } : one));
    expect(changed({ calendars: shorter })).toEqual(['own']);
    const rules = [{ ...plainRule('altijd', 240, 2400), calendar: 'own' }];
    const slaPolicies = POLICIES.map((policy) => (policy.name === 'standaard' ? { ...policy, rules } : policy));
    expect(tenantsWithOtherPromises(settings({ slaPolicies }), settings({ slaPolicies, calendars: shorter }))).toEqual([
      ...['gent', 'own'],
    ]);
  });

  it.each<[string, Partial<Municipality>]>([
    ['policy', { sla: 'own' }],
    ['calendar', { calendar: 'own' }],
    ['closing days', { closingDays: [{ date: '2026-12-24', name: 'brugdag', open: [] }] }],
    ['plan', { plan: 'premium' }],
  ])('are those that get another %s', (_what, change) => {
    expect(changed({ municipalities: [town('gent', change), OWN] })).toEqual(['gent']);
  });

  it('are those whose targets are staffed at other hours', () => {
    const targets = BASE.targets.map((target) => (target.id === 'gent-crm' ? { ...target, calendar: 'own' } : target));
    expect(changed({ targets })).toEqual(['gent']);
    const center = BASE.targets.map((target) => (target.id === '1700' ? { ...target, calendar: 'own' } : target));
    expect(changed({ targets: center })).toEqual(['gent', 'own']);
  });

  it('are not those that are new or that leave: they have no open tickets under both', () => {
    expect(changed({ municipalities: [town('gent'), OWN, town('new')] })).toEqual([]);
    expect(changed({ municipalities: [town('gent')] })).toEqual([]);
  });
});
