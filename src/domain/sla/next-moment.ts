import type { WorkingTime } from '../working-time.js';
import { countTime } from './count-time.js';
import type { DatedFact } from './dated-fact.js';
import { calendarOf, type ClockView } from './fold-clocks.js';
import type { SlaTimes } from './sla-time.js';

const MINUTE_MS = 60_000;

/** Something that falls due about a clock. `atMs` is when, UTC milliseconds. */
export type Moment =
  | { readonly what: 'warning'; readonly share: number; readonly atMs: number }
  | { readonly what: 'window'; readonly step: number; readonly atMs: number }
  | { readonly what: 'breach'; readonly atMs: number }
  /** Somebody is there to act on a breach. */
  | { readonly what: 'breach-actions'; readonly atMs: number };

export interface MomentContext {
  readonly facts: readonly DatedFact[];
  readonly times: SlaTimes;
  /** When whoever should act is there. */
  readonly staffed: WorkingTime;
  /** Minutes before the window closes, for each step of the policy's ladder. */
  readonly ladder: readonly number[];
  /** Whether the rule asks for anything after a breach. */
  readonly hasBreachActions: boolean;
}

/**
 * When somebody is there to read it: at once in staffed hours, else at the next opening; and where that would be too
 * late, at the last staffed moment before. Nobody is told at midnight (zammad#4432).
 */
export function staffedMoment(staffed: WorkingTime, atMs: number, range: { startMs: number; endMs: number }): number {
  const opening = staffed.nextOpening(atMs);
  if (opening.ok && (opening.atMs <= atMs || opening.atMs < range.endMs)) {
    return Math.max(atMs, opening.atMs);
  }
  const before = staffed.previousOpenMs(atMs);
  return before.ok && before.atMs >= range.startMs ? before.atMs : atMs;
}

function isOpen({ state }: ClockView): boolean {
  return state === 'running' || state === 'breached' || state === 'paused';
}

/** Nobody knows when a citizen answers; a crisis has an end, so what follows it can be planned. */
function standsStill({ state, reason }: ClockView): boolean {
  return state === 'paused' && reason !== 'crisis';
}

function isOf(view: ClockView, fact: { readonly clock: string; readonly round: number }): boolean {
  return fact.clock === view.name && fact.round === view.round;
}

function warnings(view: ClockView, context: MomentContext): Moment[] {
  const { dueAtMs, startedAtMs } = view;
  if (dueAtMs === null || standsStill(view)) {
    return [];
  }
  const warned = context.facts.flatMap(({ fact }) =>
    fact.type === 'sla.warned' && isOf(view, fact) ? [fact.share] : [],
  );
  return view.warnAt.flatMap((share): Moment[] => {
    if (warned.includes(share)) {
      return [];
    }
    const counting = { targetMs: view.targetMs * share, graceMs: 0 };
    const at = countTime(view.spans, counting, (span) => calendarOf(context.times, span.terms, view.name), 0).dueAtMs;
    if (at === null || at >= dueAtMs) {
      return [];
    }
    const atMs = staffedMoment(context.staffed, Math.round(at), { startMs: startedAtMs, endMs: dueAtMs });
    return [{ what: 'warning', share, atMs }];
  });
}

function isTold(view: ClockView, type: 'sla.breached' | 'sla.acted', { facts }: MomentContext): boolean {
  const dueAtMs = view.dueAtMs ?? 0;
  return facts.some(({ fact }) => fact.type === type && isOf(view, fact) && fact.dueAtMs >= dueAtMs);
}

/** A breach is told once, and again only when a later deadline passes after a correction. */
function breach(view: ClockView, context: MomentContext): Moment[] {
  const { dueAtMs, startedAtMs } = view;
  if (dueAtMs === null || standsStill(view)) {
    return [];
  }
  const moments: Moment[] = isTold(view, 'sla.breached', context) ? [] : [{ what: 'breach', atMs: dueAtMs }];
  if (context.hasBreachActions && !isTold(view, 'sla.acted', context)) {
    const range = { startMs: startedAtMs, endMs: Number.POSITIVE_INFINITY };
    moments.push({ what: 'breach-actions', atMs: staffedMoment(context.staffed, dueAtMs, range) });
  }
  return moments;
}

function windowSteps(view: ClockView, context: MomentContext): Moment[] {
  const { windowAtMs, startedAtMs } = view;
  if (windowAtMs === null) {
    return [];
  }
  return context.ladder.flatMap((beforeMinutes, step): Moment[] => {
    const isTaken = context.facts.some(
      ({ fact }) =>
        fact.type === 'sla.window' && isOf(view, fact) && fact.step === step && fact.closesAtMs >= windowAtMs,
    );
    const range = { startMs: startedAtMs, endMs: windowAtMs };
    const atMs = Math.max(startedAtMs, windowAtMs - beforeMinutes * MINUTE_MS);
    return isTaken ? [] : [{ what: 'window', step, atMs: staffedMoment(context.staffed, atMs, range) }];
  });
}

/** What is still to come about a clock, earliest first; nothing once it ended. */
export function momentsOf(view: ClockView, context: MomentContext): Moment[] {
  if (!isOpen(view)) {
    return [];
  }
  return [...warnings(view, context), ...windowSteps(view, context), ...breach(view, context)].toSorted(
    (a, b) => a.atMs - b.atMs,
  );
}
