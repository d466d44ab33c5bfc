import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../scripts/prepare.mjs';

/** The broker takes many at once; the demo's number suits a desk of people. */
const MAX_IN_FLIGHT = 5_000;

/** The demo configuration in `folder`, with room for more deliveries under way. Gives the folder to apply. */
export function benchConfiguration(folder) {
  const config = join(projectFolder, 'config');
  for (const name of ['schema', 'demo']) {
    cpSync(join(config, name), join(folder, name), { recursive: true });
  }
  const targets = join(folder, 'demo', 'targets.yaml');
  writeFileSync(
    targets,
    readFileSync(targets, 'utf8').replaceAll(/maxInFlight: \d+/g, `maxInFlight: ${MAX_IN_FLIGHT}`),
  );
  return join(folder, 'demo');
}

/** Somebody is always there, so that the hour at which the benchmark runs does not move a warning. */
export function alwaysStaffed(folder) {
  const targets = join(folder, 'targets.yaml');
  writeFileSync(targets, readFileSync(targets, 'utf8').replaceAll("calendar: '1700'", 'calendar: altijd'));
  return folder;
}
