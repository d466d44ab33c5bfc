import { describe, expect, it } from '@jest/globals';
import { townSettings } from '../../test/support/sla/towns.js';
import type { Pool } from '../domain/pool.js';
import { checkPools } from './check-pools.js';
import type { Draft } from './draft.js';

const TODAY = '2026-11-26';
const POOL: Pool = { name: 'noord', validFrom: '2026-02-01', members: ['brugge', 'gent'], split: 'by-units' };

function errors(pools: readonly Pool[], tariffOfGent = 'per-gebruik'): readonly string[] {
  const base = townSettings();
  const nothing = {
    isDemo: false,
    calendars: [],
    sla: [],
    tariffs: [],
    topics: [],
    platformPrices: [],
    platforms: [],
    targets: [],
    invoicing: [],
  };
  const none = new Set<string>();
  const tenants = new Set(base.municipalities.map(({ tenant }) => tenant));
  const draft: Draft = {
    ...nothing,
    declared: { tenants, calendars: none, sla: none, tariffs: none, topics: none, targets: none },
    pools: pools.map((value) => ({ file: `pools/${value.name}.yaml`, value })),
    municipalities: base.municipalities.map((value) => ({
      file: 'm.yaml',
      value: { ...value, tariff: value.tenant === 'gent' ? tariffOfGent : value.tariff },
    })),
  };
  return checkPools(draft, TODAY);
}

describe('checkPools', () => {
  it('has nothing to say about a pool that fits, or one that ended', () => {
    expect(errors([POOL])).toEqual([]);
    expect(
      errors([
        POOL,
        { ...POOL, validFrom: '2026-06-01', members: [] },
        { ...POOL, name: 'zuid', validFrom: '2026-06-01' },
      ]),
    ).toEqual([]);
  });

  it('wants members that exist, and the first day of a month', () => {
    expect(errors([{ ...POOL, validFrom: '2026-02-02', members: ['aalst', 'gent'] }])).toEqual([
      'pools/noord.yaml: /validFrom: 2026-02-02 is not the first day of a month; a pool holds for whole months',
      'pools/noord.yaml: /members/0: "aalst" is no tenant; allowed: brugge, gent',
    ]);
  });

  it('wants one tariff, also for a version that is still to come, and not for one that was replaced', () => {
    const other =
      'pools/noord.yaml: /members: have different tariffs (groot-volume, per-gebruik); members of a pool have the same one';
    expect(errors([POOL], 'groot-volume')).toEqual([other]);
    expect(errors([{ ...POOL, validFrom: '2027-01-01' }], 'groot-volume')).toEqual([other]);
    expect(errors([POOL, { ...POOL, validFrom: '2026-06-01', members: ['gent'] }], 'groot-volume')).toEqual([]);
  });

  it('wants nobody in two pools at a time, now or later', () => {
    expect(errors([POOL, { ...POOL, name: 'zuid', validFrom: '2027-01-01', members: ['gent'] }])).toEqual([
      'pools: gent is in noord and zuid on 2027-01-01; one pool at a time',
    ]);
  });
});
