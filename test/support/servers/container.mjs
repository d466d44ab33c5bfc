import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { waitUntilReady } from './wire.mjs';

const execFileAsync = promisify(execFile);

/** `docker --version` answers without an engine; `docker info` does not. */
export function hasContainerEngine() {
  try {
    execFileSync('docker', ['info'], { stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}

function nameOf(server) {
  return `schakel-test-${server.name}-${server.ports[0]}`;
}

async function docker(...args) {
  const { stdout } = await execFileAsync('docker', args);
  return stdout.trim();
}

async function exists(server) {
  return (await docker('ps', '-aq', '--filter', `name=^${nameOf(server)}$`)) !== '';
}

async function create(kind, server) {
  const { image, port, env, args } = kind.container;
  const variables = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const address = `127.0.0.1:${server.ports[0]}:${port}`;
  await docker('run', '-d', '--name', nameOf(server), '-p', address, ...variables, image, ...args);
}

async function start(kind, server) {
  if (await exists(server)) {
    await docker('start', nameOf(server));
  } else {
    await create(kind, server);
  }
  await waitUntilReady(server.ports[0], kind.greeting, () => undefined);
}

async function remove(_kind, server) {
  if (await exists(server)) {
    await docker('rm', '-f', '-v', nameOf(server));
  }
}

export const container = {
  start,
  remove,
  stop: (_kind, server) => docker('stop', nameOf(server)),
  crash: (_kind, server) => docker('kill', nameOf(server)),
  pause: (_kind, server) => docker('pause', nameOf(server)),
  resume: (_kind, server) => docker('unpause', nameOf(server)),
};
