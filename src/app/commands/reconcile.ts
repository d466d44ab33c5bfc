import type { Command } from 'commander';
import { printReport } from '../../ops/reconcile/print-report.js';
import { reconcile } from '../../ops/reconcile/reconcile.js';
import { say, withDatabase } from './command-environment.js';

export function addReconcileCommand(program: Command): void {
  program
    .command('reconcile')
    .description('prove from raw rows that nothing was lost or doubled; exit code 1 when something was')
    .action((_flags: object, command: Command) =>
      withDatabase(async ({ database }) => {
        const report = await reconcile(database.handling, Date.now());
        say(command, report, [printReport(report)]);
        process.exitCode = report.ok ? 0 : 1;
      }),
    );
}
