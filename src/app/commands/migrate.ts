import type { Command } from 'commander';
import { migrate } from '../../platform/store/migrate.js';
import { say, withDatabase } from './command-environment.js';

export function addMigrateCommand(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to the schema of this version')
    .action((_flags: object, command: Command) =>
      withDatabase(async ({ database }) => {
        const applied = await migrate(database.owner);
        say(
          command,
          { applied },
          applied.length === 0 ? ['The database is up to date.'] : applied.map((name) => `Applied ${name}`),
        );
      }),
    );
}
