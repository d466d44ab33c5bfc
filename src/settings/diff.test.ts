import { describe, expect, it } from '@jest/globals';
import { testSettings } from '../../test/support/test-settings.js';
import { diffSettings } from './diff.js';
import type { Municipality, Settings, SlaPolicy, SlaRule } from './snapshot.js';

const base = testSettings();

function withGent(change: (gent: Municipality) => Partial<Municipality>): Settings {
  return testSettings({ municipalities: base.municipalities.map((gent) => ({ ...gent, ...change(gent) })) });
}

describe('diffSettings', () => {
  it('says nothing when nothing changed', () => {
    expect(diffSettings(base, testSettings())).toEqual([]);
  });

  it.each<[string, Settings, readonly string[]]>([
    ['a value', withGent(() => ({ weight: 2 })), ['Municipality gent, weight: changed from 1 to 2.']],
    [
      'a value deep inside',
      withGent(({ accounts }) => ({
        accounts: accounts.map((one) => ({ ...one, settings: { ...one.settings, humanAgent: false } })),
      })),
      ['Municipality gent, accounts facebook 104, settings, humanAgent: changed from true to false.'],
    ],
    [
      'an account that left',
      withGent(() => ({ accounts: [] })),
      ['Municipality gent, accounts facebook 104 was removed.'],
    ],
    [
      'a code that came',
      withGent(() => ({ formerNis: ['44099', '44098'] })),
      ['Municipality gent, formerNis: "44098" added.'],
    ],
    [
      'a code that changed',
      withGent(() => ({ formerNis: ['44098'] })),
      ['Municipality gent, formerNis: "44098" added.', 'Municipality gent, formerNis: "44099" removed.'],
    ],
    [
      'the order of rules',
      withGent(({ routes }) => ({ routes: [...routes].reverse() })),
      ['Municipality gent, routes: the order changed to rest, vlaams.'],
    ],
    [
      'a rule that came before the others',
      withGent(({ routes }) => ({
        routes: [{ name: 'nieuw', when: {}, to: '1700', because: 'het moet' }, ...routes],
      })),
      ['Municipality gent, routes nieuw was added.'],
    ],
    [
      'a condition',
      withGent(({ routes }) => ({ routes: routes.map((rule) => ({ ...rule, when: {} })) })),
      ['Municipality gent, routes vlaams, when, levels: changed from "flemish" to nothing.'],
    ],
    ['a municipality that left', testSettings({ municipalities: [] }), ['Municipality gent was removed.']],
    [
      'where a secret is',
      testSettings({
        receivers: { meta: { signing: [{ env: 'NEW' }, { env: 'APP' }], verifyToken: { env: 'VERIFY' } } },
      }),
      ['Receiver, meta, signing: secret {"env":"NEW"} added.'],
    ],
    [
      'opening hours',
      testSettings({
        calendars: base.calendars.map((one) => ({
          ...one,
          exceptions: { '2026-12-24': [{ from: '09:00', to: '12:00' }] },
        })),
      }),
      [
        'Attention: version 2026-01-01 of "kantoor" was edited; add a version with a later date.',
        'Calendar kantoor 2026-01-01, exceptions, 2026-12-24: changed from nothing to from "09:00", to "12:00".',
      ],
    ],
    [
      'hours that begin later',
      testSettings({
        calendars: [...base.calendars, ...base.calendars.map((one) => ({ ...one, validFrom: '2027-01-01' }))],
      }),
      ['Calendar kantoor 2027-01-01 was added.'],
    ],
    [
      'a closing day',
      withGent(() => ({ closingDays: [{ date: '2027-05-07', name: 'Brugdag', open: [] }] })),
      ['Municipality gent, closingDays 2027-05-07 Brugdag was added.'],
    ],
    [
      'two closing days of one name',
      withGent(() => ({
        closingDays: ['2027-05-07', '2027-07-20'].map((date) => ({ date, name: 'Brugdag', open: [] })),
      })),
      [
        'Municipality gent, closingDays 2027-05-07 Brugdag was added.',
        'Municipality gent, closingDays 2027-07-20 Brugdag was added.',
      ],
    ],
    [
      'another plan',
      withGent(() => ({ plan: 'premium' })),
      ['Municipality gent, plan: changed from "standard" to "premium".'],
    ],
    [
      'a term of a regulation',
      withGent(() => ({ statutory: { complaint: { answerDays: 45, basis: 'het reglement' } } })),
      ['Municipality gent, statutory, complaint: changed from nothing to answerDays 45, basis "het reglement".'],
    ],
    [
      'the calendar of a target',
      testSettings({ targets: base.targets.map((one) => (one.id === '1700' ? { ...one, calendar: 'kantoor' } : one)) }),
      ['Target 1700, calendar: changed from nothing to "kantoor".'],
    ],
    [
      'the order of words',
      testSettings({ topics: base.topics.map((one) => ({ ...one, words: { nl: ['vuilnis', 'afval'] } })) }),
      ['Topic afval, words, nl: the order changed to "vuilnis", "afval".'],
    ],
    [
      'the fallback',
      testSettings({ fallbackTopic: { ...base.fallbackTopic, level: 'flemish' } }),
      ['Fallback topic, level: changed from "local" to "flemish".'],
    ],
  ])('tells %s', (_, after, sentences) => {
    expect(diffSettings(base, after)).toEqual(sentences);
  });

  it('asks attention for a version that was edited, and not for one that was added', () => {
    const prices = base.tariffs.map((tariff) => ({ ...tariff, monthlyFeeEuro: '30.00' }));
    expect(diffSettings(base, testSettings({ tariffs: prices }))).toEqual([
      'Attention: version 2026-01-01 of "per-gebruik" was edited; add a version with a later date.',
      'Tariff per-gebruik 2026-01-01, monthlyFeeEuro: changed from "25.00" to "30.00".',
    ]);
    const added = prices.map((tariff) => ({ ...tariff, validFrom: '2027-01-01' }));
    expect(diffSettings(base, testSettings({ tariffs: [...base.tariffs, ...added] }))).toEqual([
      'Tariff per-gebruik 2027-01-01 was added.',
    ]);
  });

  it('tells what follows a warning and the end of a reply window', () => {
    const policy = (change: Partial<SlaRule>, windowLadder: SlaPolicy['windowLadder'] = []) =>
      testSettings({
        slaPolicies: base.slaPolicies.map((one) => ({
          ...one,
          validFrom: '2027-01-01',
          rules: one.rules.map((rule) => ({ ...rule, ...change })),
          windowLadder,
        })),
      });
    const tell = { at: 0.75, do: 'notify', to: '1700' } as const;
    const before = policy({ actions: [tell] }, [{ beforeMinutes: 60, do: 'raise-priority' }]);
    const after = policy({ warnAt: [0.5, 0.75], actions: [{ ...tell, to: 'gent-crm' }], nextResponseMinutes: 60 }, [
      { beforeMinutes: 90, do: 'notify', to: '1700' },
      { beforeMinutes: 60, do: 'raise-priority' },
    ]);
    const path = 'Policy standaard 2027-01-01, rules altijd';
    expect(diffSettings(before, after)).toEqual([
      'Attention: version 2027-01-01 of "standaard" was edited; add a version with a later date.',
      `${path}, actions 0.75 notify, to: changed from "1700" to "gent-crm".`,
      `${path}, nextResponseMinutes: changed from nothing to 60.`,
      `${path}, warnAt: 0.5 added.`,
      'Policy standaard 2027-01-01, windowLadder 90 notify was added.',
    ]);
  });

  it('compares items that are called the same as wholes', () => {
    const notices = (...targets: readonly string[]) =>
      testSettings({
        slaPolicies: base.slaPolicies.map((one) => ({
          ...one,
          windowLadder: targets.map((to) => ({ beforeMinutes: 60, do: 'notify' as const, to })),
        })),
      });
    expect(diffSettings(notices('1700', 'gent-crm'), notices('1700', 'gent-desk')).slice(1)).toEqual([
      'Policy standaard 2026-01-01, windowLadder: beforeMinutes 60, do "notify", to "gent-desk" added.',
      'Policy standaard 2026-01-01, windowLadder: beforeMinutes 60, do "notify", to "gent-crm" removed.',
    ]);
  });

  it('never shows a secret that stands in a file', () => {
    const demo = (value: string) =>
      testSettings({ isDemo: true, receivers: { meta: { signing: [], verifyToken: { demo: value } } } });
    expect(diffSettings(demo('hush'), demo('quiet'))).toEqual([
      'Receiver, meta, verifyToken: changed from a demo secret to a demo secret.',
    ]);
  });
});
