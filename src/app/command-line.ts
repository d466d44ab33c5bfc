import { Command, Option } from 'commander';
import { NoInvoicing, NotClosed, UnknownPrice } from '../billing/index.js';
import { DataFolderInUse } from '../platform/store/data-folder-lock.js';
import { RolesRefused } from '../platform/store/roles.js';
import { AppliedPoolChanged, AppliedTariffChanged } from './applied-tariffs.js';
import { ConfigurationRefused } from './apply-folder.js';
import { CommandFailed } from './commands/command-environment.js';
import { addConfigCommands } from './commands/config.js';
import { addDemoCommands } from './commands/demo.js';
import { addInvoiceCommands } from './commands/invoice.js';
import { addKeyCommands } from './commands/keys.js';
import { addMigrateCommand } from './commands/migrate.js';
import { addReconcileCommand } from './commands/reconcile.js';
import { addServeCommand } from './commands/serve.js';
import { addStatementCommands } from './commands/statement.js';
import { addWhatIfCommand } from './commands/whatif.js';

/** The command line `schakel`. Each command says what it did, and with `--json` says it as one JSON object. */
export function commandLine(): Command {
  const program = new Command('schakel')
    .description('The router between citizens on social media, the contact center 1700 and municipal CRMs')
    .showHelpAfterError('Run "schakel --help" to see what there is.')
    .addOption(new Option('--json', 'print one JSON object instead of text'));
  addServeCommand(program);
  addMigrateCommand(program);
  addConfigCommands(program);
  addKeyCommands(program);
  addReconcileCommand(program);
  addInvoiceCommands(program);
  addStatementCommands(program);
  addWhatIfCommand(program);
  addDemoCommands(program);
  return program;
}

const EXPECTED = [
  ...[AppliedPoolChanged, AppliedTariffChanged, CommandFailed, ConfigurationRefused, DataFolderInUse],
  ...[NoInvoicing, NotClosed, RolesRefused, UnknownPrice],
];

/** A failure that says by itself what to do; its stack would only hide that. */
export function isExpectedFailure(error: unknown): boolean {
  return EXPECTED.some((kind) => error instanceof kind);
}
