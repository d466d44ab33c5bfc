import type { AdapterCatalogue } from './adapter-catalogue.js';
import { adapterChecks, type AdapterChecks } from './check-adapters.js';
import { readSchemas, type FileCheckers } from './schemas.js';

/** All that a check of settings compiles. Compiling is most of its work, so who checks more than once keeps these. */
export interface Checkers {
  readonly files: FileCheckers;
  readonly adapters: AdapterChecks;
}

export async function readCheckers(catalogue: AdapterCatalogue): Promise<Checkers> {
  return { files: await readSchemas(), adapters: adapterChecks(catalogue) };
}
