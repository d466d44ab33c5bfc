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

/** Whether this is the built program; tests run from the sources. */
export function isBuilt(): boolean {
  return import.meta.url.endsWith('.js');
}

/**
 * The place of a module that is loaded or started by its place, by its path in the sources without ending. The built
 * program is bundled, so such a module is not beside who asks for it, and scripts/bundle.mjs has to name it.
 */
export function modulePath(...parts: readonly string[]): string {
  return isBuilt() ? `${projectPath('dist', ...parts)}.js` : `${projectPath(...parts)}.ts`;
}
