import { type Command, Option } from 'commander';
import { createKey, listKeys, revokeKey, ROLES, type Role } from '../../api/index.js';
import { CommandFailed, say, withDatabase } from './command-environment.js';

interface KeyFlags {
  readonly role: Role;
  readonly tenant: string;
  readonly name: string;
}

async function create(flags: KeyFlags, command: Command): Promise<void> {
  await withDatabase(async ({ database }) => {
    const created = await createKey(database.api, { ...flags, nowMs: Date.now() });
    if (!created.ok) {
      throw new CommandFailed(created.reason);
    }
    say(command, created, [created.token, 'Keep it now: it is shown once and stored as a hash only.']);
  });
}

async function list(_flags: object, command: Command): Promise<void> {
  await withDatabase(async ({ database }) => {
    const keys = await listKeys(database.api);
    const lines = keys.map((key) =>
      [key.prefix, key.role, key.tenant, key.name, key.revokedAt === null ? 'active' : 'revoked'].join('\t'),
    );
    say(command, { keys }, lines.length === 0 ? ['There are no keys yet.'] : lines);
  });
}

async function revoke(prefix: string, _flags: object, command: Command): Promise<void> {
  await withDatabase(async ({ database }) => {
    if (!(await revokeKey(database.api, prefix))) {
      throw new CommandFailed(`There is no active key with the prefix ${prefix}.`);
    }
    say(command, { revoked: prefix }, [`The key ${prefix} no longer opens anything.`]);
  });
}

export function addKeyCommands(program: Command): void {
  const keys = program.command('keys').description('keys of the HTTP API');
  keys
    .command('create')
    .description('make a key and show it once')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .option('--tenant <tenant>', 'whose data it sees; * is every municipality', '*')
    .requiredOption('--name <name>', 'who or what uses it')
    .action(create);
  keys.command('list').description('list keys').action(list);
  keys.command('revoke <prefix>').description('take a key out of use').action(revoke);
}
