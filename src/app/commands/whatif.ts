import type { Command } from 'commander';
import { billingPeriodAt } from '../../billing/index.js';
import { printTariffs } from '../../ops/whatif/print-tariffs.js';
import { printWhatIf } from '../../ops/whatif/print-what-if.js';
import type { Settings } from '../../settings/snapshot.js';
import { loadAdapters } from '../adapters.js';
import { loadFolder } from '../apply-folder.js';
import { tryTariffsOnMonth, unknownTariff } from '../tariff-trial.js';
import { tryOnMonth } from '../what-if.js';
import { CommandFailed, environmentOrFail, say, withDatabase } from './command-environment.js';
import { municipalityOf, periodOf } from './month-flags.js';
import { settingsInForce } from './settings-in-force.js';

interface WhatIfFlags {
  readonly config?: string;
  readonly period?: string;
  readonly month?: string;
  readonly municipality?: string;
  readonly tariff?: string;
  readonly cheapest?: boolean;
}

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
  return municipalityOf(code, ...settings)?.tenant ?? null;
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

function monthOr(flags: WhatIfFlags, otherwise: string | undefined): string {
  const month = flags.month ?? flags.period ?? otherwise;
  if (month === undefined) {
    throw new CommandFailed('Which month do you want to try? Give --period, such as 2026-10.');
  }
  return periodOf({ period: month }).period;
}

/** The last month that is over. */
function lastMonth(nowMs: number): string {
  return billingPeriodAt(billingPeriodAt(nowMs).fromMs - 1).period;
}

async function tariffs(flags: WhatIfFlags, command: Command): Promise<void> {
  const asOfMs = Date.now();
  const period = monthOr(flags, lastMonth(asOfMs));
  const folder = flags.config === undefined ? undefined : await loadFolder(await loadAdapters(), flags.config);
  await withDatabase(async ({ database }) => {
    const inForce = await settingsInForce(database.handling);
    const tried = folder?.settings ?? inForce;
    const tariff = flags.tariff ?? null;
    const [unknown] = unknownTariff(tariff, tried);
    if (unknown !== undefined) {
      throw new CommandFailed(unknown.replace('/tariff: ', ''));
    }
    const trial = { period, tenant: tenantOf(flags.municipality, tried, inForce), sees: '*', inForce };
    const report = await tryTariffsOnMonth(database, {
      ...{ ...trial, inForceHash: inForce.hash, tried, asOfMs, tariff },
    });
    const nameOf = (tenant: string): string =>
      inForce.municipalities.find((one) => one.tenant === tenant)?.name ?? tenant;
    say(command, report, [printTariffs(report, nameOf)]);
  });
}

async function whatIf(flags: WhatIfFlags, command: Command): Promise<void> {
  if (flags.tariff !== undefined || flags.cheapest === true) {
    return tariffs(flags, command);
  }
  const period = monthOr(flags, undefined);
  const { settings: tried } = await loadFolder(await loadAdapters(), folderOf(flags));
  await withDatabase(async ({ database }) => {
    const inForce = await settingsInForce(database.handling);
    const trial = {
      ...{ period, tenant: tenantOf(flags.municipality, tried, inForce), sees: '*' },
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
    .description('try a configuration folder on the tickets of a month, or a tariff on its use; changes nothing')
    .option('--config <folder>', 'the configuration folder to try')
    .option('--period <month>', 'the month, such as 2026-10')
    .option('--month <month>', 'the same; with --tariff or --cheapest the last month that is over unless told')
    .option('--municipality <nis>', 'one municipality, by NIS or OVO code; all unless told')
    .option('--tariff <name>', 'what the use of the month would have cost under this tariff, of --config or in force')
    .option('--cheapest', 'which tariff would have been the cheapest for each municipality')
    .action(whatIf);
}
