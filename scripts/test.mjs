// npm test: installs and builds what is missing, checks the code, starts a real PostgreSQL, Redis, RabbitMQ and Dovecot and runs the
// tests against them. Arguments go to jest (npm test -- src/domain); then only those tests run, without the static checks.
// --failure runs test/failure/long instead: long runs that stop and crash the servers.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { countFailingChecks } from './check.mjs';
import { whenNpmEnds } from './parent.mjs';
import { PlainError, prepare, runMain } from './prepare.mjs';
import { runJest } from './run-jest.mjs';
import {
  areAllGiven,
  environmentOf,
  givenUrls,
  removeAbandonedSets,
  removeSet,
  setFolder,
  startSet,
} from '../test/support/servers/server-set.mjs';

const longTests = 'test/failure/long';
const folder = setFolder(`run-${process.pid}`);
const resultFile = join(folder, 'results.json');

/** Ctrl-C and a stop from CI: jest is ended, and what was started is still stopped and removed. */
const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(name, () => interruption.abort());
}
whenNpmEnds(() => interruption.abort());

function stopIfInterrupted() {
  if (interruption.signal.aborted) {
    throw new PlainError('Interrupted.');
  }
}

async function serverEnvironment() {
  if (areAllGiven()) {
    console.log('servers: as given in the environment');
    return {};
  }
  await removeAbandonedSets();
  const startedAt = performance.now();
  const set = await startSet(folder, givenUrls());
  console.log(`servers: ready (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
  return environmentOf(set);
}

function selectionOf(isFailureRun) {
  return isFailureRun
    ? ['--testMatch', `<rootDir>/${longTests}/**/*.test.ts`]
    : ['--testPathIgnorePatterns', '/node_modules/', '<rootDir>/dist/', `<rootDir>/${longTests}/`];
}

/** A run that tests nothing, and a whole run that leaves tests out, must not look like a success. */
function complaintAbout(results, isWholeRun) {
  if (results.isStuck) {
    return 'Jest did not end by itself: a test leaves a timer, socket or process open.';
  }
  if (results.passed + results.failed === 0) {
    return 'No test was executed.';
  }
  return isWholeRun && results.skipped > 0 ? `${results.skipped} tests were skipped; none may be.` : undefined;
}

async function runTests(isFailureRun, extra) {
  mkdirSync(folder, { recursive: true });
  try {
    // What tests leave behind goes with the servers.
    const variables = { ...(await serverEnvironment()), SCHAKEL_TEST_FOLDER: folder };
    stopIfInterrupted();
    const args = { selection: selectionOf(isFailureRun), extra };
    const results = await runJest({ args, resultFile, variables, signal: interruption.signal });
    stopIfInterrupted();
    return results;
  } finally {
    await removeSet(folder);
  }
}

async function main() {
  const args = process.argv.slice(2);
  const extra = args.filter((argument) => argument !== '--failure');
  const isFailureRun = extra.length < args.length;
  const isWholeRun = extra.length === 0;
  prepare();
  // Beside the first suites, which wait for processes and servers half of their time.
  const checks = isWholeRun && !isFailureRun ? countFailingChecks() : 0;
  const [failingChecks, results] = await Promise.all([checks, runTests(isFailureRun, extra)]);
  const complaint = complaintAbout(results, isWholeRun);
  if (complaint !== undefined) {
    console.log(complaint);
  }
  const failed = results.failed + failingChecks + (complaint === undefined ? 0 : 1);
  console.log(`${results.passed} passed, ${failed} failed`);
  return failed === 0 ? results.code : Math.max(results.code, 1);
}

await runMain(main);
