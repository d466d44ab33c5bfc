import type { BeforeAndAfter, Counted, WhatIfReport } from '../../domain/what-if.js';

/** Tickets that a line names; the rest is in the report. */
const MAX_NUMBERS = 10;

/** What a municipality is called. */
export type NameOf = (tenant: string) => string;

function moved({ before, after }: BeforeAndAfter): string {
  const by = after - before;
  return by === 0 ? `${before}, unchanged` : `${before} to ${after} (${by > 0 ? '+' : ''}${by})`;
}

function numbers({ count, tickets }: Counted): string {
  const shown = tickets.slice(0, MAX_NUMBERS).map(({ number }) => String(number));
  return [...shown, ...(count > shown.length ? [`and ${count - shown.length} more`] : [])].join(', ');
}

function hours({ before, after }: BeforeAndAfter): BeforeAndAfter {
  const inHours = (seconds: number): number => Math.round(seconds / 360) / 10;
  return { before: inHours(before), after: inHours(after) };
}

function townLines({ municipalities }: WhatIfReport, nameOf: NameOf): string[] {
  return municipalities.flatMap(({ tenant, tickets, clocks }) => [
    '',
    `${nameOf(tenant)}: ${tickets} tickets`,
    ...clocks.flatMap(({ clock, promises, breaches, breachedAfterOnly, breachedBeforeOnly }) => [
      `  ${clock}: promised ${moved(promises)}; breached ${moved(breaches)}`,
      ...(breachedAfterOnly.count > 0 ? [`    newly breached: ${numbers(breachedAfterOnly)}`] : []),
      ...(breachedBeforeOnly.count > 0 ? [`    no longer breached: ${numbers(breachedBeforeOnly)}`] : []),
    ]),
  ]);
}

function targetLines({ targets }: WhatIfReport): string[] {
  return targets.flatMap(({ target, tickets, workingSeconds, gained, lost }) => [
    `  ${target}: tickets ${moved(tickets)}; staffed hours ${moved(hours(workingSeconds))}`,
    ...(gained.count > 0 ? [`    gained: ${numbers(gained)}`] : []),
    ...(lost.count > 0 ? [`    lost: ${numbers(lost)}`] : []),
  ]);
}

function verdictLines({ firstResponses }: WhatIfReport): string[] {
  return firstResponses.map(
    (one) => `  ${one.before ?? 'not promised'} to ${one.after ?? 'not promised'}: ${one.count} (${numbers(one)})`,
  );
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

/** The report as a person reads it in a terminal. */
export function printWhatIf(report: WhatIfReport, nameOf: NameOf): string {
  const { period, tickets, changed, underOtherSettings, undecided, broughtForward } = report;
  const verdict =
    changed.count === 0
      ? 'Nothing would have been different.'
      : `${changed.count} of them would have had another deadline, verdict or target.`;
  return [
    `What if, for ${period}: ${tickets} tickets that opened in it, looked at as of ${report.asOf}.`,
    verdict,
    ...broughtForward,
    ...(underOtherSettings > 0
      ? [
          `${underOtherSettings} of them opened under other settings than those in force: part of the difference is theirs.`,
        ]
      : []),
    ...undecided.map((one) => `${one.count} could not be decided, ${one.code}: ${numbers(one)}`),
    ...townLines(report, nameOf),
    ...titled('Targets', targetLines(report)),
    ...titled('First responses with another verdict', verdictLines(report)),
  ].join('\n');
}
