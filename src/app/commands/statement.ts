import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { makeStatement, NotClosed, type BillingPeriod, type SigningKey } from '../../billing/index.js';
import { isoDateOf } from '../../domain/time.js';
import type { Store } from '../../platform/store/store.js';
import type { Municipality } from '../../settings/snapshot.js';
import { openSigningKey } from '../open-database.js';
import { environmentOrFail, say, withDatabase } from './command-environment.js';
import { MONTH_FLAG, municipalityOf, periodOf, type MonthFlags } from './month-flags.js';
import { settingsInForce } from './settings-in-force.js';

interface StatementFlags extends MonthFlags {
  readonly out: string;
}

/** A line for so many municipalities that are done. */
const PROGRESS_STEP = 25;

interface Job {
  readonly store: Store;
  readonly key: SigningKey;
  readonly period: BillingPeriod;
  readonly folder: string;
}

/** Writes the entries as they come, and the statement when all of them are there. */
async function writeStatement(
  { tenant, nis, name }: Municipality,
  { store, key, period, folder }: Job,
): Promise<string> {
  const base = join(folder, `${nis}-${period.period}`);
  const open = (): WriteStream => createWriteStream(`${base}.entries.ndjson`);
  let file: WriteStream | undefined;
  const lastDate = isoDateOf(period.firstDay + period.days - 1);
  const about = { tenant, nis, name, period: period.period, lastDate };
  const statement = await makeStatement(store, about, key, async (line) => {
    file ??= open();
    if (!file.write(`${line}\n`)) {
      await once(file, 'drain');
    }
  });
  // A month without use has its statement too; one that is not closed leaves no file behind.
  file ??= open();
  file.end();
  await once(file, 'finish');
  await writeFile(`${base}.statement.json`, `${JSON.stringify(statement, undefined, 2)}\n`);
  return `  ${nis} ${name}: ${statement.entries} entries, ${statement.chain}`;
}

async function makeAll(flags: StatementFlags, command: Command): Promise<void> {
  const period = periodOf(flags);
  await withDatabase(async ({ environment, database }) => {
    const settings = await settingsInForce(database.handling);
    const key = openSigningKey(environment);
    const one = municipalityOf(flags.municipality, settings);
    const towns = one === undefined ? settings.municipalities : [one];
    await mkdir(flags.out, { recursive: true });
    const job = { store: database.handling, key, period, folder: flags.out };
    const lines: string[] = [];
    for (const [index, town] of towns.entries()) {
      lines.push(
        await writeStatement(town, job).catch((error: unknown) => {
          if (error instanceof NotClosed && one === undefined) {
            return `  ${town.nis} ${town.name}: not closed, no statement`;
          }
          throw error;
        }),
      );
      if ((index + 1) % PROGRESS_STEP === 0) {
        process.stderr.write(`${index + 1} of ${towns.length} municipalities\n`);
      }
    }
    await writeFile(join(flags.out, 'public-key.pem'), key.publicKey);
    say(command, { period: period.period, folder: flags.out, municipalities: towns.length }, [
      `Statements of ${period.period} in ${flags.out}. Anybody can check one:`,
      `  node scripts/verify-statement.mjs <statement> <entries> <public key>`,
      ...lines,
    ]);
  });
}

export function addStatementCommands(program: Command): void {
  const statement = program.command('statement').description('signed statements of use that an outsider can check');
  statement
    .command('make')
    .description('write the statements of a closed month, with the entries behind them and the public key')
    .requiredOption(...MONTH_FLAG)
    .option('--municipality <nis>', 'one municipality, by NIS or OVO code; all unless told')
    .requiredOption('--out <folder>', 'the folder')
    .action(makeAll);
  statement
    .command('key')
    .description('print the public key by which statements of this installation are checked')
    .action((_flags: object, command: Command) => {
      const { publicKey } = openSigningKey(environmentOrFail());
      say(command, { publicKey }, [publicKey.trim()]);
    });
}
