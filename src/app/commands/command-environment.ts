import type { Command } from 'commander';
import { ExpectedFailure } from '../../domain/expected-failure.js';
import { createLog, type Log } from '../../platform/log/log.js';
import type { Database } from '../../platform/store/store.js';
import { readEnvironment, type Environment } from '../environment.js';
import { openDatabase } from '../open-database.js';
import { warnOfSlips } from '../unknown-variables.js';

/** Somebody waits for a command and can stop it: proving a year of rows takes minutes. */
const STATEMENT_MS = 3_600_000;

/** A failure that the user can act on: printed without a stack. */
export class CommandFailed extends ExpectedFailure {}

/** @throws CommandFailed with all errors in the environment */
export function environmentOrFail(): Environment {
  const read = readEnvironment(process.env);
  if (!read.ok) {
    throw new CommandFailed(read.errors.join('\n'));
  }
  return read.environment;
}

export interface CommandContext {
  readonly environment: Environment;
  readonly database: Database;
  readonly log: Log;
}

/** Opens the database for one command and closes it after, whatever happens. */
export async function withDatabase<T>(work: (context: CommandContext) => Promise<T>): Promise<T> {
  const environment = environmentOrFail();
  // What a command says goes to standard output; what goes wrong underneath goes to standard error.
  const log = createLog({ level: 'warn', destination: process.stderr });
  warnOfSlips(log, environment.values);
  const database = await openDatabase(environment, log, STATEMENT_MS);
  try {
    return await work({ environment, database, log });
  } finally {
    await database.close();
  }
}

/** Prints the object with `--json`, the lines otherwise. */
export function say(command: Command, object: unknown, lines: readonly string[]): void {
  const { json } = command.optsWithGlobals<{ json?: boolean }>();
  process.stdout.write(json === true ? `${JSON.stringify(object)}\n` : `${lines.join('\n')}\n`);
}
