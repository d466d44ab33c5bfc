import type { WorkingTime } from '../working-time.js';
import { countTime } from './count-time.js';
import type { DatedFact } from './dated-fact.js';
import { countingOf, type ClockView } from './fold-clocks.js';
import type { SlaTimes } from './sla-time.js';

const MINUTE_MS = 60_000;

/** Something that falls due about a clock, whenever that is. */
export type MomentAbout =
  | { readonly what: 'warning'; readonly share: number }
  /** A step of the ladder before the channel stops taking answers. */
  | { readonly what: 'window'; readonly step: number }
  | { readonly what: 'breach' }
  /** Somebody is there to act on a breach. */
  | { readonly what: 'breach-actions' };

/** When it falls due, and the deadline or the closing of the window that it is about; UTC milliseconds. */
export type Moment = MomentAbout & { readonly atMs: number; readonly dueAtMs: number };

/** When somebody is there. */
export type StaffedHours = Pick<WorkingTime, 'nextOpening' | 'previousOpenMs'>;

export interface MomentContext {
  readonly facts: readonly DatedFact[];
  readonly times: SlaTimes;
  /** When those are there who have to do with a moment. */
  readonly staffed: (about: MomentAbout) => StaffedHours;
  /** Minutes before the window closes, for each step of the policy's ladder. */
  readonly ladder: readonly number[];
  /** Whether the rule asks for anything after a breach. */
  readonly hasBreachActions: boolean;
}

/**
 * When somebody is there to read it: at once in staffed hours, else at the next opening; and where that would be too
 * late, at the last staffed moment before. Nobody is told at midnight (zammad#4432), unless nobody is there in time.
 */
export function staffedMoment(staffed: StaffedHours, atMs: number, range: { startMs: number; endMs: number }): number {
  const opening = staffed.nextOpening(atMs);
  if (opening.ok && opening.atMs < range.endMs) {
    return opening.atMs;
  }
  const before = staffed.previousOpenMs(atMs);
  return before.ok && before.atMs >= range.startMs ? before.atMs : atMs;
}

function isOf(view: ClockView, fact: { readonly clock: string; readonly round: number }): boolean {
  return fact.clock === view.name && fact.round === view.round;
}

function warnings(view: ClockView, dueAtMs: number, context: MomentContext): Moment[] {
  const warned = context.facts.flatMap(({ fact }) =>
    fact.type === 'sla.warned' && isOf(view, fact) ? [fact.share] : [],
  );
  const range = { startMs: view.startedAtMs, endMs: dueAtMs };
  return view.warnAt.flatMap((share): Moment[] => {
    const at = countTime(view.spans, countingOf(context.times, view.name, share), 0).dueAtMs;
    // Where the reply window ends first, its ladder warns.
    if (warned.includes(share) || at === null || at >= dueAtMs) {
      return [];
    }
    const about = { what: 'warning', share } as const;
    return [{ what: 'warning', share, dueAtMs, atMs: staffedMoment(context.staffed(about), at, range) }];
  });
}

function isTold(view: ClockView, type: 'sla.breached' | 'sla.acted', dueAtMs: number, facts: readonly DatedFact[]) {
  return facts.some(({ fact }) => fact.type === type && isOf(view, fact) && fact.dueAtMs >= dueAtMs);
}

/** A breach is told once, and again only when a later deadline passes after a correction. */
function breach(view: ClockView, dueAtMs: number, { facts, staffed, hasBreachActions }: MomentContext): Moment[] {
  const moments: Moment[] = isTold(view, 'sla.breached', dueAtMs, facts)
    ? []
    : [{ what: 'breach', dueAtMs, atMs: dueAtMs }];
  if (hasBreachActions && !isTold(view, 'sla.acted', dueAtMs, facts)) {
    const about = { what: 'breach-actions' } as const;
    const opening = staffed(about).nextOpening(dueAtMs);
    moments.push({ what: 'breach-actions', dueAtMs, atMs: opening.ok ? opening.atMs : dueAtMs });
  }
  return moments;
}

function windowSteps(view: ClockView, windowAtMs: number, context: MomentContext): Moment[] {
  const range = { startMs: view.startedAtMs, endMs: windowAtMs };
  return context.ladder.flatMap((beforeMinutes, step): Moment[] => {
    const isTaken = context.facts.some(
      ({ fact }) =>
        fact.type === 'sla.window' && isOf(view, fact) && fact.step === step && fact.closesAtMs >= windowAtMs,
    );
    const about = { what: 'window', step } as const;
    const atMs = Math.max(view.startedAtMs, windowAtMs - beforeMinutes * MINUTE_MS);
    if (isTaken) {
      return [];
    }
    const staffedAtMs = staffedMoment(context.staffed(about), atMs, range);
    return [{ what: 'window', step, dueAtMs: windowAtMs, atMs: staffedAtMs }];
  });
}

/** What is still to come about a clock, earliest first; nothing once it ended. */
export function momentsOf(view: ClockView, context: MomentContext): Moment[] {
  const { dueAtMs, windowAtMs, endedAtMs } = view;
  if (endedAtMs !== null) {
    return [];
  }
  return [
    // Nobody is warned of what has happened.
    ...(dueAtMs === null || view.state === 'breached' ? [] : warnings(view, dueAtMs, context)),
    ...(windowAtMs === null ? [] : windowSteps(view, windowAtMs, context)),
    ...(dueAtMs === null ? [] : breach(view, dueAtMs, context)),
  ].toSorted((a, b) => a.atMs - b.atMs);
}
