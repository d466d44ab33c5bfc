import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { projectFolder } from '../scripts/prepare.mjs';

const COMMAND = join(projectFolder, 'bin', 'schakel.mjs');
const READY_WITHIN_MS = 60_000;

/** What a process of Schakel finds in its environment: nothing of ours but what is meant for it. */
function clean(environment) {
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME, SCHAKEL_LOG_LEVEL: 'warn', ...environment };
}

/** A process of the built program, by its command as operators start it, with the end of its output kept for when it fails. */
export function startSchakel(args, environment) {
  const options = { env: clean(environment), stdio: ['ignore', 'pipe', 'pipe'] };
  const child = spawn(COMMAND, args, options);
  const started = { name: `schakel ${args.join(' ')}`, child, output: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      started.output = (started.output + chunk).slice(-20_000);
    });
  }
  return started;
}

function hasEnded({ child }) {
  return child.exitCode !== null || child.signalCode !== null;
}

async function isReady(url) {
  try {
    const response = await fetch(`${url}/health/ready`);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

export async function untilReady(started, url) {
  const endMs = performance.now() + READY_WITHIN_MS;
  while (!(await isReady(url))) {
    if (hasEnded(started) || performance.now() > endMs) {
      throw new Error(`${started.name} did not become ready:\n${started.output}`);
    }
    await delay(50);
  }
}

/** Lets it drain and end by itself. */
export async function stop(started) {
  if (!hasEnded(started)) {
    started.child.kill('SIGTERM');
    await once(started.child, 'exit');
  }
}

/** As a crash ends it. */
export async function kill(started) {
  if (!hasEnded(started)) {
    started.child.kill('SIGKILL');
    await once(started.child, 'exit');
  }
}

/** A command of the program, run to its end. */
export async function runSchakel(args, environment) {
  const started = startSchakel(args, environment);
  const [code] = await once(started.child, 'close');
  return { ok: code === 0, output: started.output };
}

/** A script of this folder in a process of its own that we talk to by messages. */
export function forkScript(name, args = []) {
  return fork(fileURLToPath(new URL(name, import.meta.url)), args, { stdio: ['ignore', 2, 2, 'ipc'] });
}

/** The next message of a forked script. */
export function answerOf(child) {
  return new Promise((resolve, reject) => {
    const onExit = (code) => reject(new Error(`A process of the benchmark ended with code ${code}`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.removeListener('exit', onExit);
      resolve(message);
    });
  });
}

/** Resident memory in bytes, where the system tells. */
export function residentBytes(pid) {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}
