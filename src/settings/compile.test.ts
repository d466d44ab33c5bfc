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

  it('is frozen', () => {
    expect(Object.isFrozen(compiled) && Object.isFrozen(compiled.tenants) && Object.isFrozen(compiled.tenants[0])).toBe(
      true,
    );
  });

  it.each(['calendars', 'slaPolicies', 'tariffs'] as const)('refuses a snapshot that lacks its %s', (key) => {
    expect(() => compile(testSettings({ [key]: [] }))).toThrow(/gent refer to names that are not there/);
  });
});
