import { describe, expect, it } from '@jest/globals';
import { applySnapshot, type OpenTickets } from '../../src/app/snapshot-store.js';
import type { Calendar, SlaPolicy } from '../../src/settings/snapshot.js';
import { PLAIN_TERMS, plainRule } from '../support/test-settings.js';
import { promisesScene, START_MS, type PromisesScene } from './promises-scene.js';
import { OFFICE, promising } from './promises-settings.js';
import { SETTINGS, type SmallWorld } from './small-settings.js';

const MINUTE_MS = 60_000;

/** Opens a quarter after the scene starts. */
const LATE: Calendar = {
  ...OFFICE,
  name: 'late',
  week: Object.fromEntries(
    Object.keys(OFFICE.week).map((day) => [day, [{ from: '10:15', to: '17:00' }]]),
  ) as unknown as Calendar['week'],
};

function policy(name: string, rule: SlaPolicy['rules'][number]): SlaPolicy {
  return { name, validFrom: '2020-01-01', ...PLAIN_TERMS, rules: [{ ...rule, warnAt: [] }] };
}

/** Alfa has a policy of its own; beta's is the same in both. */
function world(hash: string, own: SlaPolicy): SmallWorld {
  const slaPolicies = [policy('short', plainRule('all', 60, 120)), own];
  const calendars = [...SETTINGS.calendars, OFFICE, LATE];
  return promising({ hash, municipality: { sla: 'own' }, settings: { slaPolicies, calendars } });
}

const BEFORE = world('before', policy('own', plainRule('all', 60, 120)));
const AFTER = world('after', policy('own', { ...plainRule('all', 30, 240), calendar: 'late' }));

async function sceneBefore(): Promise<PromisesScene> {
  const scene = await promisesScene(BEFORE);
  await scene.says('open');
  await scene.says('done');
  await scene.answers('done');
  await scene.says('beta', { page: 'page-beta' });
  await scene.turnTo(20);
  return scene;
}

async function apply(scene: PromisesScene, openTickets: OpenTickets, fromMinute = 20) {
  const effectiveFrom = new Date(START_MS + fromMinute * MINUTE_MS);
  return applySnapshot(scene.time.db.handling, AFTER.settings, { author: 'Els', effectiveFrom, openTickets });
}

async function changes(scene: PromisesScene) {
  return scene.time.db.owner.query<{ id: string }>(
    'select id, tenant, kind, author, data from sla_change order by tenant',
  );
}

/** What becomes of the open ticket, and what was written on the way. */
async function after(openTickets: OpenTickets) {
  const scene = await sceneBefore();
  try {
    const applied = await apply(scene, openTickets);
    scene.use(AFTER);
    await scene.turnTo(21);
    await scene.says('new');
    await scene.tick();
    await scene.tick();
    return {
      applied,
      changes: await changes(scene),
      open: await scene.clocks('open'),
      told: await scene.facts('open', 'sla.terms'),
      others: (await Promise.all(['done', 'beta', 'new'].map((who) => scene.facts(who, 'sla.terms')))).flat(),
      fresh: await scene.clocks('new', 'first-response'),
      findings: (await scene.report()).findings,
    };
  } finally {
    await scene.close();
  }
}

const FRESH = ['first-response 1 running due 51 next 51'];

describe('other terms for tickets that are open', () => {
  it('leave deadlines as they were promised when they are pinned', async () => {
    const found = await after('pin');
    expect(found).toMatchObject({
      applied: { changed: true, otherPromises: ['t-alfa'] },
      ...{ changes: [], told: [], others: [], fresh: FRESH, findings: [] },
      open: ['first-response 1 running due 60 next 60', 'resolution 1 running due 120 next 120'],
    });
  });

  it('go on with what was counted when they migrate', async () => {
    const found = await after('migrate');
    expect(found).toMatchObject({
      changes: [{ tenant: 't-alfa', kind: 'terms', author: 'Els', data: { mode: 'migrate', settings: 'after' } }],
      told: [{ at: 20, data: { mode: 'migrate', changeId: found.changes[0]?.id } }],
      ...{ others: [], fresh: FRESH, findings: [] },
      // 20 minutes of the old terms are used of 30 and of 240.
      open: ['first-response 1 running due 30 next 30', 'resolution 1 running due 240 next 240'],
    });
  });

  it('count as if they had always held when they are recomputed', async () => {
    const found = await after('recompute');
    expect(found).toMatchObject({
      changes: [{ tenant: 't-alfa', kind: 'terms', data: { mode: 'recompute' } }],
      told: [{ at: 20, data: { mode: 'recompute', changeId: found.changes[0]?.id } }],
      ...{ others: [], fresh: FRESH, findings: [] },
      // The new calendar opens at a quarter past ten.
      open: ['first-response 1 running due 45 next 45', 'resolution 1 running due 255 next 255'],
    });
  });

  it.each([
    ['migrate', ['next-response 1 stopped (no-longer-promised) due 25 ended 20']],
    ['recompute', []],
  ] as const)('end a clock that they do not know when they %s', async (openTickets, left) => {
    const scene = await promisesScene(
      world('before', policy('own', { ...plainRule('all', 60, 120), nextResponseMinutes: 20 })),
    );
    try {
      await scene.says('open');
      await scene.answers('open', false);
      await scene.turnTo(5);
      await scene.says('open', { text: 'Is er al nieuws?' });
      await scene.turnTo(20);
      await apply(scene, openTickets);
      scene.use(AFTER);
      await scene.turnTo(21);
      await scene.tick();
      expect(await scene.clocks('open', 'next-response')).toEqual(left);
      expect((await scene.report()).findings).toEqual([]);
    } finally {
      await scene.close();
    }
  });

  it('are told when they come into force, and not before', async () => {
    const scene = await sceneBefore();
    try {
      await apply(scene, 'migrate', 40);
      await scene.turnTo(30);
      await scene.tick();
      expect(await scene.facts('open', 'sla.terms')).toEqual([]);
      scene.use(AFTER);
      await scene.turnTo(41);
      await scene.tick();
      expect(await scene.facts('open', 'sla.terms')).toMatchObject([{ at: 40 }]);
      // 40 minutes were used of the 30 that are now promised.
      expect(await scene.moments('open')).toEqual([]);
      await scene.tick();
      expect(await scene.moments('open')).toEqual(['40 sla.breached first-response']);
    } finally {
      await scene.close();
    }
  });

  it('change nothing when they are applied again', async () => {
    const scene = await sceneBefore();
    try {
      await apply(scene, 'migrate');
      expect(await apply(scene, 'recompute')).toEqual({ changed: false, otherPromises: [] });
      expect(await changes(scene)).toHaveLength(1);
    } finally {
      await scene.close();
    }
  });
});
