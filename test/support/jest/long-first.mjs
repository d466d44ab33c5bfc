import DefaultSequencer from '@jest/test-sequencer';

/** Folders whose suites start whole installations, longest first. */
const LONG = ['/test/failure/', '/test/flows/'];

function rank({ path }) {
  const index = LONG.findIndex((folder) => path.includes(folder));
  return index === -1 ? LONG.length : index;
}

/**
 * Starts with the suites that take minutes. Without a cache of durations jest goes by the size of a file, and a fresh clone
 * would begin its longest suite when everything else is done, with one worker idle until the end.
 */
export default class LongFirst extends DefaultSequencer {
  sort(tests) {
    // A stable sort: within a rank jest's own order stays.
    return super.sort(tests).toSorted((a, b) => rank(a) - rank(b));
  }
}
