import { mkdirSync, openSync, readFileSync, rmSync, writeSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { ExpectedFailure } from '../../domain/expected-failure.js';

/** Thrown when another living process works on the same data folder. */
export class DataFolderInUse extends ExpectedFailure {}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function holderOf(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Takes the data folder for this process. The embedded store itself takes no lock, and two processes on one folder
 * destroy it. A lock is never taken from a living process.
 *
 * @returns a function that lets the folder go
 * @throws DataFolderInUse naming the process that holds it
 */
export function lockDataFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'lock');
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const handle = openSync(file, 'wx', 0o600);
      writeSync(handle, String(process.pid));
      closeSync(handle);
      return () => {
        rmSync(file, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw error;
      }
    }
    const holder = holderOf(file);
    if (holder !== undefined && holder !== process.pid && isAlive(holder)) {
      throw new DataFolderInUse(
        `The data folder ${folder} is in use by process ${holder}. Stop it, or choose another folder with SCHAKEL_DATA_DIR.`,
      );
    }
    rmSync(file, { force: true });
  }
  throw new DataFolderInUse(`The data folder ${folder} could not be locked: ${file} keeps coming back.`);
}
