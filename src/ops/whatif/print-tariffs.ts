import type { MunicipalityTariffs, Remark, TariffReport } from '../../billing/index.js';
import { formatEuro, type EuroText } from '../../domain/money.js';
import type { NameOf } from './print-what-if.js';

type Row = readonly string[];

/** Columns as wide as their widest cell; the first to the left, amounts to the right. */
function table(rows: readonly Row[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        cell.startsWith('€') || cell.startsWith('+€')
          ? cell.padStart(widths[column] ?? 0)
          : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

function signed(amount: EuroText): string {
  return amount.startsWith('-') || amount === '0' ? formatEuro(amount) : `+${formatEuro(amount)}`;
}

function complete(amount: EuroText, isComplete: boolean): string {
  return `${formatEuro(amount)}${isComplete ? '' : ' ?'}`;
}

function remarkLines(what: string, remarks: readonly Remark[]): string[] {
  return remarks.map(({ en }) => `  ${what}: ${en}`);
}

function triedLines({ municipalities, totals, tariff }: TariffReport, nameOf: NameOf): string[] {
  const rows = municipalities.map(({ tenant, now, tried }): Row => {
    const [after, change] =
      tried === null ? ['', ''] : [complete(tried.totalEuro, tried.isComplete), signed(tried.differenceEuro)];
    return [nameOf(tenant), now.tariff, complete(now.totalEuro, now.isComplete), after, change];
  });
  const { nowEuro, triedEuro, differenceEuro } = totals;
  const total = ['Total', '', formatEuro(nowEuro), formatEuro(triedEuro ?? '0'), signed(differenceEuro ?? '0')];
  return [
    ...table([['Municipality', 'Tariff', 'Now', tariff ?? '', 'Difference'], ...rows, total]),
    ...municipalities.flatMap(({ tenant, tried }) => remarkLines(nameOf(tenant), tried?.remarks ?? [])),
  ];
}

function choiceRow({
  tariff,
  totalEuro,
  isComplete,
  differenceEuro,
  ...choice
}: MunicipalityTariffs['choices'][number]) {
  const marks = [
    ...(choice.isCheapest ? ['cheapest'] : []),
    ...(choice.isCurrent ? ['has it now'] : []),
    ...(choice.meetsConditions ? [] : ['conditions not met']),
  ];
  return ['', tariff, complete(totalEuro, isComplete), signed(differenceEuro), marks.join(', ')];
}

function choiceLines({ municipalities, totals }: TariffReport, nameOf: NameOf): string[] {
  const rows = municipalities.flatMap(({ tenant, now, choices }): Row[] => [
    [nameOf(tenant), 'now', complete(now.totalEuro, now.isComplete), '', ''],
    ...choices.map(choiceRow),
  ]);
  return [
    ...table([
      ['Municipality', 'Tariff', 'Month', 'Difference', ''],
      ...rows,
      ['Total', 'now', formatEuro(totals.nowEuro), '', ''],
      ['', 'cheapest for each', formatEuro(totals.cheapestEuro), '', ''],
    ]),
    ...municipalities.flatMap(({ tenant, choices }) =>
      choices.flatMap(({ tariff, remarks }) => remarkLines(`${nameOf(tenant)}, ${tariff}`, remarks)),
    ),
  ];
}

/** The report as a person reads it in a terminal: one tariff against now, or all of them. */
export function printTariffs(report: TariffReport, nameOf: NameOf): string {
  const { period, tariff, broughtForward, remarks, totals } = report;
  const what = tariff === null ? 'every tariff' : `the tariff "${tariff}"`;
  return [
    `What if, for ${period}: real use under ${what}. Without VAT, rounded to cents here; --json has exact amounts.`,
    ...broughtForward,
    ...remarks.map(({ en }) => en),
    ...(totals.isComplete ? [] : ['A question mark says that some price is not known: that amount is not complete.']),
    '',
    ...(tariff === null ? choiceLines(report, nameOf) : triedLines(report, nameOf)),
  ].join('\n');
}
