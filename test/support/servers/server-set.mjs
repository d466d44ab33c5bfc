import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { container, hasContainerEngine } from './container.mjs';
import { hasDebianPackages, installDebianPackages } from './debian.mjs';
import { dovecot } from './dovecot.mjs';
import { isAlive, withLock } from './lock.mjs';
import { native } from './native.mjs';
import { postgres } from './postgres.mjs';
import { isRoot } from './programs.mjs';
import { rabbitmq } from './rabbitmq.mjs';
import { redis } from './redis.mjs';
import { chooseFreePorts } from './wire.mjs';

const kinds = [postgres, redis, rabbitmq, dovecot];
const ways = { process: native, container };
const command = fileURLToPath(new URL('../../../scripts/servers.mjs', import.meta.url));

/** As root the servers run as other users, who cannot look into a temporary folder of root's own. */
function isOpenToOthers(folder) {
  return (statSync(folder).mode & 0o001) !== 0 && (dirname(folder) === folder || isOpenToOthers(dirname(folder)));
}

function rootFolder() {
  const temporary = isRoot && !isOpenToOthers(tmpdir()) ? '/tmp' : tmpdir();
  return join(temporary, `schakel-test-${process.getuid?.() ?? 'user'}`);
}

/** Where the servers of one name live: `dev` for development, `run-<pid>` for one test run. */
export function setFolder(name) {
  return join(rootFolder(), name);
}

function recordFile(folder) {
  return join(folder, 'servers.json');
}

export function readSet(folder) {
  return existsSync(recordFile(folder)) ? JSON.parse(readFileSync(recordFile(folder), 'utf8')) : undefined;
}

function actionCommands(folder, server) {
  const actions = ['start', 'stop', 'crash', 'pause', 'resume'];
  return Object.fromEntries(actions.map((name) => [name, [process.execPath, command, 'act', folder, name, server]]));
}

/** Programs first; then Debian packages; then containers. Gives the way for each server, or throws the one plain line. */
function chooseWay(missing) {
  if (missing.length === 0) {
    return 'process';
  }
  const packages = missing.flatMap((kind) => kind.packages);
  if (hasDebianPackages() && installDebianPackages(packages) && missing.every((kind) => kind.find() !== undefined)) {
    return 'process';
  }
  if (hasContainerEngine()) {
    return 'container';
  }
  const names = missing.map((kind) => kind.name).join(', ');
  const variables = missing.map((kind) => kind.urlVariable).join(', ');
  throw new Error(
    `The tests need a real ${names}: set ${variables}, or install ${packages.join(', ')}, ` +
      'or run as root on Debian or Ubuntu so that they are installed, or start a Docker engine.',
  );
}

async function describe(kind, folder, wayOfMissing, url) {
  if (url !== undefined) {
    return { name: kind.name, way: 'url', url };
  }
  const programs = kind.find();
  const ports = await chooseFreePorts(kind.portCount);
  return {
    name: kind.name,
    way: programs === undefined ? wayOfMissing : 'process',
    url: kind.url(ports[0]),
    folder: join(folder, kind.name),
    ports,
    programs,
    commands: actionCommands(folder, kind.name),
  };
}

async function createSet(folder, urls) {
  const missing = kinds.filter((kind) => urls[kind.name] === undefined && kind.find() === undefined);
  const wayOfMissing = chooseWay(missing);
  const servers = {};
  for (const kind of kinds) {
    servers[kind.name] = await describe(kind, folder, wayOfMissing, urls[kind.name]);
  }
  const set = { owner: process.pid, folder, servers };
  writeFileSync(recordFile(folder), JSON.stringify(set, undefined, 2));
  return set;
}

async function forEachServer(set, action) {
  // A set from before a server was added here can still be stopped.
  const controlled = kinds.filter(({ name }) => set.servers[name] !== undefined && set.servers[name].way !== 'url');
  const results = await Promise.allSettled(
    controlled.map((kind) => ways[set.servers[kind.name].way][action](kind, set.servers[kind.name])),
  );
  const failures = results.filter((result) => result.status === 'rejected').map((result) => result.reason.message);
  if (failures.length > 0) {
    throw new Error(failures.join('\n'));
  }
}

/** URLs from the environment, by server name: the servers that somebody else runs for us. */
export function givenUrls() {
  const given = kinds.map((kind) => [kind.name, process.env[kind.urlVariable]]);
  return Object.fromEntries(given.filter(([, url]) => url !== undefined && url !== ''));
}

export function areAllGiven() {
  return Object.keys(givenUrls()).length === kinds.length;
}

/** Starts all of them side by side; a set that was started before keeps its ports and data. */
export async function startSet(folder, urls = {}) {
  mkdirSync(folder, { recursive: true });
  chmodSync(rootFolder(), 0o755);
  chmodSync(folder, 0o755);
  return withLock(folder, async () => {
    const set = readSet(folder) ?? (await createSet(folder, urls));
    await forEachServer(set, 'start');
    return set;
  });
}

async function removeServers(folder) {
  const set = readSet(folder);
  if (set !== undefined) {
    await forEachServer(set, 'remove');
  }
}

/** Stops the servers and removes their data. */
export async function removeSet(folder) {
  if (existsSync(folder)) {
    await withLock(folder, () => removeServers(folder));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One action on one server of a set: start, stop, crash, pause or resume. */
export async function act(folder, action, name) {
  const server = readSet(folder)?.servers[name];
  const kind = kinds.find((candidate) => candidate.name === name);
  if (server === undefined || kind === undefined || server.commands?.[action] === undefined) {
    throw new Error(`cannot ${action} ${name}: it is not one of the servers that were started in ${folder}`);
  }
  await ways[server.way][action](kind, server);
}

/** What a test run finds in its environment. */
export function environmentOf(set) {
  const urls = kinds.map((kind) => [kind.urlVariable, set.servers[kind.name].url]);
  return { ...Object.fromEntries(urls), SCHAKEL_TEST_SERVERS: recordFile(set.folder) };
}

/** Test runs that were killed leave servers behind; the next run ends those whose owner is gone. */
export async function removeAbandonedSets() {
  const folders = existsSync(rootFolder()) ? readdirSync(rootFolder()) : [];
  for (const name of folders.filter((candidate) => candidate.startsWith('run-'))) {
    const owner = Number(name.slice('run-'.length));
    if (!isAlive(owner)) {
      await removeSet(setFolder(name));
    }
  }
}
