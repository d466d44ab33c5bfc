import { describe, expect, it } from '@jest/globals';
import { testSettings } from '../../test/support/test-settings.js';
import { compileSettings } from './compile.js';

const base = testSettings();
const night = base.calendars.map((one) => {
  const always = [{ from: '00:00', to: '24:00' }];
  return { ...one, name: 'altijd', week: { ...one.week, '6': always, '7': always } };
});
const tariffs = base.tariffs.flatMap((one) => [
  { ...one, validFrom: '2027-01-01', officeHours: 'altijd' },
  { ...one, validFrom: '2026-01-01' },
]);

function charging() {
  const settings = testSettings({ tariffs, calendars: [...base.calendars, ...night] });
  const gent = compileSettings(settings, () => undefined).municipalityByTenant('gent');
  return (iso: string) => gent?.charging(Date.parse(iso));
}

describe('charging', () => {
  it.each([
    ['2026-12-31T22:59:59.999Z', '2026-01-01'],
    ['2026-12-31T23:00:00Z', '2027-01-01'],
    ['2025-12-31T22:59:59.999Z', null],
  ])('cites the version in force in Brussels at %s', (iso, tariffVersion) => {
    expect(charging()(iso)).toMatchObject({ tariff: 'per-gebruik', tariffVersion });
  });

  it('knows office hours by the calendar of the municipality, or that of the tariff', () => {
    const at = charging();
    // A Tuesday and a Saturday in 2026, by office hours; the same Saturday hour in 2027 by the calendar of the tariff.
    const hours = ['2026-11-24T10:00Z', '2026-11-24T20:00Z', '2026-11-28T10:00Z', '2027-01-02T10:00Z'];
    expect(hours.map((iso) => at(iso)?.outsideHours)).toEqual([false, true, true, false]);
  });
});
