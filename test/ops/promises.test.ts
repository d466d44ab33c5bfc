import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { promisesScene, type PromisesScene } from './promises-scene.js';
import { promising } from './promises-settings.js';
import { CRM } from './small-settings.js';

let scene: PromisesScene;

beforeAll(async () => {
  const actions = [
    { at: 0.5, do: 'notify', to: CRM },
    { at: 'breach', do: 'notify', to: CRM },
  ] as const;
  scene = await promisesScene(promising({ rule: { nextResponseMinutes: 30, actions } }));
});
afterAll(() => scene.close());

describe('clocks of a stored ticket', () => {
  it('warn once and break once, however many schedulers fire at once', async () => {
    await scene.turnTo(0);
    await scene.says('warned');
    expect(await scene.clocks('warned')).toEqual([
      'first-response 1 running due 60 next 30',
      'resolution 1 running due 120 next 60',
    ]);
    for (const minute of [29, 30, 31, 60, 61, 120, 121, 500]) {
      await scene.turnTo(minute);
      await scene.tick();
      await scene.tick();
    }
    expect(await scene.moments('warned')).toEqual([
      '30 sla.warned first-response 0.5',
      '60 sla.breached first-response',
      '60 sla.acted first-response',
      '60 sla.warned resolution 0.5',
      '120 sla.breached resolution',
      '120 sla.acted resolution',
    ]);
    expect(await scene.told('warned')).toEqual([
      `opened ${CRM}`,
      ...[`sla-warned ${CRM}`, `sla-breached ${CRM}`, `sla-warned ${CRM}`, `sla-breached ${CRM}`],
    ]);
    expect(await scene.clocks('warned')).toEqual(['first-response 1 breached due 60', 'resolution 1 breached due 120']);
  });

  it.each([
    ['behind', 5],
    ['ahead of', -40],
  ])('keep to the clock of the database where ours is %s it', async (_where, behind) => {
    const who = `skewed ${behind}`;
    await scene.turnTo(1_000);
    await scene.says(who);
    await scene.turnTo(1_030, behind);
    await scene.tick();
    await scene.turnTo(1_058, behind);
    await scene.tick();
    expect(await scene.moments(who)).toEqual(['1030 sla.warned first-response 0.5']);
    await scene.turnTo(1_060, behind);
    await scene.tick();
    expect(await scene.moments(who)).toEqual([
      '1030 sla.warned first-response 0.5',
      '1060 sla.breached first-response',
      '1060 sla.acted first-response',
      '1060 sla.warned resolution 0.5',
    ]);
    expect(await scene.clocks(who)).toEqual([
      'first-response 1 breached due 1060',
      'resolution 1 running due 1120 next 1120',
    ]);
  });

  it('say nothing of an answer that came between firing and deciding, and are woken again when it got lost', async () => {
    await scene.turnTo(2_000);
    await scene.says('answered');
    await scene.turnTo(2_059);
    const reply = { type: 'reply', text: 'Wij komen morgen.', author: 'Jan', isFinal: true } as const;
    await scene.pipeline.command('just in time', await scene.pipeline.ticketOf('answered'), reply);
    await scene.pipeline.decide();
    await scene.pipeline.deliver();
    await scene.turnTo(2_060);
    await scene.tick();
    expect(await scene.moments('answered')).toEqual([]);
    expect(await scene.clocks('answered')).toEqual([
      'first-response 1 met due 2060 ended 2059',
      'resolution 1 met due 2120 ended 2059',
    ]);
    await scene.turnTo(2_070);
    await scene.loses('answered');
    await scene.tick();
    const told = await scene.moments('answered');
    expect(told.filter((moment) => moment.includes('breached'))).toEqual(['2060 sla.breached first-response']);
  });

  it('are written only where something changed: a second question leaves the time to solve it as it was', async () => {
    const written = async (): Promise<readonly unknown[]> =>
      scene.time.db.owner.query('select name, xmin::text as version from clock where ticket_id = $1 order by name', [
        await scene.pipeline.ticketOf('asks twice'),
      ]);
    await scene.turnTo(2_200);
    await scene.says('asks twice');
    const before = await written();
    expect(before).toHaveLength(2);
    await scene.turnTo(2_201);
    await scene.says('asks twice');
    expect(await written()).toEqual(before);
    await scene.setStatus('asks twice', 'closed');
    expect(await scene.clocks('asks twice')).toEqual([
      'first-response 1 stopped (closed-without-answer) due 2260 ended 2201',
      'resolution 1 met due 2320 ended 2201',
    ]);
  });

  it('are never lost between schedulers and workers that run at once', async () => {
    await scene.turnTo(3_000);
    const everybody = Array.from({ length: 24 }, (_, index) => `crowd ${index}`);
    for (const who of everybody) {
      await scene.says(who);
    }
    for (const minute of [3_030, 3_060, 3_120]) {
      await scene.turnTo(minute);
      const turns = Array.from({ length: 6 }, () => [scene.pipeline.fireClocks(2), scene.pipeline.decide()]);
      await Promise.all(turns.flat());
      await scene.tick();
    }
    for (const who of everybody) {
      expect({ who, moments: await scene.moments(who) }).toEqual({
        who,
        moments: [
          '3030 sla.warned first-response 0.5',
          '3060 sla.breached first-response',
          '3060 sla.acted first-response',
          '3060 sla.warned resolution 0.5',
          '3120 sla.breached resolution',
          '3120 sla.acted resolution',
        ],
      });
    }
  });

  it('leave nothing for reconciliation to say', async () => {
    expect((await scene.report()).findings).toEqual([]);
  });
});
