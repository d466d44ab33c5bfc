import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectFolder } from '../scripts/prepare.mjs';

/** A module of the built product, by its path below `src`. */
export function built(path) {
  return import(pathToFileURL(join(projectFolder, 'dist', 'src', path)).href);
}
