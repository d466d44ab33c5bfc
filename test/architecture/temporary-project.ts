import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const projectFolder = join(import.meta.dirname, '..', '..');
const configuration = ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs', '.oxlintrc.json'];

/** A small project under our own rules, in which a test may break them. */
export interface TemporaryProject {
  /** Runs a program of ours, given by its file inside node_modules, in the project and gives what it printed. */
  readonly output: (program: string, args: readonly string[]) => string;
  readonly remove: () => void;
}

export function createProject(files: Readonly<Record<string, string>>): TemporaryProject {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'schakel-architecture-')));
  for (const name of configuration) {
    copyFileSync(join(projectFolder, name), join(folder, name));
  }
  symlinkSync(join(projectFolder, 'node_modules'), join(folder, 'node_modules'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return {
    output: (program, args) => {
      const file = join(projectFolder, 'node_modules', program);
      // Without the flags of the test run, which these programs do not know.
      const env = { ...process.env, NODE_OPTIONS: '' };
      const options = { cwd: folder, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
      const { stdout, stderr, error } = spawnSync(process.execPath, [file, ...args], options);
      if (error !== undefined) {
        throw new Error(`${program} did not run: ${stderr}`, { cause: error });
      }
      return stdout;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
