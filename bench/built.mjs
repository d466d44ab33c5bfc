import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectFolder } from '../scripts/prepare.mjs';

/** A module of the built product by itself, by its path below `src`; the program is bundled. */
export function built(path) {
  return import(pathToFileURL(join(projectFolder, 'dist', 'modules', 'src', path)).href);
}
