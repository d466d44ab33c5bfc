// Makes a clone ready to run: the right Node, the packages of the lock file, and an up-to-date dist.
// Uses Node's own modules only, because it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const oldestNode = [20, 19];
export const projectFolder = fileURLToPath(new URL('..', import.meta.url));
const inProject = (...parts) => join(projectFolder, ...parts);
const buildStamp = inProject('dist', '.schakel-build');
const sourceFolders = ['src', 'adapters'];
const buildSettings = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json', 'scripts/bundle.mjs'];
/** What `npm run build` does, without npm. */
const buildSteps = [['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], ['scripts/bundle.mjs']];

/** A sentence for the person at the keyboard; shown without a stack. */
export class PlainError extends Error {}

export function requireNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldestNode;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw new PlainError(`Schakel needs Node ${oldestNode.join('.')} or newer; this is Node ${version}.`);
  }
}

function packagesIn(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}

/**
 * npm notes in node_modules what it installed, as its last act. Comparing that note with the lock file also recognises an
 * installation that somebody did by hand, which a stamp of our own would not.
 */
function isInstalled() {
  const note = inProject('node_modules', '.package-lock.json');
  if (!existsSync(note)) {
    return false;
  }
  const installed = packagesIn(note);
  const wanted = Object.entries(packagesIn(inProject('package-lock.json'))).filter(([path]) => path !== '');
  return wanted.every(([path, entry]) =>
    installed[path] === undefined ? entry.optional === true : installed[path].version === entry.version,
  );
}

function run(command, args, { shell = false } = {}) {
  const { status } = spawnSync(command, args, { cwd: projectFolder, stdio: ['ignore', 2, 2], shell });
  return status === 0;
}

export function install() {
  if (isInstalled()) {
    return;
  }
  console.error('Installing packages …');
  // Development packages hold the compiler; NODE_ENV=production in the environment would leave them out.
  if (!run('npm', ['ci', '--include=dev'], { shell: process.platform === 'win32' })) {
    throw new PlainError('The packages could not be installed; npm says why above.');
  }
}

function filesUnder(folder) {
  return readdirSync(inProject(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function sourceHash() {
  const hash = createHash('sha256');
  const files = [...sourceFolders.flatMap(filesUnder).sort(), ...buildSettings.map((name) => inProject(name))];
  for (const file of files) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file}\0${mtimeMs}\0${size}\n`);
  }
  return hash.digest('hex');
}

function isBuilt(hash) {
  return existsSync(buildStamp) && readFileSync(buildStamp, 'utf8') === hash;
}

export function build() {
  const hash = sourceHash();
  if (isBuilt(hash)) {
    return;
  }
  console.error('Building …');
  // From scratch: code of a source file that was removed must not linger and be loaded.
  rmSync(inProject('dist'), { recursive: true, force: true });
  for (const [file, ...args] of buildSteps) {
    if (!run(process.execPath, [inProject(file), ...args])) {
      throw new PlainError(`The build failed; ${file} says why above.`);
    }
  }
  writeFileSync(buildStamp, hash);
}

export function prepare() {
  requireNode();
  install();
  build();
}

/** Runs a script's main function; plain errors are shown as sentences, all others with their stack. */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(error instanceof PlainError ? error.message : error);
    process.exitCode = 1;
  }
}
