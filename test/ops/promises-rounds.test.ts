import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { promisesScene, type PromisesScene } from './promises-scene.js';
import { promising } from './promises-settings.js';
import { CENTER, CRM } from './small-settings.js';

let scene: PromisesScene;

beforeAll(async () => {
  const partyMinutes = { '1700': 40, municipality: 90 };
  scene = await promisesScene(promising({ rule: { nextResponseMinutes: 30, warnAt: [], partyMinutes } }));
});
afterAll(() => scene.close());

/** Decided, and on its way. */
async function forward(who: string, to: string): Promise<void> {
  const command = { type: 'forward', to, author: 'Jan', reason: 'hoort daar' } as const;
  await scene.pipeline.command(`${who} to ${to}`, await scene.pipeline.ticketOf(who), command);
  await scene.pipeline.decide();
}

describe('rounds of a stored ticket', () => {
  it('go from a first answer to the next, and stand still while the citizen is waited for', async () => {
    await scene.says('c1');
    await scene.turnTo(20);
    await scene.answers('c1', false);
    await scene.setStatus('c1', 'waiting');
    await scene.turnTo(200);
    await scene.tick();
    expect(await scene.clocks('c1')).toEqual([
      'first-response 1 met due 60 ended 20',
      'party-municipality 1 paused (waiting)',
      'resolution 1 paused (waiting)',
    ]);
    await scene.says('c1', { text: 'Hier is de foto' });
    expect(await scene.clocks('c1')).toEqual([
      'first-response 1 met due 60 ended 20',
      'next-response 1 running due 230 next 230',
      'party-municipality 1 running due 270 next 270',
      'resolution 1 running due 300 next 300',
    ]);
  });

  it('go on after a reopening with what was left, and wait for another answer', async () => {
    await scene.turnTo(210);
    await scene.answers('c1');
    expect(await scene.clocks('c1', 'next-response', 'resolution')).toEqual([
      'next-response 1 met due 230 ended 210',
      'resolution 1 met due 300 ended 210',
    ]);
    await scene.turnTo(1_210);
    await scene.says('c1', { text: 'Het is weer stuk' });
    expect(await scene.clocks('c1', 'next-response', 'resolution')).toEqual([
      'next-response 1 met due 230 ended 210',
      'next-response 2 running due 1240 next 1240',
      'resolution 1 running due 1300 next 1300',
    ]);
  });

  it('are told of the round that they are', async () => {
    await scene.turnTo(1_240);
    await scene.tick();
    expect(await scene.moments('c1')).toEqual(['1240 sla.breached next-response 2']);
    await scene.answers('c1');
    expect(await scene.clocks('c1', 'next-response')).toEqual([
      'next-response 1 met due 230 ended 210',
      'next-response 2 met-late due 1240 ended 1240',
    ]);
  });

  it('keep the clock of each party through a handover, from when it got the ticket', async () => {
    await scene.turnTo(2_000);
    await scene.says('handed');
    await scene.turnTo(2_010);
    await forward('handed', CENTER);
    // The contact center was away: the ticket is there at 2030, and its time starts then.
    await scene.turnTo(2_030);
    await scene.settle();
    await scene.turnTo(2_050);
    await scene.tick();
    expect(await scene.moments('handed')).toEqual([]);
    expect(await scene.clocks('handed', 'party-1700', 'party-municipality')).toEqual([
      'party-1700 1 running due 2070 next 2070',
      'party-municipality 1 paused (elsewhere)',
    ]);
    await forward('handed', CRM);
    await scene.settle();
    expect(await scene.clocks('handed', 'party-1700', 'party-municipality')).toEqual([
      'party-1700 1 paused (elsewhere)',
      'party-municipality 1 running due 2130 next 2130',
    ]);
  });

  it('that a correction undoes are gone from the rows', async () => {
    await scene.turnTo(3_000);
    await scene.says('lost');
    await scene.turnTo(3_010);
    await scene.answers('lost');
    await scene.turnTo(3_020);
    await scene.says('lost', { text: 'Is er al nieuws?' });
    expect(await scene.clocks('lost', 'first-response', 'next-response')).toEqual([
      'first-response 1 met due 3060 ended 3010',
      'next-response 1 running due 3050 next 3050',
    ]);
    await scene.loses('lost');
    // Nobody was answered: it is the first answer that is waited for.
    expect(await scene.clocks('lost', 'first-response', 'next-response')).toEqual([
      'first-response 1 running due 3060 next 3060',
    ]);
    await scene.turnTo(3_060);
    await scene.tick();
    expect(await scene.moments('lost')).toEqual(['3060 sla.breached first-response']);
  });

  it('leave nothing for reconciliation to say', async () => {
    expect((await scene.report()).findings).toEqual([]);
  });
});
