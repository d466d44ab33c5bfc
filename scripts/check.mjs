// npm run check: everything that can be said about the code without running it, one line for each check.
import { spawnSync } from 'node:child_process';
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
    { name: 'format', package: 'prettier', program: 'prettier', args: ['--check', '--log-level=warn', '.'] },
  ];
}

/** The program's own file instead of the one in .bin: the same on every system. */
function programFile(packageName, program) {
  const file = join(projectFolder, 'node_modules', packageName, 'package.json');
  const { bin } = createRequire(import.meta.url)(file);
  return join(dirname(file), typeof bin === 'string' ? bin : bin[program]);
}

function passes(check) {
  const startedAt = performance.now();
  const file = programFile(check.package, check.program);
  const options = { cwd: projectFolder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 };
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...check.args], options);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${check.name}: ${status === 0 ? 'ok' : 'FAILED'} (${seconds} s)`);
  if (status !== 0) {
    console.log(`${stdout}${stderr}`.trimEnd());
  }
  return status === 0;
}

/** How many checks fail. All run, so that one visit shows everything. */
export function countFailingChecks() {
  return checks().filter((check) => !passes(check)).length;
}

function main() {
  requireNode();
  install();
  return countFailingChecks() === 0 ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(main);
}
