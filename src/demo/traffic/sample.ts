import { ANTWERPEN_STEPS, GENT_STEPS } from './sample-gent-antwerpen.js';
import { BLUESKY_STEPS, LINKEDIN_STEPS } from './sample-linkedin-bluesky.js';
import { BRUGGE_STEPS, HASSELT_STEPS, LEUVEN_STEPS } from './sample-leuven-brugge-hasselt.js';
import type { Step } from './script.js';

/** Five municipalities talking at once, in the order of the clock. */
export const SAMPLE: readonly Step[] = [
  ...GENT_STEPS,
  ...ANTWERPEN_STEPS,
  ...LEUVEN_STEPS,
  ...BRUGGE_STEPS,
  ...HASSELT_STEPS,
  ...LINKEDIN_STEPS,
  ...BLUESKY_STEPS,
].toSorted((left, right) => left.second - right.second);
