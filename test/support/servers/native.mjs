import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, processTree, signal, waitUntilGone } from './processes.mjs';
import { account, isRoot } from './programs.mjs';
import { isFree, waitUntilReady } from './wire.mjs';

const stopLimitMs = 60_000;

function pidFile(server, command) {
  return join(server.folder, `${command.label}.pid`);
}

function running(server, command) {
  const file = pidFile(server, command);
  return existsSync(file) ? processTree(Number(readFileSync(file, 'utf8')), command.mark) : [];
}

function runningAll(kind, server) {
  return kind.commands(server).flatMap((command) => running(server, command));
}

function lastLines(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-15).join('\n') : '';
}

async function startCommand(kind, server, command) {
  const logFile = join(server.folder, `${command.label}.log`);
  const options = { user: kind.user, cwd: server.folder, env: command.env, logFile };
  writeFileSync(pidFile(server, command), String(await launch(command.file, command.args, options)));
  return logFile;
}

async function assertPortsAreFree(server) {
  for (const port of server.ports) {
    if (!(await isFree(port))) {
      throw new Error(`port ${port}, which ${server.name} had, is now used by another process`);
    }
  }
}

async function start(kind, server) {
  if (runningAll(kind, server).length > 0) {
    return;
  }
  mkdirSync(server.folder, { recursive: true });
  if (isRoot && kind.user !== undefined) {
    const { uid, gid } = account(kind.user);
    chownSync(server.folder, uid, gid);
  }
  await assertPortsAreFree(server);
  kind.prepare(server);
  let logFile = '';
  for (const command of kind.commands(server)) {
    logFile = await startCommand(kind, server, command);
  }
  const main = kind.commands(server).at(-1);
  const findFault = () =>
    running(server, main).length === 0 ? `${server.name} ended at once:\n${lastLines(logFile)}` : undefined;
  await waitUntilReady(server.ports[0], kind.greeting, findFault);
}

async function stop(kind, server) {
  for (const command of kind.commands(server).reverse()) {
    const tree = running(server, command);
    // A paused process does not hear that it should stop.
    signal(tree, 'SIGCONT');
    signal(tree.slice(0, 1), kind.stopSignal);
    await waitUntilGone(tree, stopLimitMs);
    rmSync(pidFile(server, command), { force: true });
  }
}

/** What a power cut does to the processes: all of them at once, nothing flushed, pid and lock files left behind. */
async function crash(kind, server) {
  const tree = runningAll(kind, server);
  signal(tree, 'SIGKILL');
  await waitUntilGone(tree, stopLimitMs);
}

/** How a hang looks from outside: connections stay open and nothing answers. */
function pause(kind, server) {
  signal(runningAll(kind, server), 'SIGSTOP');
}

function resume(kind, server) {
  signal(runningAll(kind, server), 'SIGCONT');
}

export const native = { start, stop, crash, pause, resume, remove: stop };
