import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') {
      throw error;
    }
    return false;
  }
}

function freeIfAbandoned(file) {
  try {
    const owner = Number(readFileSync(file, 'utf8'));
    if (owner > 0 && !isAlive(owner)) {
      rmSync(file);
    }
  } catch (error) {
    if (error.code !== 'ENOENT') {
      throw error;
    }
  }
}

/** One process at a time starts or stops the servers of a folder; two terminals may ask at the same moment. */
export async function withLock(folder, action) {
  const file = join(folder, 'lock');
  while (!take(file)) {
    freeIfAbandoned(file);
    await delay(100);
  }
  try {
    return await action();
  } finally {
    rmSync(file, { force: true });
  }
}
