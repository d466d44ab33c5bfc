import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { showFlow } from '../../src/app/flow-gauges.js';
import { createRecorders, type AppMetrics } from '../../src/app/recorders.js';
import { METRICS_CATALOGUE } from '../../src/platform/metrics/catalogue.js';
import { createMetrics } from '../../src/platform/metrics/metrics.js';
import { promisesScene, type PromisesScene } from './promises-scene.js';
import { promising } from './promises-settings.js';

const WORLD = promising({});
const metrics: AppMetrics = createMetrics(METRICS_CATALOGUE);
let scene: PromisesScene;

beforeAll(async () => {
  const nisOf = (tenant: string): string => WORLD.compiled.municipalityByTenant(tenant)?.municipality.nis ?? '';
  scene = await promisesScene(WORLD, { onDecided: createRecorders(metrics, nisOf).onDecided });
});
afterAll(() => scene.close());

/** The lines of one metric, without its help. */
async function shown(name: string): Promise<readonly string[]> {
  const text = await metrics.text();
  return text.split('\n').filter((line) => line.startsWith(`${name}{`));
}

function verdict(outcome: string, count: number): string {
  return `schakel_sla_outcomes_total{municipality="44001",target="crm-alfa",outcome="${outcome}"} ${count}`;
}

function open(state: string, count: number): string {
  return `schakel_sla_open_clocks{municipality="44001",state="${state}"} ${count}`;
}

describe('metrics of promises', () => {
  it('count every verdict once, and a promise that is kept too late as broken', async () => {
    for (const who of ['in time', 'late', 'late and unseen', 'never']) {
      await scene.says(who);
    }
    await scene.turnTo(10);
    await scene.answers('in time');
    await scene.turnTo(61);
    // Nobody fired the clock of this one.
    await scene.answers('late and unseen');
    await scene.tick();
    await scene.tick();
    await scene.turnTo(70);
    await scene.answers('late');
    await scene.tick();
    expect(await shown('schakel_sla_outcomes_total')).toEqual(
      expect.arrayContaining([
        ...[verdict('first-response met', 1), verdict('first-response breached', 3)],
        ...[verdict('first-response met-late', 2), verdict('resolution met', 3)],
      ]),
    );
    expect(await shown('schakel_sla_outcomes_total')).toHaveLength(4);
  });

  it('show how many clocks stand how', async () => {
    await scene.turnTo(100);
    await scene.says('fresh');
    await scene.says('waits');
    await scene.setStatus('waits', 'waiting');
    await showFlow({ store: scene.time.db.handling, now: scene.time.now }, metrics, WORLD);
    // "never": one broken, one warned. "fresh": both well. "waits": the answer runs on, the resolution waits.
    expect((await shown('schakel_sla_open_clocks')).toSorted()).toEqual([
      ...[open('breached', 1), open('ok', 3), open('paused', 1), open('warning', 1)],
    ]);
  });
});
