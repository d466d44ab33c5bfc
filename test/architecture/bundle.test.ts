import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { projectPath } from '../../src/platform/files/project-path.js';

/** What the compiler would have written of a small program, with two adapters that know one class, and a package. */
const COMPILED = {
  'package.json': '{ "type": "module" }',
  'node_modules/greeting/package.json': '{ "name": "greeting", "main": "index.js" }',
  'node_modules/greeting/index.js': `module.exports = 'hello from ' + require('node:path').basename('/a/greeting');`,
  'dist/modules/src/failure.js': 'export class Failure extends Error {}',
  'dist/modules/src/main.js': `
    import greeting from 'greeting';
    import { Failure } from './failure.js';
    console.log(greeting);
    for (const name of ['first', 'second']) {
      const { failure } = await import(new URL('../adapters/channels/' + name + '/index.js', import.meta.url));
      console.log(name, failure instanceof Failure);
    }
    if (process.argv.includes('late')) { await import('./late.js'); }`,
  'dist/modules/src/late.js': `console.log('late');`,
  'dist/modules/src/platform/store/first-start.js': `console.log('first start');`,
  'dist/modules/adapters/channels/first/index.js': `
    import { Failure } from '../../../src/failure.js';
    export const failure = new Failure();`,
  'dist/modules/adapters/channels/second/index.js': `
    import { Failure } from '../../../src/failure.js';
    export const failure = new Failure();`,
};

let root: string;

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

function run(...args: readonly string[]): { readonly status: number | null; readonly output: string } {
  // Without the flags of the test run.
  const env = { ...process.env, NODE_OPTIONS: '' };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

function bundle(): ReturnType<typeof run> {
  return run(projectPath('scripts', 'bundle.mjs'), '--root', root);
}

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'schakel-bundle-')));
  write(COMPILED);
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

describe('the bundled program', () => {
  it('needs neither modules nor packages, finds each adapter by its folder, and has each class once', () => {
    expect(bundle()).toEqual({ status: 0, output: '' });
    rmSync(join(root, 'dist', 'modules'), { recursive: true });
    rmSync(join(root, 'node_modules'), { recursive: true });
    expect(run('dist/src/main.js')).toEqual({
      status: 0,
      output: 'hello from greeting\nfirst true\nsecond true\n',
    });
    expect(run('dist/src/main.js', 'late').output).toMatch(/late\n$/);
    expect(run('dist/src/platform/store/first-start.js')).toEqual({ status: 0, output: 'first start\n' });
  });

  it('is refused when a package may read files that the bundle does not have', () => {
    write({ 'node_modules/greeting/index.js': `module.exports = require('node:path').basename(__dirname);` });
    expect(bundle()).toEqual({ status: 1, output: expect.stringMatching(/^greeting may read files beside its own/) });
  });

  it('is refused when it would load a package late that has no names then', () => {
    write({ 'dist/modules/src/late.js': `const { hello } = await import('greeting');` });
    expect(bundle()).toEqual({ status: 1, output: expect.stringMatching(/^greeting is CommonJS and loaded late/) });
  });
});
