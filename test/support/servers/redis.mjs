import { join } from 'node:path';
import { folderWith, majorVersion, searchPath } from './programs.mjs';

const oldestMajor = 7;
// `noeviction` is what Schakel demands of its Redis; an append-only file makes a restart keep what was queued.
const settings = ['--appendonly', 'yes', '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction', '--save', ''];

function find() {
  const folder = folderWith(['redis-server'], searchPath());
  return folder !== undefined && majorVersion(join(folder, 'redis-server')) >= oldestMajor ? folder : undefined;
}

function commands(server) {
  const port = server.ports[0];
  const args = ['--bind', '127.0.0.1', '--port', String(port), '--dir', server.folder, ...settings];
  // Redis rewrites its own command line to `redis-server 127.0.0.1:PORT`.
  const file = join(server.programs, 'redis-server');
  return [{ label: 'redis', file, args, env: process.env, mark: String(port) }];
}

export const redis = {
  name: 'redis',
  urlVariable: 'SCHAKEL_TEST_REDIS_URL',
  url: (port) => `redis://127.0.0.1:${port}`,
  packages: ['redis-server'],
  user: undefined,
  portCount: 1,
  stopSignal: 'SIGTERM',
  greeting: { send: Buffer.from('PING\r\n'), isReady: (answer) => answer.toString().startsWith('+PONG') },
  find,
  prepare: () => undefined,
  commands,
  container: { image: 'redis:7', port: 6379, env: {}, args: ['redis-server', ...settings] },
};
