import { commandLine } from './app/command-line.js';
import { ConfigurationRefused } from './app/apply-folder.js';
import { CommandFailed } from './app/commands/command-environment.js';
import { DataFolderInUse } from './platform/store/data-folder-lock.js';

const EXPECTED = [CommandFailed, ConfigurationRefused, DataFolderInUse];

try {
  await commandLine().parseAsync();
} catch (error) {
  const isExpected = EXPECTED.some((kind) => error instanceof kind);
  const failure = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`${isExpected ? failure.message : (failure.stack ?? failure.message)}\n`);
  process.exit(1);
}
