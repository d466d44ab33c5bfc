import type { Finding, ReconciliationReport, ReconciliationRow } from './report.js';

const COUNTS = [
  ...(['received', 'handled', 'rejected', 'quarantined', 'parked', 'pending', 'difference'] as const),
] as const satisfies readonly (keyof ReconciliationRow)[];

/** Columns as wide as their widest cell; the first `texts` columns to the left, numbers to the right. */
function table(lines: readonly (readonly string[])[], texts: number): string[] {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  return lines.map((cells) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column < texts ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
}

function eventTable(rows: readonly ReconciliationRow[]): string[] {
  const total = COUNTS.map((name) => rows.reduce((sum, row) => sum + row[name], 0));
  return table(
    [
      ['municipality', 'channel', ...COUNTS],
      ...rows.map((row) => [row.municipality, row.channel, ...COUNTS.map((name) => String(row[name]))]),
      ['total', '', ...total.map(String)],
    ],
    2,
  );
}

function findingLines({ check, sentence, count, examples }: Finding): string[] {
  const more = count > examples.length ? [`    and ${count - examples.length} more`] : [];
  return [`NOT TRUE (${count}): ${sentence} [${check}]`, ...examples.map((example) => `    ${example}`), ...more];
}

function verdict({ ok, checks, findings, rows }: ReconciliationReport): string {
  if (ok) {
    return `All is accounted for: every event is in one place, and all ${checks} statements hold.`;
  }
  const differing = rows.filter((row) => row.difference !== 0).length;
  return `NOT all is accounted for: ${findings.length} of ${checks} statements do not hold, ${differing} counts differ.`;
}

/** The report as a person reads it in a terminal. */
export function printReport(report: ReconciliationReport): string {
  const duplicates = report.duplicates.map(({ receiver, duplicates: count }) => `${receiver} ${count}`);
  return [
    `Reconciliation of ${report.at}`,
    '',
    ...(report.rows.length === 0 ? ['No events were received yet.'] : eventTable(report.rows)),
    '',
    `Duplicates, without effect: ${duplicates.length === 0 ? 'none' : duplicates.join(', ')}`,
    ...report.findings.flatMap((finding) => ['', ...findingLines(finding)]),
    '',
    verdict(report),
    '',
  ].join('\n');
}
