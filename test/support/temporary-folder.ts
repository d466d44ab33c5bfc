import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder that goes with the servers of the test run; started by hand, a test leaves it to the system. */
export function temporaryFolder(name: string): string {
  return mkdtempSync(join(process.env['SCHAKEL_TEST_FOLDER'] ?? tmpdir(), `schakel-${name}-`));
}
