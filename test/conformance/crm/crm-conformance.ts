import { describe } from '@jest/globals';
import { deliveringChecks } from './delivering-checks.js';
import { hookChecks } from './hook-checks.js';
import type { CrmConformanceInput } from './kit-input.js';
import { manifestChecks } from './manifest-checks.js';

export { quickHttp } from './quick-http.js';
export type { CrmConformanceInput, CrmHarness } from './kit-input.js';

/** What every CRM adapter must do, run against a fake that counts effects. Call it in the adapter's conformance.test.ts. */
export function crmConformance(input: CrmConformanceInput): void {
  describe(`the CRM adapter ${input.adapter.id}`, () => {
    manifestChecks(input);
    deliveringChecks(input);
    hookChecks(input);
  });
}
