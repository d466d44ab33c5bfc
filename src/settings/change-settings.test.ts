import { describe, expect, it } from '@jest/globals';
import { options } from '../../test/support/changed-demo.js';
import { sealSettings } from './canonical.js';
import { changedSettings, settingsOfOne, type SettingsChange } from './change-settings.js';
import { diffSettings } from './diff.js';
import { loadSettings } from './load.js';
import type { Settings } from './snapshot.js';

async function demo(folder = 'config/demo'): Promise<Settings> {
  const loaded = await loadSettings({ ...options, folder });
  if (!loaded.ok) {
    throw new Error(loaded.errors.join('\n'));
  }
  return loaded.settings;
}

const base = await demo();
const [snel] = base.slaPolicies;
const [calendar] = base.calendars;

async function errorsOf(change: SettingsChange): Promise<readonly string[]> {
  const result = await changedSettings(base, change, options);
  return result.ok ? [] : result.errors;
}

async function changesOf(change: SettingsChange): Promise<readonly string[]> {
  const result = await changedSettings(base, change, options);
  return result.ok ? diffSettings(base, result.settings) : result.errors;
}

describe('a change of settings in pieces', () => {
  it.each(['config', 'config/demo'])('is the snapshot of %s itself when nothing changes', async (folder) => {
    const settings = await demo(folder);
    expect(await changedSettings(settings, {}, options)).toMatchObject({ ok: true, settings });
  });

  it('replaces the version of a policy with that date, and adds another one', async () => {
    const rules = [{ name: 'altijd', firstResponseMinutes: 5, resolutionMinutes: 10 }];
    const replaced = { name: 'snel', validFrom: '2026-01-01', rules };
    expect((await changesOf({ slaPolicies: [replaced] }))[0]).toContain('version 2026-01-01 of "snel" was edited');
    const added = { ...replaced, validFrom: '2027-01-01' };
    expect(await changesOf({ slaPolicies: [added] })).toEqual(['Policy snel 2027-01-01 was added.']);
  });

  it('replaces a calendar, and keys of a municipality', async () => {
    expect(await changesOf({ calendars: [{ ...calendar, validFrom: '2027-01-01' }] })).toEqual([
      `Calendar ${calendar?.name} 2027-01-01 was added.`,
    ]);
    const routes = [{ name: 'alles', to: '1700', because: 'wij dat proberen' }];
    const closingDays = [{ date: '2026-11-02', name: 'Allerzielen' }];
    const changes = await changesOf({ municipalities: [{ tenant: 'gent', replace: { routes, closingDays } }] });
    expect(changes).toContain('Municipality gent, routes alles was added.');
    expect(changes.join('\n')).toContain('Allerzielen');
  });

  it('says everything that is wrong with it, each at its place', async () => {
    expect(
      await errorsOf({
        slaPolicies: [
          { ...snel, rules: [{ name: 'altijd', firstResponseMinutes: 0, resolutionMinutes: 10 }] },
          {
            name: 'nieuw',
            validFrom: '2026-02-30',
            rules: [{ name: 'x', firstResponseMinutes: 9, resolutionMinutes: 5 }],
          },
          'geen beleid',
        ],
        calendars: [{ ...calendar, timeZone: 'Mars/Olympus' }],
        municipalities: [
          { tenant: 'gent', replace: { routes: [{ name: 'x', to: 'nergens', because: 'dat mag' }], sla: 'traag' } },
        ],
      }),
    ).toEqual([
      'slaPolicies/0: /rules/0/firstResponseMinutes: must be >= 1',
      'slaPolicies/2: the document: must be object',
      expect.stringContaining('municipalities/44021-gent.yaml: /sla: "traag" is no policy; allowed: '),
      expect.stringContaining('municipalities/44021-gent.yaml: /routes/0/to: "nergens" is no target that gent may use'),
      'calendars/0: /timeZone: "Mars/Olympus" is no IANA time zone; allowed: names such as Europe/Brussels',
      'slaPolicies/1: /validFrom: 2026-02-30 is no date',
      'slaPolicies/1: /rules/0: "resolutionMinutes" must not be less than "firstResponseMinutes"',
    ]);
  });

  it('refuses a piece that is there twice', async () => {
    expect(await errorsOf({ slaPolicies: [snel, snel] })).toContain(
      'slaPolicies/1: /validFrom: version 2026-01-01 of policy "snel" is already in slaPolicies/0: /validFrom',
    );
  });
});

describe('the settings of one municipality', () => {
  it('name no other, and are sound', async () => {
    const own = sealSettings(settingsOfOne(base, 'gent'));
    expect(own.municipalities.map(({ tenant }) => tenant)).toEqual(['gent']);
    expect(JSON.stringify([own.municipalities, own.targets])).not.toMatch(/leuven|brugge|hasselt|antwerpen/);
    expect(await changedSettings(own, {}, options)).toMatchObject({ ok: true, settings: own });
  });

  it('tell of a pool that it is in it, and not with whom', async () => {
    const pool = { name: 'noord', validFrom: '2026-02-01', split: 'by-units' } as const;
    const { hash: _, ...rest } = base;
    const pools = [
      { ...pool, members: ['brugge', 'leuven'] },
      { ...pool, name: 'zuid', members: ['gent', 'hasselt'] },
      { ...pool, name: 'zuid', validFrom: '2026-06-01', members: ['hasselt'] },
    ];
    const own = sealSettings(settingsOfOne(sealSettings({ ...rest, pools }), 'gent'));
    expect(own.pools).toEqual([
      { ...pool, name: 'zuid', members: ['gent'] },
      { ...pool, name: 'zuid', validFrom: '2026-06-01', members: [] },
    ]);
    expect(await changedSettings(own, {}, options)).toMatchObject({ ok: true, settings: own });
  });
});
