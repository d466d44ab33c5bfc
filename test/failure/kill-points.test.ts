import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { COMMIT_POINTS, type CommitPoint } from '../../src/platform/store/commit-points.js';
import { eventually } from '../support/schakel/eventually.js';
import { buildScene, type Scene } from './scene.js';

jest.setTimeout(90_000);

const SOURCES = join(import.meta.dirname, '..', '..', 'src');
const MOMENTS = ['before', 'after'] as const;

/** What makes a running installation reach a commit. */
const TRAFFIC: Partial<Record<CommitPoint, (scene: Scene) => Promise<void>>> = {
  'intake.group': async (scene) => void scene.say(),
  'handling.split': async (scene) => void scene.say(),
  'handling.batch': async (scene) => void scene.say(),
  // Answers go by their claim always: what platforms let through has to be known first.
  'deliver.claim': (scene) => scene.answer(scene.say()),
  'deliver.settle': async (scene) => void scene.say(),
  'settings.release': async () => undefined,
  'api.command': (scene) => scene.answer(scene.say()),
  'api.read': async (scene) => {
    await scene.api.tickets().catch(() => []);
  },
  'counter.quota': (scene) => scene.visit(),
  'ops.reconcile': async (scene) => {
    await scene.api.get('/reconciliation').catch(() => undefined);
  },
  'scheduler.project': async () => undefined,
  'scheduler.housekeeping': async () => undefined,
  'handling.erase': async () => undefined,
};

/** What a process comes to soon after its start and then not for minutes. */
const AT_START: readonly CommitPoint[] = ['ops.reconcile', 'scheduler.housekeeping'];

/** Commits of commands and of the broker's link, each with its own test below. */
const ELSEWHERE: readonly CommitPoint[] = [
  ...([
    'intake.claim',
    'intake.pull',
    'store.migrate',
    'settings.apply',
    'api.keys',
    'api.redrive',
    'api.file-read',
    'answers.store',
    'deliver.lease',
    'media.claim',
    'media.settle',
    'media.drop',
    'timers.fire',
    'timers.spread',
    'api.crisis',
    'billing.read',
    'billing.close',
    'ops.probe-claim',
    'ops.probe',
  ] as const),
];

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(folder, name));
}

describe('the catalogue of commit points', () => {
  const code = sourceFiles(SOURCES)
    .filter((file) => !file.endsWith('commit-points.ts'))
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }));

  it('names every commit that there is, and no other', () => {
    const used = COMMIT_POINTS.filter((point) => code.some(({ text }) => text.includes(`'${point}'`)));
    expect(used).toEqual([...COMMIT_POINTS]);
  });

  it('leaves no commit outside the store', () => {
    const outside = code.filter(
      ({ file, text }) =>
        /query\(\s*['"`](begin|commit|start transaction)/i.test(text) && !file.includes('platform/store'),
    );
    expect(outside.map(({ file }) => file)).toEqual([]);
  });

  it('has a kill test for each', () => {
    const tested = new Set<CommitPoint>([...(Object.keys(TRAFFIC) as CommitPoint[]), ...ELSEWHERE]);
    expect(COMMIT_POINTS.filter((point) => !tested.has(point))).toEqual([]);
  });
});

const POINTS = Object.keys(TRAFFIC) as CommitPoint[];
/** On the embedded store again: what it promised must be in its files. */
const EMBEDDED: readonly CommitPoint[] = ['intake.group', 'handling.batch', 'deliver.settle', 'api.command'];

const COMMANDS = [
  ['settings.apply', (folder: string) => ['config', 'apply', '--config', folder]],
  ['api.keys', () => ['keys', 'create', '--role', 'auditor', '--name', 'toezicht']],
  ['store.migrate', () => ['migrate']],
] as const;

/** What the dead had claimed was looked at. */
async function isNothingUnderWay({ api }: Scene): Promise<boolean> {
  const { body } = await api.get('/deliveries?state=in-flight');
  return (body['items'] as readonly unknown[]).length === 0;
}

/** On the embedded store nobody waits for the lease of a process that is gone: its folder is the next one's. */
const LEASES = { server: {}, embedded: { SCHAKEL_LEASE_MS: '90000' } } as const;

describe.each([
  ['on a PostgreSQL server', 'server', POINTS, COMMANDS],
  ['on the embedded store', 'embedded', EMBEDDED, COMMANDS.slice(0, 1)],
] as const)('killed at a commit, %s,', (_where, profile, points, commands) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await buildScene({ profile, environment: LEASES[profile] });
    scene.say();
    await scene.proveAll();
  });
  afterAll(async () => {
    await scene.close();
  });

  it.each(points.map((point) => [point] as const))(
    'a process loses and doubles nothing: before and after %s',
    async (point) => {
      if (AT_START.includes(point)) {
        await scene.schakel.stop('SIGKILL');
      }
      // Not awaited yet: what is asked may be answered by the last process only.
      const traffic: Promise<void>[] = [];
      for (const moment of MOMENTS) {
        scene.schakel.arm('all', `${point}:${moment}`);
        // The first death meets a process at work, the second one a process that starts after a death.
        await scene.schakel.start().catch(() => undefined);
        scene.platform.redeliverNow();
        traffic.push(TRAFFIC[point]?.(scene) ?? Promise.resolve());
        const process = scene.schakel.processes.get('all');
        await eventually(`the death ${moment} ${point}`, () => process?.hasEnded === true, 30_000);
        expect(await process?.ended()).toBe('SIGKILL');
      }
      scene.schakel.arm('all', undefined);
      await scene.schakel.start();
      scene.platform.redeliverNow();
      await Promise.all(traffic);
      await scene.proveAll();
      await eventually('nothing to be under way', () => isNothingUnderWay(scene), 30_000);
    },
  );

  it.each(commands)('a command can simply be given again, before and after: %s', async (point, args) => {
    if (profile === 'embedded') {
      // The data folder belongs to one process at a time; a server has room for both.
      await scene.schakel.stop('SIGTERM');
    }
    const command = args(scene.schakel.configFolder);
    scene.schakel.touchConfiguration();
    for (const moment of MOMENTS) {
      const { code } = await scene.schakel.command(command, { SCHAKEL_FAILPOINT: `${point}:${moment}:1` });
      expect(code).toBe('SIGKILL');
    }
    expect(await scene.schakel.command(command)).toMatchObject({ code: 0 });
    await scene.schakel.start();
    scene.say();
    await scene.proveAll();
  });
});
