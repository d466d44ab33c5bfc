import { describe, expect, it } from '@jest/globals';
import { ALL_CLOCKS, townSettings } from '../../../test/support/sla/towns.js';
import type { Calendar, Settings, SlaPolicy } from '../../settings/snapshot.js';
import { broughtForward } from './bring-forward.js';

const BASE = townSettings();
const [OFFICE] = BASE.calendars;
const MONTH = '2026-10-01';

function policies(...dates: readonly string[]): readonly SlaPolicy[] {
  return dates.map((validFrom) => ({ ...ALL_CLOCKS, validFrom }));
}

function calendar(validFrom: string, exceptions: Calendar['exceptions'] = {}): Calendar {
  if (OFFICE === undefined) {
    throw new Error('the test settings have no calendar');
  }
  return { ...OFFICE, validFrom, exceptions };
}

function datesOf(before: Settings, after: Settings): readonly string[] {
  return broughtForward(before, after, MONTH).settings.slaPolicies.map(({ validFrom }) => validFrom);
}

describe('versions that are tried on a month before they hold', () => {
  it('are none when nothing changed, and the settings stay the same', () => {
    const settings = townSettings({ slaPolicies: policies('2026-01-01', '2027-01-01') });
    expect(broughtForward(settings, settings, MONTH)).toEqual({ settings, versions: [] });
  });

  it('hold from the first day of the month, in the place of what begins later', () => {
    const before = townSettings({ slaPolicies: policies('2026-01-01', '2026-10-15') });
    const after = townSettings({ slaPolicies: policies('2026-01-01', '2026-10-15', '2027-01-01', '2027-06-01') });
    expect(datesOf(before, after)).toEqual(['2026-01-01', MONTH]);
    expect(broughtForward(before, after, MONTH).versions).toEqual([
      'Version 2027-06-01 of policy "standaard" is tried as if it had held from 2026-10-01 on.',
    ]);
  });

  it('stay where they are when they hold in time', () => {
    const after = townSettings({ slaPolicies: policies('2026-01-01', '2026-09-01') });
    expect(datesOf(BASE, after)).toEqual(['2026-01-01', '2026-09-01']);
  });

  it('are also those of a policy that nobody had', () => {
    const fresh = { ...ALL_CLOCKS, name: 'nieuw', validFrom: '2027-01-01' };
    const { settings } = broughtForward(BASE, townSettings({ slaPolicies: [ALL_CLOCKS, fresh] }), MONTH);
    expect(settings.slaPolicies.map(({ name, validFrom }) => `${name} ${validFrom}`)).toEqual([
      ...['standaard 2026-01-01', `nieuw ${MONTH}`],
    ]);
    expect(settings.hash).not.toBe(BASE.hash);
  });

  it('keep the other hours that the calendar of their month has', () => {
    const old = { '2026-10-02': [], '2026-12-24': [{ from: '09:00', to: '12:00' }] };
    const before = townSettings({ calendars: [calendar('2026-01-01', old)] });
    const later = calendar('2027-01-01', { '2027-01-02': [], '2026-12-24': [] });
    const after = townSettings({ calendars: [calendar('2026-01-01', old), later] });
    expect(broughtForward(before, after, MONTH)).toMatchObject({
      settings: {
        calendars: [
          { validFrom: '2026-01-01' },
          { validFrom: MONTH, exceptions: { '2026-10-02': [], '2026-12-24': [], '2027-01-02': [] } },
        ],
      },
      versions: ['Version 2027-01-01 of calendar "kantoor" is tried as if it had held from 2026-10-01 on.'],
    });
  });
});
