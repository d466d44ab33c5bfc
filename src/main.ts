import { commandLine } from './app/command-line.js';
import { ExpectedFailure } from './domain/expected-failure.js';

try {
  const program = await commandLine(process.argv.slice(2));
  await program.parseAsync();
} catch (error) {
  const failure = error instanceof Error ? error : new Error(String(error));
  const isExpected = failure instanceof ExpectedFailure;
  process.stderr.write(`${isExpected ? failure.message : (failure.stack ?? failure.message)}\n`);
  process.exit(1);
}
