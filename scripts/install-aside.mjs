// Packages of one command, pinned, in a folder of their own: who never runs the command does not install them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlainError } from './prepare.mjs';

/**
 * The folder in the system's temporary one that holds `packages`, each as `name@version`; it stays for the next run. What an
 * installation that broke off left there is completed by npm. `compiler` says what a package needs that is compiled here; only
 * then do scripts of packages run, which `.npmrc` forbids to whatever `npm run` starts.
 */
export function installAside({ name, packages, compiler }) {
  const versions = packages.map((one) => one.split('@').at(-1)).join('-');
  const folder = join(tmpdir(), `schakel-${name}-${versions}-node${process.versions.modules}`);
  const mark = join(folder, 'installed');
  const asked = packages.join(' ');
  if (existsSync(mark)) {
    return folder;
  }
  console.log(`Installing ${asked} in ${folder} …`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}\n');
  const scripts = `--ignore-scripts=${compiler === undefined}`;
  const args = ['install', '--no-audit', '--no-fund', '--loglevel=error', scripts, ...packages];
  const { status } = spawnSync('npm', args, {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    throw new PlainError(`The packages of ${name} could not be installed; npm says why above. ${compiler ?? ''}`);
  }
  writeFileSync(mark, asked);
  return folder;
}
