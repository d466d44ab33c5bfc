import { commandLine, isExpectedFailure } from './app/command-line.js';

try {
  await commandLine().parseAsync();
} catch (error) {
  const failure = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`${isExpectedFailure(error) ? failure.message : (failure.stack ?? failure.message)}\n`);
  process.exit(1);
}
