import type { CommitPoint } from './commit-points.js';

/** Called right before and right after a commit. */
export type Failpoint = (point: CommitPoint, moment: 'before' | 'after') => void;

/** Does nothing: how every installation runs. */
export const noFailpoint: Failpoint = () => undefined;

/**
 * A failpoint that kills this process the hard way, for failure tests: `<commit point>:<before|after>:<n>` dies at
 * the n-th time. It refuses a text that names no commit point by simply never firing; the test then sees no death.
 */
export function deadlyFailpoint(text: string, die: () => void): Failpoint {
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
