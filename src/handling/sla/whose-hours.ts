import type { StaffedHours } from '../../domain/sla/next-moment.js';
import type { Moment } from '../../domain/working-time.js';
import type { Step } from './policy-of.js';

/** How often hours in common are looked for before there are none: more than a year of working days. */
const MAX_TURNS = 400;
const NO_OPEN_TIME = { ok: false, code: 'NO_OPEN_TIME' } as const;

type Look = (hours: StaffedHours, ms: number) => Moment;

/** The first moment in a direction at which all are there. */
function meet(all: readonly StaffedHours[], ms: number, look: Look): Moment {
  let atMs = ms;
  for (let turn = 0; turn < MAX_TURNS; turn += 1) {
    const beforeMs = atMs;
    for (const hours of all) {
      const found = look(hours, atMs);
      if (!found.ok) {
        return found;
      }
      atMs = found.atMs;
    }
    if (atMs === beforeMs) {
      return { ok: true, atMs };
    }
  }
  return NO_OPEN_TIME;
}

/** The moment that one of them offers, the best by a rule. */
function best(found: readonly Moment[], choose: (...ms: readonly number[]) => number): Moment {
  const open = found.flatMap((moment) => (moment.ok ? [moment.atMs] : []));
  return open.length === 0 ? NO_OPEN_TIME : { ok: true, atMs: choose(...open) };
}

function allOf(all: readonly StaffedHours[]): StaffedHours {
  return {
    nextOpening: (ms) => meet(all, ms, (hours, at) => hours.nextOpening(at)),
    previousOpenMs: (ms) => meet(all, ms, (hours, at) => hours.previousOpenMs(at)),
  };
}

function anyOf(all: readonly StaffedHours[]): StaffedHours {
  return {
    nextOpening: (ms) =>
      best(
        all.map((hours) => hours.nextOpening(ms)),
        Math.min,
      ),
    previousOpenMs: (ms) =>
      best(
        all.map((hours) => hours.previousOpenMs(ms)),
        Math.max,
      ),
  };
}

/**
 * When those are there who have to do with what a policy asks for: whoever is told or takes over, and else whoever has
 * the ticket. Overflow is for the hours in which only one of two is there, so it waits for either.
 */
export function hoursOf(
  steps: readonly Step[],
  target: string,
  staffed: (target: string) => StaffedHours,
): StaffedHours {
  const overflowTo = steps.flatMap((step) => (step.do === 'overflow' && step.to !== undefined ? [step.to] : []));
  if (overflowTo.length > 0) {
    return anyOf([target, ...overflowTo].map(staffed));
  }
  const addressed = new Set(steps.map(({ to }) => to ?? target));
  return allOf([...(addressed.size === 0 ? [target] : addressed)].map(staffed));
}
