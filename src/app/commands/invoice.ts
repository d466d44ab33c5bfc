import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import {
  closeMonth,
  INVOICE_FORMATS,
  issuedInvoices,
  previewMonth,
  renderInvoice,
  type ClosingParts,
  type DebtorOutcome,
  type InvoiceFormat,
} from '../../billing/index.js';
import { formatEuro } from '../../domain/money.js';
import type { Invoice } from '../../domain/invoice.js';
import { printReport, reconcile } from '../../ops/reconcile/index.js';
import type { Settings } from '../../settings/snapshot.js';
import { closingParts } from '../invoicing.js';
import { CommandFailed, say, withDatabase, type CommandContext } from './command-environment.js';
import { MONTH_FLAG, municipalityOf, periodOf, type MonthFlags } from './month-flags.js';
import { settingsInForce } from './settings-in-force.js';

interface ExportFlags extends MonthFlags {
  readonly out: string;
  readonly format: string;
}

/** A line for so many debtors that are done. */
const PROGRESS_STEP = 25;

/** The debtor of a municipality; undefined for all of them. */
function debtorsOf({ municipality }: MonthFlags, settings: Settings): ReadonlySet<string> | undefined {
  const found = municipalityOf(municipality, settings);
  return found === undefined ? undefined : new Set([found.kbo]);
}

async function partsOf({ database }: CommandContext): Promise<ClosingParts> {
  return closingParts(database.handling, await settingsInForce(database.handling), Date.now());
}

/** Progress goes to standard error: standard output holds the result alone. */
function progress(done: number, all: number): void {
  if (done % PROGRESS_STEP === 0 || done === all) {
    process.stderr.write(`${done} of ${all} debtors\n`);
  }
}

function invoiceLine({ kind, number, buyer, payableEuro, preceding }: Invoice): string {
  const what = kind === 'invoice' ? 'invoice' : `credit note on ${preceding.map((one) => one.number).join(', ')}`;
  return `  ${number}  ${buyer.name}  ${formatEuro(payableEuro)}  ${what}`;
}

function outcomeLines(outcome: DebtorOutcome): readonly string[] {
  switch (outcome.kind) {
    case 'issued':
      return outcome.invoices.map(invoiceLine);
    case 'closed':
      return [`  ${outcome.name}: was closed before`];
    case 'before-start':
      return [`  ${outcome.name}: is not invoiced yet in this month`];
    case 'refused':
      return [`  ${outcome.name}: NOT CLOSED. ${outcome.reason}`];
  }
}

function closingAnswer(outcome: DebtorOutcome): object {
  const { kind, debtor, name } = outcome;
  return {
    ...{ debtor, name, outcome: kind },
    ...(outcome.kind === 'issued' ? { invoices: outcome.invoices.map(({ number }) => number) } : {}),
    ...(outcome.kind === 'refused' ? { reason: outcome.reason } : {}),
  };
}

/** The ledger must be proven first: what was lost or doubled would be billed. */
async function demandProof({ database }: CommandContext): Promise<void> {
  process.stderr.write('Proving the ledger from raw rows …\n');
  const report = await reconcile(database.handling, Date.now());
  if (!report.ok) {
    throw new CommandFailed(`No month is closed while the ledger does not reconcile.\n${printReport(report)}`);
  }
}

async function close(flags: MonthFlags, command: Command): Promise<void> {
  const period = periodOf(flags);
  await withDatabase(async (context) => {
    const parts = await partsOf(context);
    if (period.untilMs > parts.nowMs) {
      throw new CommandFailed(
        `${period.period} is not over. Look at it with: schakel invoice preview --period ${period.period}`,
      );
    }
    const debtors = debtorsOf(flags, parts.settings);
    await demandProof(context);
    const scope = { period, ...(debtors === undefined ? {} : { debtors }) };
    const outcomes = await closeMonth({ ...parts, onProgress: progress }, scope);
    const refused = outcomes.filter(({ kind }) => kind === 'refused').length;
    const issued = outcomes.flatMap((one) => (one.kind === 'issued' ? one.invoices : []));
    say(command, { period: period.period, debtors: outcomes.map(closingAnswer) }, [
      `${period.period}: ${issued.length} documents issued for ${outcomes.length} debtors, ${refused} not closed`,
      ...outcomes.flatMap(outcomeLines),
    ]);
    process.exitCode = refused === 0 ? 0 : 1;
  });
}

async function preview(flags: MonthFlags, command: Command): Promise<void> {
  const period = periodOf(flags);
  await withDatabase(async (context) => {
    const parts = await partsOf(context);
    const debtors = debtorsOf(flags, parts.settings);
    const invoices = await previewMonth(parts, { period, ...(debtors === undefined ? {} : { debtors }) });
    say(command, { period: period.period, invoices }, [
      `${period.period}: ${invoices.length} documents as they would be issued now`,
      ...invoices.flatMap((invoice) => [
        invoiceLine(invoice),
        ...invoice.lines.map(({ tenantName, sentence }) => `    ${tenantName}: ${sentence}`),
      ]),
    ]);
  });
}

function formatsOf(format: string): readonly InvoiceFormat[] {
  return format.split(',').map((name) => {
    const found = INVOICE_FORMATS.find((one) => one === name.trim());
    if (found === undefined) {
      throw new CommandFailed(`"${name}" is no format; allowed: ${INVOICE_FORMATS.join(', ')}.`);
    }
    return found;
  });
}

async function exportAll(flags: ExportFlags, command: Command): Promise<void> {
  const period = periodOf(flags);
  const formats = formatsOf(flags.format);
  await withDatabase(async (context) => {
    const { settings } = await partsOf(context);
    const debtors = debtorsOf(flags, settings);
    await mkdir(flags.out, { recursive: true });
    const files: string[] = [];
    for await (const invoice of issuedInvoices(context.database.handling, period.period)) {
      if (debtors === undefined || debtors.has(invoice.buyer.kbo)) {
        for (const format of formats) {
          const path = join(flags.out, `${invoice.number}.${format}`);
          await writeFile(path, (await renderInvoice(invoice, format)).body);
          files.push(path);
        }
      }
    }
    say(command, { period: period.period, files }, [`${files.length} files in ${flags.out}`]);
  });
}

export function addInvoiceCommands(program: Command): void {
  const invoice = program.command('invoice').description('invoices of a month: look, issue, take along');
  const town = ['--municipality <nis>', 'the debtor of one municipality, by NIS or OVO code; all unless told'] as const;
  invoice
    .command('preview')
    .description('show the invoices of a month as they would be issued now; changes nothing')
    .requiredOption(...MONTH_FLAG)
    .option(...town)
    .action(preview);
  invoice
    .command('close')
    .description(
      'close a month that is over and issue its invoices, once and for good; exit code 1 when a debtor was refused',
    )
    .requiredOption(...MONTH_FLAG)
    .option(...town)
    .action(close);
  invoice
    .command('export')
    .description('write the invoices that were issued for a month into a folder')
    .requiredOption(...MONTH_FLAG)
    .option(...town)
    .requiredOption('--out <folder>', 'the folder')
    .option('--format <formats>', `one or more of ${INVOICE_FORMATS.join(', ')}`, INVOICE_FORMATS.join(','))
    .action(exportAll);
}
