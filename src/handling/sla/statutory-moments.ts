import type { DatedFact } from '../../domain/sla/dated-fact.js';
import { staffedMoment } from '../../domain/sla/next-moment.js';
import type { StatutoryClock } from '../../domain/sla/statutory.js';
import type { TicketFact } from '../../domain/ticket.js';
import type { WorkingTime } from '../../domain/working-time.js';

/** The share of the days at which whoever answers is warned. */
export const STATUTORY_WARNING = 0.75;

/** Something that falls due about a statutory term, with the fact that it becomes. */
export interface StatutoryMoment {
  readonly atMs: number;
  readonly fact: Extract<TicketFact, { type: 'sla.warned' | 'sla.breached' }>;
}

function isKnown(clock: StatutoryClock, type: StatutoryMoment['fact']['type'], facts: readonly DatedFact[]): boolean {
  return facts.some(
    ({ fact }) =>
      fact.type === type &&
      fact.clock === clock.name &&
      fact.round === clock.round &&
      // An extension gives a later day, of which nobody was told yet.
      fact.dueAtMs >= clock.dueAtMs,
  );
}

/** What is still to come about a term, earliest first; nothing once it ended. */
export function statutoryMoments(
  clock: StatutoryClock,
  facts: readonly DatedFact[],
  staffed: WorkingTime,
): StatutoryMoment[] {
  if (clock.endedAtMs !== null) {
    return [];
  }
  const { name, round, startedAtMs, dueAtMs } = clock;
  const warnMs = startedAtMs + (dueAtMs - startedAtMs) * STATUTORY_WARNING;
  const about = { clock: name, round, dueAtMs } as const;
  const moments: StatutoryMoment[] = [];
  // Nobody is warned of what has happened.
  if (clock.state !== 'breached' && !isKnown(clock, 'sla.warned', facts)) {
    const atMs = staffedMoment(staffed, warnMs, { startMs: startedAtMs, endMs: dueAtMs });
    moments.push({ atMs, fact: { type: 'sla.warned', ...about, share: STATUTORY_WARNING } });
  }
  if (!isKnown(clock, 'sla.breached', facts)) {
    moments.push({ atMs: dueAtMs, fact: { type: 'sla.breached', ...about } });
  }
  return moments;
}
