import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export const isRoot = process.getuid?.() === 0;

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Sub-folders of `parent` joined with `rest`, the highest version first: Debian keeps each PostgreSQL in a folder of its own. */
export function versionFolders(parent, rest) {
  if (!existsSync(parent)) {
    return [];
  }
  const versions = readdirSync(parent).filter((name) => /^\d+$/.test(name));
  return versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(parent, version, rest));
}

/** The system folders are searched too, because a normal user's PATH on Debian lacks the ones named sbin. */
export function searchPath() {
  return [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/usr/local/bin', '/usr/bin'];
}

/** The first folder that holds all of these programs. */
export function folderWith(names, folders) {
  return folders.find((folder) => folder !== '' && names.every((name) => isExecutable(join(folder, name))));
}

/** What `--version` starts with: 15 for `postgres (PostgreSQL) 15.18`, 7 for `Redis server v=7.0.15`. */
export function majorVersion(file) {
  const text = execFileSync(file, ['--version'], { encoding: 'utf8' });
  return Number(/(\d+)\.\d+/.exec(text)?.[1] ?? 0);
}

/** The account that root becomes to run a server; undefined when it does not exist on this machine. */
export function account(user) {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${user}:`));
  const fields = line?.split(':');
  return fields === undefined ? undefined : { uid: Number(fields[2]), gid: Number(fields[3]) };
}

/** Programs of a server that must not run as root are only usable by root when their account exists. */
export function isUsableBy(user) {
  return !isRoot || user === undefined || account(user) !== undefined;
}
