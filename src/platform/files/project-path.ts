import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json, both for sources and for the build in `dist`. */
function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) {
      throw new Error('package.json of Schakel was not found above the program');
    }
    folder = parent;
  }
  return folder;
}

/** The place of a file that ships with Schakel, by its path inside the project. */
export function projectPath(...parts: readonly string[]): string {
  return join(projectRoot(), ...parts);
}
