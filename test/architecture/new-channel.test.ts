import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { projectPath } from '../../src/platform/files/project-path.js';

jest.setTimeout(120_000);

/** A project of its own with our sources, so that nobody else sees the channels that are made in it. */
let root: string;

function run(...args: readonly string[]): { readonly status: number | null; readonly output: string } {
  // Jest sets options for its own process that others must not get.
  const { NODE_OPTIONS: _, ...env } = process.env;
  const options = { cwd: root, env, encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
  return { status, output: `${stdout}${stderr}` };
}

function make(...args: readonly string[]): ReturnType<typeof run> {
  return run(projectPath('scripts/new-channel.mjs'), '--root', root, ...args);
}

function program(path: string): string {
  return projectPath('node_modules', path);
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'schakel-new-channel-'));
  mkdirSync(join(root, 'adapters/channels'), { recursive: true });
  for (const name of ['src', 'test', 'config', 'node_modules', 'package.json', 'jest.config.mjs']) {
    symlinkSync(projectPath(name), join(root, name));
  }
  const tsconfig = JSON.parse(readFileSync(projectPath('tsconfig.json'), 'utf8')) as Record<string, unknown>;
  const compilerOptions = { ...(tsconfig['compilerOptions'] as object), preserveSymlinks: true };
  writeFileSync(join(root, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['adapters'] }));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

describe('npm run new:channel', () => {
  it('makes folders that pass the type check, for a platform that posts and for one that is pulled', () => {
    expect(make('matrix')).toMatchObject({
      status: 0,
      output: expect.stringContaining('npm test -- adapters/channels/matrix'),
    });
    expect(make('fediverse', '--pull', '--title', 'Het Fediverse')).toMatchObject({ status: 0 });
    expect(readFileSync(join(root, 'adapters/channels/fediverse/README.md'), 'utf8')).toContain('# Het Fediverse');
    expect(run(program('typescript/bin/tsc'), '--noEmit', '-p', root)).toEqual({ status: 0, output: '' });
  });

  it.each([
    ['matrix', ['signature', 'accepts the current secret']],
    ['fediverse', ['pulling', 'keeps what it got']],
  ])('makes a %s that fails the kit with what is left to write, and stands in the contract', (name, part) => {
    const { status, output } = run(
      ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', program('jest/bin/jest.js')],
      ...['--rootDir', root, '--verbose', `adapters/channels/${name}`],
    );
    expect(status).toBe(1);
    expect(output).toContain('send.ts: one call, and the verdict of its answer');
    expect(output).toContain('README.md: what becomes a ticket');
    for (const words of part) {
      expect(output).toContain(words);
    }
    // What does not depend on the platform is right from the start.
    expect(output).toMatch(/✓ gives at least one event for any bytes/);
    expect(output).toMatch(/✓ names the adapter, its folder and its receiver/);
  });

  it('changes nothing when the name is taken or is none', () => {
    const before = readFileSync(join(root, 'adapters/channels/matrix/send.ts'), 'utf8');
    expect(make('matrix')).toMatchObject({ status: 1, output: expect.stringContaining('Nothing was changed') });
    expect(make('Matrix 2')).toMatchObject({ status: 1, output: expect.stringContaining('small letters') });
    expect(make()).toMatchObject({ status: 1 });
    expect(readFileSync(join(root, 'adapters/channels/matrix/send.ts'), 'utf8')).toBe(before);
  });
});
