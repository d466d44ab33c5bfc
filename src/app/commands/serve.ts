import { type Command, Option } from 'commander';
import { PROCESS_ROLES, type ProcessRole } from '../roles.js';
import { serve } from '../serve.js';
import { environmentOrFail } from './command-environment.js';
import { untilSignal } from './until-signal.js';

interface ServeFlags {
  readonly role: readonly ProcessRole[];
  readonly config?: string;
  readonly demo?: boolean;
  readonly traffic: boolean;
}

export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('run Schakel until it is stopped')
    .addOption(
      new Option('--role <role...>', 'what this process does; all of it unless told')
        .choices(PROCESS_ROLES)
        .default([...PROCESS_ROLES]),
    )
    .option('--config <folder>', 'apply this configuration first; else the active one of the database is used')
    .option('--demo', 'five municipalities, a platform of our own and sample traffic')
    .option('--no-traffic', 'with --demo: do not send the sample')
    .action(async (flags: ServeFlags) => {
      const environment = environmentOrFail();
      const configFolder = flags.config ?? environment.config;
      const running =
        flags.demo === true
          ? await (
              await import('../demo.js')
            ).startDemo({
              ...{ environment, configFolder, sendsTraffic: flags.traffic },
              print: (line) => process.stdout.write(`${line}\n`),
            })
          : await serve({
              ...{ environment, roles: flags.role, configFolder },
              bootstrapKey: environment.bootstrapKey,
            });
      await untilSignal();
      await running.close();
    });
}
