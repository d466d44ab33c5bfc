import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './prepare.mjs';

const endsWithinMs = 15_000;
/** One more than the cores that the tests are made for: the long suites wait for platforms and new starts half of their time. */
const WORKERS = 3;

/**
 * Jest writes its results and then waits for every handle that a test left open, for ever if need be. That is a defect in
 * a test, so the run is ended and fails instead of hanging.
 */
function endWhenStuck(child, resultFile, onStuck) {
  let stuck;
  const started = setInterval(() => {
    if (existsSync(resultFile)) {
      clearInterval(started);
      stuck = setTimeout(() => {
        onStuck();
        child.kill('SIGKILL');
      }, endsWithinMs);
    }
  }, 500);
  child.once('exit', () => {
    clearInterval(started);
    clearTimeout(stuck);
  });
}

function readResults(resultFile) {
  if (!existsSync(resultFile)) {
    return { passed: 0, failed: 0, skipped: 0 };
  }
  const results = JSON.parse(readFileSync(resultFile, 'utf8'));
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
    skipped: results.numPendingTests + results.numTodoTests,
  };
}

/** Runs jest with `args` to its end: its exit code, what it counted, and whether it had to be ended. */
export function runJest({ args, resultFile, variables, signal }) {
  // Tests are ES modules, for which jest needs a part of Node that still prints a warning per worker.
  // Every suite loads its modules anew, which fills the young generation: a larger one is collected less often.
  const own = '--experimental-vm-modules --disable-warning=ExperimentalWarning --max-semi-space-size=64';
  const options = `${process.env.NODE_OPTIONS ?? ''} ${own}`;
  const env = { ...process.env, ...variables, NODE_OPTIONS: options.trim() };
  const jest = join(projectFolder, 'node_modules', 'jest', 'bin', 'jest.js');
  const jestArgs = [
    jest,
    ...args.selection,
    '--json',
    `--outputFile=${resultFile}`,
    `--maxWorkers=${WORKERS}`,
    ...args.extra,
  ];
  const child = spawn(process.execPath, jestArgs, { cwd: projectFolder, env, stdio: 'inherit' });
  signal.addEventListener('abort', () => child.kill('SIGTERM'));
  let isStuck = false;
  endWhenStuck(child, resultFile, () => {
    isStuck = true;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve({ code: code ?? 1, isStuck, ...readResults(resultFile) }));
  });
}
