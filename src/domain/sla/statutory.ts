import { DAY_MS, dayNumberOf, isoDateOf, startOfDateMs } from '../time.js';
import type { TicketFact } from '../ticket.js';
import type { DatedFact } from './dated-fact.js';
import type { ClockState, StatutoryClockName, StatutoryProcedure } from './vocabulary.js';

/** Terms of Flemish law and of municipal regulations run by the calendar of Belgium. */
export const STATUTORY_TIME_ZONE = 'Europe/Brussels';

/** One term of a procedure. It counts calendar days: nothing pauses it, and no crisis moves it. */
export interface StatutoryClock {
  readonly name: StatutoryClockName;
  /** Which start of the procedure on this ticket, from 1. */
  readonly round: number;
  readonly procedure: StatutoryProcedure;
  readonly state: ClockState;
  readonly registeredOn: string;
  readonly days: number;
  readonly isExtended: boolean;
  /** The first instant of the day after registration. */
  readonly startedAtMs: number;
  /** The end of the last day. */
  readonly dueAtMs: number;
  readonly endedAtMs: number | null;
  /** The regulation that sets the term, in Dutch. */
  readonly basis: string;
  readonly settingsHash: string;
}

type Started = Extract<TicketFact, { type: 'statutory.started' }>;
type Step = Extract<TicketFact, { type: 'statutory.changed' }>['step'];

interface Course {
  readonly started: Started;
  readonly round: number;
  readonly settingsHash: string;
  readonly steps: Map<Step, number>;
}

/** The end of the day that lies so many days after a date: terms run from the day after it and end at midnight. */
export function endOfTerm(date: string, days: number): number {
  return startOfDateMs(isoDateOf(dayNumberOf(date) + days + 1), STATUTORY_TIME_ZONE);
}

function coursesOf(facts: readonly DatedFact[]): Course[] {
  const courses: Course[] = [];
  const inTime = facts.toSorted((a, b) => a.occurredAtMs - b.occurredAtMs || a.seq - b.seq);
  for (const { fact, occurredAtMs, settingsHash } of inTime) {
    if (fact.type === 'statutory.started') {
      const round = courses.filter(({ started }) => started.procedure === fact.procedure).length + 1;
      courses.push({ started: fact, round, settingsHash, steps: new Map() });
    } else if (fact.type === 'statutory.changed') {
      const course = courses.findLast(({ started }) => started.procedure === fact.procedure);
      // The first of each counts: an answer is not later because somebody notes it twice.
      if (course !== undefined && !course.steps.has(fact.step)) {
        course.steps.set(fact.step, occurredAtMs);
      }
    }
  }
  return courses;
}

interface End {
  readonly dueAtMs: number;
  readonly answeredAtMs: number | undefined;
  readonly withdrawnAtMs: number | undefined;
  /** Its end came, or was told by a clock that was ahead of the one that looks. */
  readonly isOver: boolean;
}

function stateOf({ dueAtMs, answeredAtMs, withdrawnAtMs, isOver }: End): Pick<StatutoryClock, 'state' | 'endedAtMs'> {
  if (answeredAtMs !== undefined) {
    return { state: answeredAtMs < dueAtMs ? 'met' : 'met-late', endedAtMs: answeredAtMs };
  }
  if (withdrawnAtMs !== undefined) {
    return { state: withdrawnAtMs < dueAtMs ? 'stopped' : 'breached', endedAtMs: withdrawnAtMs };
  }
  return { state: isOver ? 'breached' : 'running', endedAtMs: null };
}

interface Term {
  readonly name: StatutoryClockName;
  readonly days: number;
  readonly isExtended: boolean;
  readonly endedAtMs: number | undefined;
}

function termsOf({ started, steps }: Course): Term[] {
  const { procedure, acknowledgeDays, answerDays, extendedDays } = started;
  const isExtended = steps.has('extended') && extendedDays !== null;
  const answered = steps.get('answered');
  const answer = { days: isExtended ? extendedDays : answerDays, isExtended, endedAtMs: answered };
  if (procedure === 'document-request') {
    return [{ name: 'document-request-answer', ...answer }];
  }
  // Who answers has acknowledged.
  const acknowledged = steps.get('acknowledged') ?? answered;
  const first: Term[] =
    acknowledgeDays === null
      ? []
      : [{ name: 'complaint-acknowledge', days: acknowledgeDays, isExtended: false, endedAtMs: acknowledged }];
  return [...first, { name: 'complaint-answer', ...answer }];
}

/** The statutory terms of a ticket at an instant: a pure fold over what persons started, extended and answered. */
export function statutoryClocks(facts: readonly DatedFact[], asOfMs: number): StatutoryClock[] {
  return coursesOf(facts).flatMap((course) => {
    const { started, round, settingsHash } = course;
    const { procedure, registeredOn, basis } = started;
    return termsOf(course).map(({ name, days, isExtended, endedAtMs }): StatutoryClock => {
      const dueAtMs = endOfTerm(registeredOn, days);
      const isTold = facts.some(
        ({ fact }) =>
          fact.type === 'sla.breached' && fact.clock === name && fact.round === round && fact.dueAtMs >= dueAtMs,
      );
      const withdrawnAtMs = course.steps.get('withdrawn');
      return {
        ...{ name, round, procedure, registeredOn, days, isExtended, basis, settingsHash, dueAtMs },
        startedAtMs: endOfTerm(registeredOn, 0),
        ...stateOf({ dueAtMs, answeredAtMs: endedAtMs, withdrawnAtMs, isOver: asOfMs >= dueAtMs || isTold }),
      };
    });
  });
}

/** Days between two instants, for saying how much of a term is used. */
export function daysUsed(clock: StatutoryClock, asOfMs: number): number {
  const untilMs = Math.min(clock.endedAtMs ?? asOfMs, asOfMs);
  return Math.max(0, Math.floor((untilMs - clock.startedAtMs) / DAY_MS));
}
