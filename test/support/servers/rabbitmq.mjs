import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { account, folderWith, isRoot, isUsableBy, searchPath } from './programs.mjs';

const user = 'rabbitmq';
// Debian's /usr/sbin/rabbitmq-server goes through `su`, loses the environment and logs to /var/log: take what it wraps.
const wrapped = '/usr/lib/rabbitmq/bin';

function find() {
  const folder = folderWith(['rabbitmq-server', 'rabbitmqctl'], [wrapped, ...searchPath()]);
  const epmd = folderWith(['epmd'], searchPath());
  return folder !== undefined && epmd !== undefined && isUsableBy(user) ? { folder, epmd } : undefined;
}

function configuration(server) {
  return [
    `listeners.tcp.1 = 127.0.0.1:${server.ports[0]}`,
    'default_user = schakel',
    'default_pass = schakel',
    'disk_free_limit.absolute = 64MB',
    'vm_memory_high_watermark.absolute = 512MiB',
    '',
  ].join('\n');
}

function giveTo(owner, ...paths) {
  if (isRoot) {
    const { uid, gid } = account(owner);
    for (const path of paths) {
      chownSync(path, uid, gid);
    }
  }
}

function prepare(server) {
  const at = (name) => join(server.folder, name);
  for (const name of ['home', 'log', 'mnesia']) {
    mkdirSync(at(name), { recursive: true });
  }
  writeFileSync(at('rabbitmq.conf'), configuration(server));
  writeFileSync(at('advanced.config'), '[].\n');
  writeFileSync(at('enabled_plugins'), '[].\n');
  const cookie = at('home/.erlang.cookie');
  if (!existsSync(cookie)) {
    writeFileSync(cookie, randomBytes(18).toString('hex'));
    chmodSync(cookie, 0o400); // Erlang refuses a cookie that others can read
  }
  giveTo(user, at('home'), at('log'), at('mnesia'), at('enabled_plugins'), cookie);
}

/** Everything is named: what is left out comes from /etc and /var/lib and would be shared with the machine's own broker. */
export function rabbitEnvironment(server) {
  const at = (name) => join(server.folder, name);
  const [port, distributionPort, epmdPort] = server.ports;
  return {
    PATH: process.env.PATH,
    HOME: at('home'),
    LC_ALL: 'C.UTF-8',
    // With @localhost the machine's host name need not resolve.
    RABBITMQ_NODENAME: `schakel-${port}@localhost`,
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    RABBITMQ_CONFIG_FILE: at('rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: at('advanced.config'),
    RABBITMQ_ENABLED_PLUGINS_FILE: at('enabled_plugins'),
    RABBITMQ_MNESIA_BASE: at('mnesia'),
    RABBITMQ_MNESIA_DIR: at('mnesia/node'),
    RABBITMQ_LOG_BASE: at('log'),
    RABBITMQ_PID_FILE: at('mnesia/pid'),
    RABBITMQ_DIST_PORT: String(distributionPort),
    ERL_EPMD_PORT: String(epmdPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    // Two schedulers that do not spin: the tests share this machine.
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS:
      '+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}',
  };
}

function commands(server) {
  const env = rabbitEnvironment(server);
  const epmdPort = String(server.ports[2]);
  // A broker without an epmd starts a shared one that outlives it and listens on every address: give it one of its own.
  const epmdArgs = ['-port', epmdPort, '-address', '127.0.0.1', '-relaxed_command_check'];
  return [
    { label: 'epmd', file: join(server.programs.epmd, 'epmd'), args: epmdArgs, env, mark: epmdPort },
    // The broker's start script; the broker itself is its child.
    {
      label: 'rabbitmq',
      file: join(server.programs.folder, 'rabbitmq-server'),
      args: [],
      env,
      mark: 'rabbitmq-server',
    },
  ];
}

export const rabbitmq = {
  name: 'rabbitmq',
  urlVariable: 'SCHAKEL_TEST_AMQP_URL',
  url: (port) => `amqp://schakel:schakel@127.0.0.1:${port}`,
  packages: ['rabbitmq-server'],
  user,
  portCount: 3,
  stopSignal: 'SIGTERM',
  // The AMQP 0-9-1 header; the broker's first frame is a method frame (1).
  greeting: { send: Buffer.from('AMQP\0\0\x09\x01', 'latin1'), isReady: (answer) => answer[0] === 1 },
  find,
  prepare,
  commands,
  container: {
    image: 'rabbitmq:3',
    port: 5672,
    env: { RABBITMQ_DEFAULT_USER: 'schakel', RABBITMQ_DEFAULT_PASS: 'schakel' },
    args: [],
  },
};
