import type { Command } from 'commander';
import { printWhatIf } from '../../ops/whatif/print-what-if.js';
import type { Settings } from '../../settings/snapshot.js';
import { loadAdapters } from '../adapters.js';
import { loadFolder } from '../apply-folder.js';
import { activeSnapshot } from '../snapshot-store.js';
import { tryOnMonth } from '../what-if.js';
import { CommandFailed, environmentOrFail, say, withDatabase } from './command-environment.js';

interface WhatIfFlags {
  readonly config?: string;
  readonly period: string;
  readonly municipality?: string;
}

const PERIOD = /^20[0-9]{2}-(0[1-9]|1[0-2])$/;
/** A line for about every two thousand tickets. */
const PROGRESS_STEP = 2_000;

function folderOf(flags: WhatIfFlags): string {
  const folder = flags.config ?? environmentOrFail().config;
  if (folder === undefined) {
    throw new CommandFailed('Which folder do you want to try? Give --config <folder> or set SCHAKEL_CONFIG.');
  }
  return folder;
}

function tenantOf(code: string | undefined, ...settings: readonly Settings[]): string | null {
  if (code === undefined) {
    return null;
  }
  const found = settings
    .flatMap(({ municipalities }) => municipalities)
    .find(({ nis, ovo, tenant, formerNis }) => [nis, ovo, tenant, ...formerNis].includes(code));
  if (found === undefined) {
    throw new CommandFailed(`No municipality has the code ${code}.`);
  }
  return found.tenant;
}

/** Progress goes to standard error: standard output holds the result alone. */
function progressLines(): (done: number, all: number) => void {
  let told = 0;
  return (done, all) => {
    if (done - told >= PROGRESS_STEP || (done === all && all > 0)) {
      told = done;
      process.stderr.write(`${done} of ${all} tickets\n`);
    }
  };
}

async function whatIf(flags: WhatIfFlags, command: Command): Promise<void> {
  if (!PERIOD.test(flags.period)) {
    throw new CommandFailed(`"${flags.period}" is no month; write for example 2026-10.`);
  }
  const { settings: tried } = await loadFolder(await loadAdapters(), folderOf(flags));
  await withDatabase(async ({ database }) => {
    const active = await activeSnapshot(database.handling);
    if (active === undefined) {
      throw new CommandFailed('No configuration is active yet, so there is nothing to compare with.');
    }
    const inForce = active.settings;
    const trial = {
      ...{ period: flags.period, tenant: tenantOf(flags.municipality, tried, inForce), sees: '*' },
      ...{ inForce, inForceHash: inForce.hash, tried, asOfMs: Date.now() },
    };
    const outcome = await tryOnMonth(database, trial, { onProgress: progressLines(), isOver: () => false });
    if (outcome.kind === 'report') {
      const nameOf = (tenant: string): string =>
        tried.municipalities.find((one) => one.tenant === tenant)?.name ?? tenant;
      say(command, outcome.report, [printWhatIf(outcome.report, nameOf)]);
    }
  });
}

export function addWhatIfCommand(program: Command): void {
  program
    .command('whatif')
    .description('try a configuration folder on the tickets of a month that is over; changes nothing')
    .option('--config <folder>', 'the configuration folder to try')
    .requiredOption('--period <month>', 'the month, such as 2026-10')
    .option('--municipality <nis>', 'one municipality, by NIS or OVO code; all unless told')
    .action(whatIf);
}
