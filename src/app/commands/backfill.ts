import type { Command } from 'commander';
import { askHistory } from '../../intake/index.js';
import { loadAdapters } from '../adapters.js';
import { accountsWithHistory, type HistoryAccount } from '../fill-gaps.js';
import { CommandFailed, say, withDatabase } from './command-environment.js';
import { settingsInForce } from './settings-in-force.js';

interface Flags {
  readonly channel?: string;
  readonly account?: string;
  readonly since: string;
}

/** @throws CommandFailed for what is no instant, or has not been yet */
function instantOf(since: string, nowMs: number): number {
  const sinceMs = Date.parse(since);
  if (Number.isNaN(sinceMs) || sinceMs >= nowMs) {
    throw new CommandFailed(
      `--since must be an instant that has been, such as 2026-11-26T08:00:00Z, and not "${since}".`,
    );
  }
  return sinceMs;
}

/** @throws CommandFailed when no account is meant */
function accountsMeant(all: readonly HistoryAccount[], { channel, account }: Flags): readonly HistoryAccount[] {
  const meant = all.filter(
    (one) => (channel === undefined || one.channel === channel) && (account === undefined || one.account === account),
  );
  if (meant.length === 0) {
    const known = [...new Set(all.map((one) => one.channel))].join(', ');
    throw new CommandFailed(
      `No configured account is meant. Channels with a history: ${known === '' ? 'none are configured' : known}.`,
    );
  }
  return meant;
}

export function addBackfillCommand(program: Command): void {
  program
    .command('backfill')
    .description(
      'read what was missed from the history of platforms; workers do it, and nothing that is known counts twice',
    )
    .requiredOption('--since <instant>', 'what happened before it is known, such as 2026-11-26T08:00:00Z')
    .option('--channel <channel>', 'only this channel')
    .option('--account <account>', 'only this account')
    .action((flags: Flags, command: Command) =>
      withDatabase(async ({ database }) => {
        const sinceMs = instantOf(flags.since, Date.now());
        const store = database.handling;
        const known = accountsWithHistory(await loadAdapters(), await settingsInForce(store));
        const accounts = accountsMeant(known, flags);
        await askHistory(store, accounts, sinceMs);
        const since = new Date(sinceMs).toISOString();
        say(command, { since, accounts }, [
          `The history since ${since} is asked for:`,
          ...accounts.map(({ channel, account }) => `  ${channel} ${account}`),
          'Workers read it now, or once they run. What was recovered is in the log and in schakel_recovered_messages_total.',
        ]);
      }),
    );
}
