import { describe, expect, it } from '@jest/globals';
import { testSettings } from '../../test/support/test-settings.js';
import { compileSettings } from './compile.js';
import type { Settings } from './snapshot.js';

function compile(settings: Settings) {
  return compileSettings(settings, (rules, fallback) => `${rules.length} rules or ${fallback.topic}`);
}

const base = testSettings();
const compiled = compile(base);

describe('compileSettings', () => {
  it('finds a municipality by its account, and only by that channel', () => {
    expect(compiled.municipalityOf('facebook', '104')?.municipality.tenant).toBe('gent');
    expect(compiled.accountOf('facebook', '104')?.name).toBe('Stad Gent');
    expect(compiled.municipalityOf('messenger', '104')).toBeUndefined();
    expect(compiled.accountOf('messenger', '104')).toBeUndefined();
  });

  it.each(['44021', 'OVO002067', '44099'])('finds a municipality by its code %s', (code) => {
    expect(compiled.byNis(code)).toBe(compiled.municipalityByTenant('gent'));
  });

  it('knows nothing of other codes, names and ids', () => {
    expect(compiled.byNis('11002')).toBeUndefined();
    expect(compiled.municipalityByTenant('aalst')).toBeUndefined();
    expect(compiled.targetById('aalst-crm')).toBeUndefined();
    expect(compiled.topicByCode('algemeen')).toBeUndefined();
    expect(compiled.workingTimeOf('nacht')).toBeUndefined();
    expect(compiled.slaVersionsOf('snel')).toEqual([]);
    expect(compiled.tariffVersionsOf('gratis')).toEqual([]);
  });

  it('puts with a municipality what its names refer to', () => {
    const gent = compiled.municipalityByTenant('gent');
    expect(gent?.workingTime).toBe(compiled.workingTimeOf('kantoor'));
    expect(gent?.workingTime.isOpen(Date.parse('2026-11-23T10:00:00Z'))).toBe(true);
    expect(gent?.slaVersions).toBe(compiled.slaVersionsOf('standaard'));
    expect(gent?.tariffVersions).toBe(compiled.tariffVersionsOf('per-gebruik'));
    expect(compiled.targetById('gent-crm')?.adapter).toBe('zammad');
    expect(compiled.topicByCode('afval')?.label).toBe('Afval');
  });

  it('compiles topics with the function it was given, and keeps the hash', () => {
    expect(compiled.coder).toBe('1 rules or algemeen');
    expect(compiled.hash).toBe(base.hash);
  });

  it('gives versions from old to new, whatever their order in the snapshot', () => {
    const dates = ['2027-01-01', '2025-01-01', '2026-01-01'];
    const slaPolicies = dates.flatMap((validFrom) => base.slaPolicies.map((policy) => ({ ...policy, validFrom })));
    const versions = compile(testSettings({ slaPolicies })).slaVersionsOf('standaard');
    expect(versions.map((version) => version.validFrom)).toEqual([...dates].sort());
  });

  it('counts a day by the version of its calendar that is valid on it', () => {
    const late = base.calendars.map((one) => {
      const week = { ...one.week, 5: [] };
      return { ...one, validFrom: '2026-12-01', week };
    });
    const time = compile(testSettings({ calendars: [...late, ...base.calendars] })).workingTimeOf('kantoor');
    expect(['2026-11-27', '2026-12-04'].map((friday) => time?.isOpen(Date.parse(`${friday}T10:00Z`)))).toEqual([
      true,
      false,
    ]);
  });

  it('closes on the days of a municipality, for that municipality only', () => {
    const closingDays = [{ date: '2026-11-23', name: 'Brugdag', open: [] }];
    const others = base.municipalities.map((one) => ({ ...one, tenant: 'aalst', accounts: [], closingDays: [] }));
    const gent = base.municipalities.map((one) => ({ ...one, closingDays }));
    const settings = compile(testSettings({ municipalities: [...gent, ...others] }));
    const at = Date.parse('2026-11-23T10:00:00Z');
    expect(settings.municipalityByTenant('gent')?.workingTime.isOpen(at)).toBe(false);
    expect(settings.municipalityByTenant('aalst')?.workingTime.isOpen(at)).toBe(true);
    expect(settings.workingTimeOf('kantoor')?.isOpen(at)).toBe(true);
  });

  it('works a calendar out once for all municipalities with the same days', () => {
    const closingDays = [{ date: '2026-12-24', name: 'Kerstavond', open: [] }];
    const many = (days: typeof closingDays, name: string) =>
      base.municipalities.flatMap((one) =>
        [1, 2, 3].map((number) => ({ ...one, tenant: `${name}-${number}`, accounts: [], closingDays: days })),
      );
    const { tenants } = compile(testSettings({ municipalities: [...many([], 'open'), ...many(closingDays, 'dicht')] }));
    expect(new Set(tenants.map((tenant) => tenant.workingTime)).size).toBe(2);
  });

  it('knows when a target is staffed: by its own calendar, or by that of the municipality', () => {
    const night = base.calendars.map((one) => ({ ...one, name: 'nacht' }));
    const targets = base.targets.map((one) => (one.id === '1700' ? { ...one, calendar: 'nacht' } : one));
    const settings = compile(testSettings({ calendars: [...base.calendars, ...night], targets }));
    expect(settings.staffedTimeOf('1700', 'gent')).toBe(settings.workingTimeOf('nacht'));
    expect(settings.staffedTimeOf('gent-crm', 'gent')).toBe(settings.municipalityByTenant('gent')?.workingTime);
    expect(settings.staffedTimeOf('gent-crm', 'aalst')).toBeUndefined();
  });

  it('is frozen', () => {
    expect(Object.isFrozen(compiled) && Object.isFrozen(compiled.tenants) && Object.isFrozen(compiled.tenants[0])).toBe(
      true,
    );
  });

  it.each(['calendars', 'slaPolicies', 'tariffs'] as const)('refuses a snapshot that lacks its %s', (key) => {
    expect(() => compile(testSettings({ [key]: [] }))).toThrow(/gent refer to names that are not there/);
  });
});
