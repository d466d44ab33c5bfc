import { Command, Option } from 'commander';

/** Adds a command with what stands below it. */
type AddCommand = (program: Command) => void;

/** Each is loaded when it is asked for: what a command does not need would only make it start later. */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  serve: async () => (await import('./commands/serve.js')).addServeCommand,
  migrate: async () => (await import('./commands/migrate.js')).addMigrateCommand,
  config: async () => (await import('./commands/config.js')).addConfigCommands,
  keys: async () => (await import('./commands/keys.js')).addKeyCommands,
  reconcile: async () => (await import('./commands/reconcile.js')).addReconcileCommand,
  backfill: async () => (await import('./commands/backfill.js')).addBackfillCommand,
  invoice: async () => (await import('./commands/invoice.js')).addInvoiceCommands,
  statement: async () => (await import('./commands/statement.js')).addStatementCommands,
  whatif: async () => (await import('./commands/whatif.js')).addWhatIfCommand,
  demo: async () => (await import('./commands/demo.js')).addDemoCommands,
};

/**
 * The command line `schakel`. Each command says what it did, and with `--json` says it as one JSON object.
 *
 * @param words what was typed after `schakel`; all commands are there unless it names one
 */
export async function commandLine(words: readonly string[]): Promise<Command> {
  const program = new Command('schakel')
    .description('The router between citizens on social media, the contact center 1700 and municipal CRMs')
    .showHelpAfterError('Run "schakel --help" to see what there is.')
    .addOption(new Option('--json', 'print one JSON object instead of text'));
  const named = words.find((word) => !word.startsWith('-')) ?? '';
  const needed = Object.entries(COMMANDS).filter(([name]) => name === named);
  for (const [, load] of needed.length > 0 ? needed : Object.entries(COMMANDS)) {
    (await load())(program);
  }
  return program;
}
