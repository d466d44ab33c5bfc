// npm start: installs and builds what is missing, then runs Schakel with its demo until it is stopped.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { whenNpmEnds } from './parent.mjs';
import { prepare, projectFolder, runMain } from './prepare.mjs';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
// Ctrl-C reaches us twice: from the terminal and, a moment later, passed on by npm. A person who presses again is slower.
const sameSignalMs = 500;

/**
 * The service gets a session of its own, so that a terminal's Ctrl-C reaches it through us only, and once. It then drains;
 * we wait for it and end with its code.
 */
function forwardSignals(child) {
  let forwardedAt = -Infinity;
  const forward = (name) => {
    if (performance.now() - forwardedAt > sameSignalMs) {
      forwardedAt = performance.now();
      child.kill(name);
    }
  };
  for (const name of signals) {
    process.on(name, () => forward(name));
  }
  whenNpmEnds(() => forward('SIGTERM'));
}

function endOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

function start() {
  prepare();
  const main = join(projectFolder, 'dist', 'src', 'main.js');
  const args = ['--enable-source-maps', main, 'serve', '--demo', ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { cwd: projectFolder, stdio: 'inherit', detached: true });
  forwardSignals(child);
  return endOf(child);
}

await runMain(start);
