import { describe } from '@jest/globals';
import type { ConformanceInput } from './kit-input.js';
import { manifestChecks } from './manifest-checks.js';
import { probingChecks } from './probing-checks.js';
import { mediaChecks } from './media-checks.js';
import { pullingChecks } from './pulling-checks.js';
import { receivingChecks } from './receiving-checks.js';
import { sendingChecks } from './sending-checks.js';

export { fixturesIn, manifestIn } from './kit-input.js';

/**
 * What every channel adapter must do, whatever its platform. Call it from the adapter's `conformance.test.ts`. A claim
 * in the manifest that the code does not keep fails, and so does a thing the code does and the manifest does not say.
 */
export function channelConformance(input: ConformanceInput): void {
  describe(`channel ${input.adapter.id}`, () => {
    manifestChecks(input);
    receivingChecks(input);
    pullingChecks(input);
    sendingChecks(input);
    probingChecks(input);
    mediaChecks(input);
  });
}
