import { describe, expect, it } from '@jest/globals';
import { testSettings } from '../../test/support/test-settings.js';
import { diffSettings } from './diff.js';
import type { Municipality, Settings } from './snapshot.js';

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
      ['Calendar kantoor 2026-01-01, exceptions, 2026-12-24: changed from nothing to from "09:00", to "12:00".'],
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

  it('never shows a secret that stands in a file', () => {
    const demo = (value: string) =>
      testSettings({ isDemo: true, receivers: { meta: { signing: [], verifyToken: { demo: value } } } });
    expect(diffSettings(demo('hush'), demo('quiet'))).toEqual([
      'Receiver, meta, verifyToken: changed from a demo secret to a demo secret.',
    ]);
  });
});
