import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { connect } from 'amqplib';
import type { CommitPoint } from '../../src/platform/store/commit-points.js';
import { eventually } from '../support/schakel/eventually.js';
import { buildScene, onDatabase, readDatabase, type Scene } from './scene.js';

jest.setTimeout(90_000);

/** A worker that died with a claim: its lease has run out, and nobody knows what became of the delivery. */
const LOSE_A_CLAIM = `
  with lost as (
    update delivery set state = 'in-flight', lease_until = now() - interval '1 second', delivered_at = null
    where id = (select id from delivery where state = 'delivered' and kind = 'opened' and target = 'leuven-crm' limit 1)
    returning id),
  uncharged as (delete from usage_entry where fact_id in (select id from lost))
  select id from lost`;

/** What was told a moment ago may not be written down yet, so there may be nothing to lose at first. */
async function loseAClaim(scene: Scene): Promise<void> {
  await eventually('a claim to lose', async () => (await readDatabase(scene, LOSE_A_CLAIM)).length > 0);
}

/** The moment of every clock has come. Handling folds them again, sees that nothing is due, and puts it right. */
const LET_TIME_PASS = 'update clock set next_at = now() where ended_at is null';

async function answerFrom1700({ schakel }: Scene): Promise<void> {
  const model = await connect(process.env['SCHAKEL_TEST_AMQP_URL'] ?? '');
  const channel = await model.createConfirmChannel();
  const body = {
    ...{ specversion: '1.0', id: `a-${Date.now()}`, source: '/1700', type: 'be.schakel.answer.note.v1' },
    ...{ time: new Date().toISOString(), datacontenttype: 'application/json' },
    data: { ticketId: '019ab3c1-7e50-7a10-8b2c-3d4e5f607182', text: 'Een nota' },
  };
  channel.publish(`${schakel.amqpPrefix}schakel.answers`, '', Buffer.from(JSON.stringify(body)), { persistent: true });
  await channel.waitForConfirms();
  await model.close();
}

interface Case {
  readonly point: CommitPoint;
  readonly role: string;
  readonly provoke: (scene: Scene) => Promise<void>;
}

const CASES: readonly Case[] = [
  { point: 'deliver.lease', role: 'worker', provoke: loseAClaim },
  { point: 'timers.fire', role: 'scheduler', provoke: (scene) => onDatabase(scene, LET_TIME_PASS) },
  { point: 'answers.store', role: 'worker', provoke: answerFrom1700 },
  {
    point: 'api.redrive',
    role: 'api',
    provoke: async ({ api }) => {
      await api.post('/deliveries/redrive', { target: 'leuven-crm', state: 'parked' }).catch(() => undefined);
    },
  },
];

describe('a role that is killed at a commit', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await buildScene({ profile: 'cluster' });
    scene.say();
    await scene.proveAll();
  });
  afterAll(async () => {
    await scene.close();
  });

  it.each(CASES.flatMap((one) => (['before', 'after'] as const).map((moment) => [one.point, moment, one] as const)))(
    'loses and doubles nothing: %s, %s',
    async (point, moment, { role, provoke }) => {
      scene.schakel.arm(role, `${point}:${moment}`);
      scene.say();
      await provoke(scene);
      const process = scene.schakel.processes.get(role);
      await eventually(`the death of the ${role} at ${point}`, () => process?.hasEnded === true, 30_000);
      expect(await process?.ended()).toBe('SIGKILL');
      scene.schakel.arm(role, undefined);
      await scene.schakel.start();
      await scene.proveAll();
    },
  );
});
