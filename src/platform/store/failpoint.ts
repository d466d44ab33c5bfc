import { existsSync, readFileSync } from 'node:fs';
import type { CommitPoint } from './commit-points.js';

/** Called right before and right after a commit. */
export type Failpoint = (point: CommitPoint, moment: 'before' | 'after') => void;

/** Does nothing: how every installation runs. */
export const noFailpoint: Failpoint = () => undefined;

const IN_A_FILE = 'file:';

/**
 * A failpoint that kills this process the hard way, for failure tests: `<commit point>:<before|after>:<n>` dies at
 * the n-th time. It refuses a text that names no commit point by simply never firing; the test then sees no death.
 * `file:<path>` names a file to be looked for at each commit, so that a process that runs already can be told; it holds
 * `<commit point>:<before|after>`.
 */
export function deadlyFailpoint(text: string, die: () => void): Failpoint {
  return text.startsWith(IN_A_FILE) ? toldByFile(text.slice(IN_A_FILE.length), die) : toldAtStart(text, die);
}

function toldByFile(path: string, die: () => void): Failpoint {
  return (point, moment) => {
    if (existsSync(path) && readFileSync(path, 'utf8') === `${point}:${moment}`) {
      die();
    }
  };
}

function toldAtStart(text: string, die: () => void): Failpoint {
  const [wantedPoint, wantedMoment, count = '1'] = text.split(':');
  let left = Number(count);
  return (point, moment) => {
    if (point === wantedPoint && moment === wantedMoment) {
      left -= 1;
      if (left === 0) {
        die();
      }
    }
  };
}
