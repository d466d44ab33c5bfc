import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { promisesScene, START_MS, type PromisesScene } from './promises-scene.js';
import { promising } from './promises-settings.js';

const ALFA = '/municipalities/44001/crisis';

function atMinute(minute: number): string {
  return new Date(START_MS + minute * 60_000).toISOString();
}

async function newScene(): Promise<PromisesScene> {
  return promisesScene(promising({ rule: { nextResponseMinutes: 30, warnAt: [] } }));
}

async function declare(scene: PromisesScene, wanted: { mode: 'suspend' | 'relax'; until: number; factor?: number }) {
  const { until, ...how } = wanted;
  const { status, body } = await scene.post(ALFA, { ...how, until: atMinute(until), reason: 'Overstroming' });
  expect({ status, body }).toMatchObject({ status: 200 });
}

function ofCrisis(scene: PromisesScene, who: string) {
  return scene.facts(who, 'sla.crisis', 'sla.crisis-ended');
}

describe('a crisis that suspends promises', () => {
  let scene: PromisesScene;
  beforeAll(async () => {
    scene = await newScene();
  });
  afterAll(() => scene.close());

  it('is told once to every open ticket of the municipality, and to no other', async () => {
    for (const who of ['open', 'written', 'set back']) {
      await scene.says(who);
    }
    await scene.says('elsewhere', { page: 'page-beta' });
    await scene.turnTo(10);
    await scene.answers('written');
    await scene.answers('set back');
    await scene.turnTo(20);
    await declare(scene, { mode: 'suspend', until: 80 });
    await scene.tick();
    await scene.tick();
    expect(await ofCrisis(scene, 'open')).toMatchObject([
      {
        at: 20,
        data: { crisis: { mode: 'suspend', fromMs: START_MS + 20 * 60_000, untilMs: START_MS + 80 * 60_000 } },
      },
    ]);
    expect(await scene.clocks('open', 'first-response')).toEqual(['first-response 1 paused (crisis) due 120 next 80']);
    for (const who of ['written', 'set back', 'elsewhere']) {
      expect(await ofCrisis(scene, who)).toEqual([]);
    }
  });

  it('holds for a ticket that opens in it', async () => {
    await scene.turnTo(30);
    await scene.says('new');
    await scene.tick();
    expect(await ofCrisis(scene, 'new')).toEqual([]);
    expect(await scene.facts('new', 'ticket.opened')).toMatchObject([{ data: { crisis: { mode: 'suspend' } } }]);
    expect(await scene.clocks('new', 'first-response')).toEqual(['first-response 1 paused (crisis) due 140 next 80']);
  });

  it('holds for a ticket that was done and is opened again, by the citizen or by a person', async () => {
    await scene.turnTo(40);
    await scene.says('written', { text: 'Het is weer stuk' });
    await scene.setStatus('set back', 'in-progress');
    await scene.tick();
    expect(await ofCrisis(scene, 'written')).toHaveLength(1);
    expect(await ofCrisis(scene, 'set back')).toHaveLength(1);
    expect(await scene.clocks('written', 'next-response')).toEqual(['next-response 1 paused (crisis) due 110 next 80']);
    // 10 of 120 minutes were used.
    expect(await scene.clocks('set back', 'resolution')).toEqual(['resolution 1 paused (crisis) due 190 next 80']);
  });

  it('ends by itself: clocks go on, and are told of when their time is over', async () => {
    await scene.turnTo(80);
    await scene.tick();
    expect(await scene.clocks('open', 'first-response')).toEqual(['first-response 1 running due 120 next 120']);
    await scene.says('after');
    expect(await scene.facts('after', 'ticket.opened')).toMatchObject([
      { data: expect.not.objectContaining({ crisis: expect.anything() }) },
    ]);
    await scene.turnTo(120);
    await scene.tick();
    expect(await scene.moments('open')).toEqual(['120 sla.breached first-response']);
  });

  it('leaves nothing for reconciliation to say', async () => {
    expect((await scene.report()).findings).toEqual([]);
  });
});

describe('a crisis that ends early', () => {
  let scene: PromisesScene;
  beforeAll(async () => {
    scene = await newScene();
  });
  afterAll(() => scene.close());

  it('tells every ticket that knew of it once, and gives the time back that it had promised', async () => {
    await scene.says('open');
    await scene.turnTo(20);
    await declare(scene, { mode: 'suspend', until: 80 });
    await scene.tick();
    await scene.turnTo(30);
    await scene.says('new');
    await scene.turnTo(50);
    expect((await scene.post(`${ALFA}/end`, { reason: 'Voorbij' })).status).toBe(200);
    await scene.tick();
    await scene.tick();
    expect(await ofCrisis(scene, 'open')).toMatchObject([{ type: 'sla.crisis' }, { type: 'sla.crisis-ended', at: 50 }]);
    expect(await ofCrisis(scene, 'new')).toMatchObject([{ type: 'sla.crisis-ended', at: 50 }]);
    expect(await scene.clocks('open', 'first-response')).toEqual(['first-response 1 running due 90 next 90']);
    expect(await scene.clocks('new', 'first-response')).toEqual(['first-response 1 running due 110 next 110']);
    await scene.says('after');
    expect(await scene.clocks('after', 'first-response')).toEqual(['first-response 1 running due 110 next 110']);
  });

  it('leaves nothing for reconciliation to say', async () => {
    expect((await scene.report()).findings).toEqual([]);
  });
});

describe('a crisis that relaxes promises', () => {
  let scene: PromisesScene;
  beforeAll(async () => {
    scene = await newScene();
  });
  afterAll(() => scene.close());

  it('lets time count at a part of the speed, and no less outside it', async () => {
    await scene.says('open');
    await scene.turnTo(20);
    await declare(scene, { mode: 'relax', factor: 3, until: 80 });
    await scene.tick();
    // 20 minutes before it, 60 that count as 20 in it, 20 after it.
    expect(await scene.clocks('open', 'first-response')).toEqual(['first-response 1 running due 100 next 100']);
    await scene.turnTo(50);
    await scene.says('new');
    // 30 minutes count as 10, and 50 follow.
    expect(await scene.clocks('new', 'first-response')).toEqual(['first-response 1 running due 130 next 130']);
  });

  it('is told to a ticket of a batch that began before, for a minute', async () => {
    await scene.turnTo(1_000);
    await scene.pipeline.post({ events: [scene.message('slow')] });
    await scene.pipeline.split();
    await scene.pipeline.decideOnce(async () => {
      await declare(scene, { mode: 'suspend', until: 1_060 });
      await scene.pipeline.spreadChanges(2);
    });
    expect(await ofCrisis(scene, 'slow')).toEqual([]);
    await scene.tick();
    expect(await ofCrisis(scene, 'slow')).toHaveLength(1);
    await scene.turnTo(1_002);
    await scene.tick();
    const spread = 'select count(*)::int as n from sla_change where spread_at is null';
    expect(await scene.time.db.owner.query(spread)).toEqual([{ n: 0 }]);
  });

  it('leaves nothing for reconciliation to say', async () => {
    expect((await scene.report()).findings).toEqual([]);
  });
});
