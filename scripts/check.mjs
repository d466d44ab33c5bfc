// npm run check: everything that can be said about the code without running it, one line for each check.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { install, projectFolder, requireNode, runMain } from './prepare.mjs';

const codeFolders = ['src', 'adapters', 'test', 'bin', 'scripts'];
const importFolders = [...codeFolders, 'console', 'counter'];

function present(folders) {
  return folders.filter((folder) => existsSync(join(projectFolder, folder)));
}

function checks() {
  const lintArgs = ['--type-aware', '--deny-warnings', '--format=unix', ...present(codeFolders)];
  return [
    { name: 'types', package: 'typescript', program: 'tsc', args: ['--noEmit', '-p', 'tsconfig.json'] },
    {
      name: 'lint',
      package: 'oxlint',
      program: 'oxlint',
      args: lintArgs,
    },
    { name: 'import boundaries', package: 'dependency-cruiser', program: 'depcruise', args: present(importFolders) },
    { name: 'format', package: 'oxfmt', program: 'oxfmt', args: ['--list-different'] },
  ];
}

/** The program's own file instead of the one in .bin: the same on every system. */
function programFile(packageName, program) {
  const file = join(projectFolder, 'node_modules', packageName, 'package.json');
  const { bin } = createRequire(import.meta.url)(file);
  return join(dirname(file), typeof bin === 'string' ? bin : bin[program]);
}

/** Runs a program of ours to its end: its exit code, and all that it said. */
function run(file, args) {
  const child = spawn(process.execPath, [file, ...args], { cwd: projectFolder, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  child.stdout.on('data', (chunk) => said.push(chunk));
  child.stderr.on('data', (chunk) => said.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output: Buffer.concat(said).toString().trimEnd() }));
  });
}

async function passes(check) {
  const startedAt = performance.now();
  const { code, output } = await run(programFile(check.package, check.program), check.args);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${check.name}: ${code === 0 ? 'ok' : 'FAILED'} (${seconds} s)`);
  if (code !== 0) {
    console.log(output);
  }
  return code === 0;
}

/** How many checks fail. All run, side by side, so that one visit shows everything. */
export async function countFailingChecks() {
  const results = await Promise.all(checks().map(passes));
  return results.filter((isGood) => !isGood).length;
}

async function main() {
  requireNode();
  install();
  return (await countFailingChecks()) === 0 ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(main);
}
