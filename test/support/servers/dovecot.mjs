import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { folderWith, isRoot, searchPath } from './programs.mjs';

/** Every name may log in with it, as in Dovecot's own image, and has a mailbox of its own from then on. */
const password = 'pass';

/** Its settings have another syntax from 2.4 on. */
function find() {
  const folder = folderWith(['dovecot'], searchPath());
  const version = folder && execFileSync(join(folder, 'dovecot'), ['--version'], { encoding: 'utf8' });
  return version?.startsWith('2.3.') ? folder : undefined;
}

/** As root it changes to other users by itself; otherwise all of it runs as who starts it, and nothing is shut in. */
function usersOf() {
  if (isRoot) {
    return { owner: { user: 'mail', group: 'mail' }, lines: [] };
  }
  const user = userInfo().username;
  const group = execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim();
  const open = ['anvil', 'imap-login', 'stats'].map((name) => `service ${name} {\n  chroot =\n}`);
  const lines = [
    `default_internal_user = ${user}`,
    `default_internal_group = ${group}`,
    `default_login_user = ${user}`,
  ];
  return { owner: { user, group }, lines: [...lines, ...open] };
}

function settingsOf({ folder, ports }) {
  const { owner, lines } = usersOf();
  return [
    ...[`base_dir = ${folder}/run`, `state_dir = ${folder}/state`, `instance_name = schakel-${ports[0]}`],
    ...['protocols = imap', 'listen = 127.0.0.1', 'ssl = no', 'disable_plaintext_auth = no', 'first_valid_uid = 1'],
    ...[`mail_location = maildir:${folder}/mail/%u`, 'mail_max_userip_connections = 100', 'log_path = /dev/stderr'],
    // A wrong password is part of the tests; nobody guesses here.
    ...['auth_failure_delay = 0', 'default_vsz_limit = 256M', ...lines],
    'service anvil {\n  unix_listener anvil-auth-penalty {\n    mode = 0\n  }\n}',
    `service imap-login {\n  inet_listener imap {\n    port = ${ports[0]}\n  }\n  inet_listener imaps {\n    port = 0\n  }\n}`,
    `passdb {\n  driver = static\n  args = password=${password}\n}`,
    `userdb {\n  driver = static\n  args = uid=${owner.user} gid=${owner.group} home=${folder}/mail/%u allow_all_users=yes\n}`,
    'namespace inbox {\n  inbox = yes\n}',
    '',
  ].join('\n');
}

function settingsFile(server) {
  return join(server.folder, 'dovecot.conf');
}

function prepare(server) {
  const { owner } = usersOf();
  writeFileSync(settingsFile(server), settingsOf(server));
  if (isRoot) {
    execFileSync('install', ['-d', '-o', owner.user, '-g', owner.group, join(server.folder, 'mail')]);
  }
}

function commands(server) {
  const file = join(server.programs, 'dovecot');
  return [
    { label: 'dovecot', file, args: ['-F', '-c', settingsFile(server)], env: process.env, mark: settingsFile(server) },
  ];
}

/** A mailbox for e-mail: Dovecot over IMAP. */
export const dovecot = {
  name: 'dovecot',
  urlVariable: 'SCHAKEL_TEST_IMAP_URL',
  url: (port) => `imap://:${password}@127.0.0.1:${port}`,
  packages: ['dovecot-imapd'],
  user: undefined,
  portCount: 1,
  stopSignal: 'SIGTERM',
  // The server speaks first.
  greeting: { send: Buffer.alloc(0), isReady: (answer) => answer.toString().startsWith('* OK') },
  find,
  prepare,
  commands,
  container: {
    image: 'dovecot/dovecot:2.3-latest',
    port: 143,
    env: {},
    // Its own settings already let every name in.
    args: [],
  },
};
