import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { CommitPoint } from '../../src/platform/store/commit-points.js';
import { eventually } from '../support/schakel/eventually.js';
import { buildScene, onDatabase, readDatabase, type Scene } from './scene.js';

jest.setTimeout(120_000);

const MOMENTS = ['before', 'after'] as const;
const CRISIS = '/municipalities/24062/crisis';

let scene: Scene;

/** Kills the process of a role at a commit that `provoke` makes it reach, and starts it again. */
async function dies(role: string, point: CommitPoint, moment: string, provoke: () => Promise<void>) {
  scene.schakel.arm(role, `${point}:${moment}`);
  await provoke();
  const process = scene.schakel.processes.get(role);
  await eventually(`the death of the ${role} at ${point}`, () => process?.hasEnded === true, 30_000);
  expect(await process?.ended()).toBe('SIGKILL');
  scene.schakel.arm(role, undefined);
  await scene.schakel.start();
}

async function count(text: string): Promise<number> {
  const [row] = await readDatabase<{ n: number }>(scene, `select count(*)::int as n from (${text}) as x`);
  return row?.n ?? 0;
}

function crisis(): object {
  return { mode: 'suspend', until: new Date(Date.now() + 3_600_000).toISOString(), reason: 'Overstroming' };
}

beforeAll(async () => {
  scene = await buildScene({ profile: 'cluster' });
});
afterAll(() => scene.close());

/** The newest ticket is three weeks old: all of its promises are broken, and nobody was told yet. */
const THREE_WEEKS_OLD = `
  do $$
  declare newest uuid := (select id from ticket order by id desc limit 1);
  begin
    update ticket_event set occurred_at = occurred_at - interval '21 days', received_at = received_at - interval '21 days'
      where ticket_id = newest and type = 'ticket.opened';
    update ticket set opened_at = opened_at - interval '21 days' where id = newest;
    update usage_entry set occurred_at = occurred_at - interval '21 days' where ticket_id = newest and fact_kind = 'event';
    update clock set next_at = now() where ticket_id = newest and ended_at is null;
  end $$`;

const NEWEST = '(select id from ticket order by id desc limit 1)';
const OPEN = `select distinct ticket_id from clock where tenant = 'leuven' and ended_at is null`;

describe('a scheduler that is killed', () => {
  beforeEach(async () => {
    scene.say();
    await scene.proveAll();
  });

  it.each(MOMENTS)('when clocks fire, %s the commit, loses no broken promise and tells none twice', async (moment) => {
    await dies('scheduler', 'timers.fire', moment, () => onDatabase(scene, THREE_WEEKS_OLD));
    const told = `select data->>'clock' as clock from ticket_event where ticket_id = ${NEWEST} and type = 'sla.breached'`;
    const broken = `select name from clock where ticket_id = ${NEWEST} and state = 'breached'`;
    await eventually('every broken promise', async () => (await count(told)) > 0 && (await count(broken)) > 0, 30_000);
    await scene.proveAll();
    // What is woken twice is told once.
    await onDatabase(scene, `update clock set next_at = now() where ticket_id = ${NEWEST}`);
    await eventually(
      'the clocks to be looked at again',
      async () => (await count(`select from clock where ticket_id = ${NEWEST} and next_at <= now()`)) === 0,
      30_000,
    );
    await scene.proveAll();
    expect(await count(told)).toBe(await count(broken));
    expect(await count(`${told} group by 1 having count(*) > 1`)).toBe(0);
  });

  it.each(MOMENTS)('when a crisis is told, %s the commit, tells every open ticket once', async (moment) => {
    let id = '';
    await dies('scheduler', 'timers.spread', moment, async () => {
      const { body } = await scene.api.post(CRISIS, crisis());
      id = String(body['id']);
    });
    const told = `select ticket_id from ticket_event where type = 'sla.crisis' and data->'crisis'->>'crisisId' = '${id}'`;
    await eventually('every open ticket', async () => (await count(`${OPEN} except ${told}`)) === 0, 30_000);
    expect(await count(told)).toBeGreaterThan(0);
    expect(await count(`${told} group by ticket_id having count(*) > 1`)).toBe(0);
    await scene.api.post(`${CRISIS}/end`, { reason: 'Voorbij' });
    await scene.proveAll();
  });
});

describe('an API that is killed', () => {
  it.each(MOMENTS)(
    'when a crisis is declared, %s the commit, declares it once for a request that is repeated',
    async (moment) => {
      const [wanted, key] = [crisis(), randomUUID()];
      await dies('api', 'api.crisis', moment, async () => {
        await scene.api.post(CRISIS, wanted, key).catch(() => undefined);
      });
      const { status, body } = await scene.api.post(CRISIS, wanted, key);
      expect({ status, body }).toMatchObject({ status: 200, body: { mode: 'suspend', endedEarlyBy: null } });
      expect(await count(`select from sla_change where kind = 'crisis' and until_at > now()`)).toBe(1);
      expect((await scene.api.post(`${CRISIS}/end`, { reason: 'Voorbij' })).status).toBe(200);
    },
  );
});
