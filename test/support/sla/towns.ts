import type { Settings, SlaPolicy } from '../../../src/settings/snapshot.js';
import { plainRule, PLAIN_TERMS, testSettings } from '../test-settings.js';

type Change = Partial<Omit<Settings, 'hash'>>;

/** Every clock that there is, and a quicker promise for reports. */
export const ALL_CLOCKS: SlaPolicy = {
  ...{ name: 'standaard', validFrom: '2026-01-01', ...PLAIN_TERMS },
  rules: [
    { ...plainRule('melding', 60, 960), when: { kinds: ['report'] } },
    {
      ...plainRule('altijd', 240, 2400),
      ...{ nextResponseMinutes: 120, updateEveryMinutes: 960, partyMinutes: { '1700': 480, municipality: 1200 } },
    },
  ],
};

/** Two municipalities with the same promises: Gent with a CRM of its own, Brugge that leaves all to 1700. */
export function townSettings(change: Change = {}): Settings {
  const [gent] = testSettings().municipalities;
  if (gent === undefined) {
    throw new Error('the test settings have no municipality');
  }
  const brugge = {
    ...gent,
    ...{ tenant: 'brugge', nis: '31005', ovo: 'OVO002026', kbo: '0207528178', name: 'Brugge', formerNis: [] },
    accounts: gent.accounts.map((account) => ({ ...account, account: '105', name: 'Stad Brugge' })),
    routes: [{ name: 'alles', when: {}, to: '1700', because: 'Brugge alles aan 1700 toevertrouwt' }],
  };
  return testSettings({ municipalities: [brugge, gent], slaPolicies: [ALL_CLOCKS], ...change });
}

/** The same settings with another week for everybody. */
export function withHours(settings: Settings, from: string, to: string): Settings['calendars'] {
  const day = [{ from, to }];
  const week = { 1: day, 2: day, 3: day, 4: day, 5: day, 6: [], 7: [] };
  return settings.calendars.map((calendar) => ({ ...calendar, week }));
}
