import { readFileSync } from 'node:fs';

const checkEveryMs = 500;

function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name stands between parentheses and may hold spaces; what follows is: state, parent, …
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
  } catch {
    // No /proc on this system: then only the shell between npm and us is watched.
    return '';
  }
}

function lineage() {
  return `${process.ppid} ${parentOf(process.ppid)}`;
}

/**
 * Calls `action` once when npm, which started us by way of a shell, is gone. Needed because a stop signal for npm ends npm
 * and perhaps that shell, and never reaches us: without this the service would go on, unseen, and keep its port.
 */
export function whenNpmEnds(action) {
  if (process.env.npm_lifecycle_event === undefined) {
    return;
  }
  const atStart = lineage();
  const timer = setInterval(() => {
    if (lineage() !== atStart) {
      clearInterval(timer);
      action();
    }
  }, checkEveryMs);
  timer.unref();
}
