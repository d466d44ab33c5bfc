import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { account, isRoot } from './programs.mjs';

function fromProcFolder() {
  const rows = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) {
      continue;
    }
    try {
      // The program's name stands between parentheses and may hold spaces; what follows is: state, parent, …
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
      rows.push({ pid: Number(name), parent: Number(parent), state, command });
    } catch {
      // It ended while the list was being read: then it is not in the list.
    }
  }
  return rows;
}

function fromPs() {
  const text = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' });
  const rows = [];
  for (const line of text.split('\n')) {
    const [, pid, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S)\S*\s+(.*)$/.exec(line) ?? [];
    if (pid !== undefined) {
      rows.push({ pid: Number(pid), parent: Number(parent), state, command });
    }
  }
  return rows;
}

/** Living processes. Small images have no `ps`, other systems have no /proc. Zombies hold nothing any more and are left out. */
function processes() {
  const rows = existsSync('/proc/self/stat') ? fromProcFolder() : fromPs();
  return rows.filter((row) => row.state !== 'Z');
}

/** The process and all that descend from it; empty when it is gone or its pid now belongs to somebody else. */
export function processTree(pid, mark) {
  const rows = processes();
  const root = rows.find((row) => row.pid === pid && row.command.includes(mark));
  const tree = root === undefined ? [] : [root];
  for (const member of tree) {
    tree.push(...rows.filter((row) => row.parent === member.pid));
  }
  return tree.map((row) => row.pid);
}

export function signal(pids, name) {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch (error) {
      if (error.code !== 'ESRCH') {
        throw error;
      }
    }
  }
}

export async function waitUntilGone(pids, limitMs) {
  const deadline = Date.now() + limitMs;
  const remaining = () => processes().filter((row) => pids.includes(row.pid));
  while (remaining().length > 0) {
    if (Date.now() > deadline) {
      throw new Error(`still running after ${limitMs / 1000} s: ${remaining()[0].command}`);
    }
    await delay(30);
  }
}

function identityOf(user) {
  return isRoot && user !== undefined ? account(user) : {};
}

/** Runs a program to its end, as `user` when we are root; its output is the error when it fails. */
export function run(file, args, { user, cwd }) {
  execFileSync(file, args, { ...identityOf(user), cwd, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Starts a program that outlives us, in a session of its own so that Ctrl-C in our terminal does not reach it. */
export function launch(file, args, { user, cwd, env, logFile }) {
  const log = openSync(logFile, 'a');
  const child = spawn(file, args, { ...identityOf(user), cwd, env, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  child.unref();
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => resolve(child.pid));
  });
}
