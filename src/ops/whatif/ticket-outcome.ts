import { foldClocks, type ClockView } from '../../domain/sla/fold-clocks.js';
import { holderTime } from '../../domain/sla/holder-time.js';
import type { SlaTimes } from '../../domain/sla/sla-time.js';
import type { ClockName } from '../../domain/sla/vocabulary.js';
import type { PromiseVerdict } from '../../domain/what-if.js';
import { openingOf, type TicketHistory } from './decide-again.js';

export interface PromiseOutcome {
  readonly clock: ClockName;
  readonly round: number;
  readonly verdict: PromiseVerdict;
  readonly dueAtMs: number | null;
}

/** What became of a ticket: its promises by clock and round, and what it cost each target that had it. */
export interface TicketOutcome {
  readonly promises: ReadonlyMap<string, PromiseOutcome>;
  /** Staffed milliseconds in which the target had the ticket. */
  readonly targets: ReadonlyMap<string, number>;
}

const VERDICTS: Readonly<Record<ClockView['state'], PromiseVerdict>> = {
  running: 'open',
  paused: 'open',
  met: 'met',
  'met-late': 'breached',
  breached: 'breached',
  stopped: 'excluded',
};

function targetsOf(history: TicketHistory, times: SlaTimes, asOfMs: number): ReadonlyMap<string, number> {
  const { dated, opened } = openingOf(history);
  const time = times(dated.settingsHash);
  const targets = new Map<string, number>([[opened.target, 0]]);
  for (const { fact } of history.facts) {
    if (fact.type === 'ticket.forwarded') {
      targets.set(fact.to, 0);
    }
  }
  const { facts, handoffs } = history;
  for (const { target, fromMs, toMs } of holderTime({ facts, handoffs, partyOf: time.partyOf, asOfMs }).stretches) {
    if (target !== null) {
      targets.set(target, (targets.get(target) ?? 0) + time.staffed(target).workingMsBetween(fromMs, toMs));
    }
  }
  return targets;
}

/** Folds one history. `asOfMs` is the instant of looking, UTC milliseconds. */
export function outcomeOf(history: TicketHistory, times: SlaTimes, asOfMs: number): TicketOutcome {
  const { facts, handoffs } = history;
  const { clocks } = foldClocks({ facts, handoffs, asOfMs, times });
  const promises = clocks.map(({ name, round, state, dueAtMs }): [string, PromiseOutcome] => [
    `${name} ${round}`,
    { clock: name, round, verdict: VERDICTS[state], dueAtMs },
  ]);
  return { promises: new Map(promises), targets: targetsOf(history, times, asOfMs) };
}

/** Whether anything about the promises or the targets differs: a deadline, a verdict, a place. */
export function isChanged(before: TicketOutcome, after: TicketOutcome): boolean {
  const say = ({ promises, targets }: TicketOutcome): string => JSON.stringify([[...promises], [...targets.keys()]]);
  return say(before) !== say(after);
}
