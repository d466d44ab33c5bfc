import { appendFileSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './processes.mjs';
import { folderWith, isUsableBy, majorVersion, searchPath, versionFolders } from './programs.mjs';

const user = 'postgres';
const oldestMajor = 15;

/** A start-up message for user schakel: a server that is up asks for a password (R), one still recovering refuses (E). */
function startupMessage() {
  const body = Buffer.from('\0\x03\0\0user\0schakel\0database\0postgres\0\0', 'latin1');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length + 4);
  return Buffer.concat([length, body]);
}

function find() {
  const folders = [...versionFolders('/usr/lib/postgresql', 'bin'), ...searchPath()];
  const folder = folderWith(['initdb', 'postgres'], folders);
  const isUsable = folder !== undefined && isUsableBy(user) && majorVersion(join(folder, 'postgres')) >= oldestMajor;
  return isUsable ? folder : undefined;
}

/** Writes reach the disk as in production: what is promised after a commit is what the tests crash and look for. */
function settings(server) {
  const values = {
    listen_addresses: "'127.0.0.1'",
    port: server.ports[0],
    unix_socket_directories: "''",
    fsync: 'on',
    shared_buffers: '128MB',
    max_connections: 200,
    log_min_messages: 'warning',
  };
  const lines = Object.entries(values).map(([key, value]) => `${key} = ${value}\n`);
  return lines.join('');
}

function prepare(server) {
  const data = join(server.folder, 'data');
  if (existsSync(join(data, 'PG_VERSION'))) {
    // Left by a crash. In a container whose first process reaps no zombies the dead server still looks alive to
    // PostgreSQL, which then refuses to start. We only come here when the whole server is gone.
    rmSync(join(data, 'postmaster.pid'), { force: true });
    return;
  }
  // Made beside and renamed when complete, so that an interrupted start leaves no half database.
  const unfinished = `${data}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  const passwordFile = join(server.folder, 'password');
  writeFileSync(passwordFile, 'schakel\n');
  const options = ['--username=schakel', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--no-sync'];
  const locale = ['--encoding=UTF8', '--locale=C.UTF-8'];
  run(join(server.programs, 'initdb'), ['-D', unfinished, ...options, ...locale], { user, cwd: server.folder });
  appendFileSync(join(unfinished, 'postgresql.conf'), settings(server));
  renameSync(unfinished, data);
}

function commands(server) {
  const args = ['-D', join(server.folder, 'data')];
  return [{ label: 'postgres', file: join(server.programs, 'postgres'), args, env: process.env, mark: server.folder }];
}

export const postgres = {
  name: 'postgres',
  urlVariable: 'SCHAKEL_TEST_PG_URL',
  url: (port) => `postgres://schakel:schakel@127.0.0.1:${port}/postgres`,
  packages: ['postgresql'],
  user,
  portCount: 1,
  stopSignal: 'SIGINT', // ends open sessions; SIGTERM would wait for them
  greeting: { send: startupMessage(), isReady: (answer) => answer.subarray(0, 1).toString() === 'R' },
  find,
  prepare,
  commands,
  container: {
    image: 'postgres:15',
    port: 5432,
    env: { POSTGRES_USER: 'schakel', POSTGRES_PASSWORD: 'schakel', POSTGRES_DB: 'postgres' },
    args: ['-c', 'max_connections=200', '-c', 'shared_buffers=128MB'],
  },
};
