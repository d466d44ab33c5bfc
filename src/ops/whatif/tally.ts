import { CLOCK_NAMES, type ClockName } from '../../domain/sla/vocabulary.js';
import type {
  ClockDifference,
  MunicipalityDifference,
  NamedTicket,
  PromiseVerdict,
  TargetDifference,
  VerdictDifference,
  WhatIfReport,
} from '../../domain/what-if.js';
import { countsWithExamples, type Count } from './examples.js';
import { isChanged, type PromiseOutcome, type TicketOutcome } from './ticket-outcome.js';

type Side = 'before' | 'after';
type Sides = Record<Side, number>;

interface ClockTally {
  readonly promises: Sides;
  readonly both: Count;
  readonly beforeOnly: Count;
  readonly afterOnly: Count;
}

interface TargetTally {
  readonly tickets: Sides;
  readonly workingMs: Sides;
  readonly gained: Count;
  readonly lost: Count;
  readonly kept: Count;
}

interface TownTally {
  tickets: number;
  readonly clocks: Map<ClockName, ClockTally>;
}

interface VerdictTally {
  readonly before: PromiseVerdict | null;
  readonly after: PromiseVerdict | null;
  readonly count: Count;
}

/** One ticket, as it was and as it would have been. */
export interface Compared {
  readonly ticket: NamedTicket & { readonly tenant: string };
  readonly isUnderOtherSettings: boolean;
  readonly before: TicketOutcome;
  readonly after: TicketOutcome;
}

type Totals = Pick<
  WhatIfReport,
  'tickets' | 'underOtherSettings' | 'changed' | 'municipalities' | 'targets' | 'firstResponses' | 'undecided'
>;

function ensure<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) {
    return known;
  }
  const made = make();
  map.set(key, made);
  return made;
}

function byKey<Value>(map: ReadonlyMap<string, Value>): readonly (readonly [string, Value])[] {
  return [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function countSides(sides: Sides, was: unknown, is: unknown): void {
  sides.before += was === undefined ? 0 : 1;
  sides.after += is === undefined ? 0 : 1;
}

function whereBreached(was?: PromiseOutcome, is?: PromiseOutcome): 'both' | 'beforeOnly' | 'afterOnly' | undefined {
  const isLate = is?.verdict === 'breached';
  if (was?.verdict === 'breached') {
    return isLate ? 'both' : 'beforeOnly';
  }
  return isLate ? 'afterOnly' : undefined;
}

/** Adds up what differs, ticket by ticket. Its size depends on names and bounds, not on the number of tickets. */
export class Tally {
  readonly #count = countsWithExamples();
  readonly #changed = this.#count();
  readonly #towns = new Map<string, TownTally>();
  readonly #targets = new Map<string, TargetTally>();
  readonly #verdicts = new Map<string, VerdictTally>();
  readonly #undecided = new Map<string, Count>();
  #tickets = 0;
  #underOtherSettings = 0;

  addUndecided(ticket: NamedTicket, code: string): void {
    ensure(this.#undecided, code, this.#count).add(ticket);
  }

  add(compared: Compared): void {
    const { ticket, before, after } = compared;
    this.#tickets += 1;
    this.#underOtherSettings += compared.isUnderOtherSettings ? 1 : 0;
    if (isChanged(before, after)) {
      this.#changed.add(ticket);
    }
    const town = ensure(this.#towns, ticket.tenant, () => ({ tickets: 0, clocks: new Map<ClockName, ClockTally>() }));
    town.tickets += 1;
    this.#addPromises(town, compared);
    this.#addVerdict(compared);
    this.#addTargets(compared);
  }

  #addPromises({ clocks }: TownTally, { ticket, before, after }: Compared): void {
    for (const key of new Set([...before.promises.keys(), ...after.promises.keys()])) {
      const [was, is] = [before.promises.get(key), after.promises.get(key)];
      const name = was?.clock ?? is?.clock;
      if (name === undefined) {
        continue;
      }
      const { promises, ...counts } = ensure(clocks, name, () => ({
        promises: { before: 0, after: 0 },
        ...{ both: this.#count(), beforeOnly: this.#count(), afterOnly: this.#count() },
      }));
      countSides(promises, was, is);
      const where = whereBreached(was, is);
      if (where !== undefined) {
        counts[where].add(ticket);
      }
    }
  }

  #addVerdict({ ticket, before, after }: Compared): void {
    const was = before.promises.get('first-response 1')?.verdict ?? null;
    const is = after.promises.get('first-response 1')?.verdict ?? null;
    if (was !== is) {
      const make = () => ({ before: was, after: is, count: this.#count() });
      ensure(this.#verdicts, `${was} ${is}`, make).count.add(ticket);
    }
  }

  #addTargets({ ticket, before, after }: Compared): void {
    for (const target of new Set([...before.targets.keys(), ...after.targets.keys()])) {
      const tally = ensure(this.#targets, target, () => ({
        ...{ tickets: { before: 0, after: 0 }, workingMs: { before: 0, after: 0 } },
        ...{ gained: this.#count(), lost: this.#count(), kept: this.#count() },
      }));
      const [was, is] = [before.targets.get(target), after.targets.get(target)];
      countSides(tally.tickets, was, is);
      tally.workingMs.before += was ?? 0;
      tally.workingMs.after += is ?? 0;
      tally[was === undefined ? 'gained' : is === undefined ? 'lost' : 'kept'].add(ticket);
    }
  }

  totals(): Totals {
    return {
      ...{ tickets: this.#tickets, underOtherSettings: this.#underOtherSettings },
      changed: this.#changed.counted(),
      municipalities: byKey(this.#towns).map(([tenant, town]) => townDifference(tenant, town)),
      targets: byKey(this.#targets).map(([target, tally]) => targetDifference(target, tally)),
      firstResponses: byKey(this.#verdicts).map(([, { before, after, count }]): VerdictDifference => {
        return { before, after, ...count.counted() };
      }),
      undecided: byKey(this.#undecided).map(([code, count]) => ({ code, ...count.counted() })),
    };
  }
}

function clockDifference(clock: ClockName, { promises, both, beforeOnly, afterOnly }: ClockTally): ClockDifference {
  const [inBoth, inBefore, inAfter] = [both.counted(), beforeOnly.counted(), afterOnly.counted()];
  return {
    ...{ clock, promises },
    breaches: { before: inBoth.count + inBefore.count, after: inBoth.count + inAfter.count },
    ...{ breachedBoth: inBoth, breachedBeforeOnly: inBefore, breachedAfterOnly: inAfter },
  };
}

function townDifference(tenant: string, { tickets, clocks }: TownTally): MunicipalityDifference {
  return {
    ...{ tenant, tickets },
    clocks: CLOCK_NAMES.flatMap((name) => {
      const tally = clocks.get(name);
      return tally === undefined ? [] : [clockDifference(name, tally)];
    }),
  };
}

function targetDifference(target: string, tally: TargetTally): TargetDifference {
  const { tickets, workingMs, gained, lost, kept } = tally;
  return {
    ...{ target, tickets },
    workingSeconds: { before: Math.round(workingMs.before / 1000), after: Math.round(workingMs.after / 1000) },
    ...{ gained: gained.counted(), lost: lost.counted(), kept: kept.counted() },
  };
}
