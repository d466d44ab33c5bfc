import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyHistory, timesOf, type RandomHistory } from '../../../test/support/sla/random-history.js';
import { MINUTE_MS } from '../../../test/support/sla/slow-diary.js';
import type { TicketFact } from '../ticket.js';
import { countedMs, countTime } from './count-time.js';
import type { DatedFact } from './dated-fact.js';
import { calendarOf, countingOf, foldClocks, type ClockView } from './fold-clocks.js';
import { momentsOf, type Moment, type MomentContext } from './next-moment.js';

const RUNS = { numRuns: 60 };
const DAY_MINUTES = 1440;

function fold(history: RandomHistory, facts = history.facts, asOfMinute = history.asOfMinute): readonly ClockView[] {
  const handoffs = history.arrivals.map(({ target, minute }) => ({ target, atMs: minute * MINUTE_MS }));
  return foldClocks({ facts, handoffs, asOfMs: asOfMinute * MINUTE_MS, times: timesOf(history) }).clocks;
}

function without(history: RandomHistory, ...types: readonly TicketFact['type'][]): RandomHistory {
  return { ...history, facts: history.facts.filter(({ fact }) => !types.includes(fact.type)) };
}

/** Nothing that changes the status of a ticket: so a wait can be put anywhere. */
function unanswered(history: RandomHistory): RandomHistory {
  return without(history, 'status.changed', 'answer.delivered', 'answer.failed', 'answer.outside', 'message.received');
}

function told(history: RandomHistory, minute: number, fact: TicketFact): DatedFact {
  const atMs = (history.asOfMinute - minute) * MINUTE_MS;
  return {
    fact,
    seq: 900 - minute,
    key: `w${900 - minute}`,
    settingsHash: 'first',
    occurredAtMs: atMs,
    receivedAtMs: atMs,
  };
}

function expectNotEarlier(after: readonly ClockView[], before: readonly ClockView[]): void {
  for (const view of after) {
    const was = before.find(({ name, round }) => name === view.name && round === view.round);
    if (view.dueAtMs !== null && was !== undefined) {
      expect(view.dueAtMs).toBeGreaterThanOrEqual(was.dueAtMs ?? Number.POSITIVE_INFINITY);
    }
  }
}

describe('the order in which facts were recorded', () => {
  it('does not matter, also when many happened at once', () => {
    const shuffled = anyHistory.chain((history) =>
      fc.record({
        history: fc.constant(history),
        order: fc.shuffledSubarray([...history.facts.keys()], { minLength: history.facts.length }),
        stepMinutes: fc.constantFrom(1, 60, 600),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ history, order, stepMinutes }) => {
        const stepMs = stepMinutes * MINUTE_MS;
        const facts = history.facts.map((one) => ({
          ...one,
          occurredAtMs: Math.floor(one.occurredAtMs / stepMs) * stepMs,
        }));
        const again = order.flatMap((index, at) =>
          facts.slice(index, index + 1).map((one) => ({ ...one, seq: at + 1 })),
        );
        expect(fold(history, again)).toEqual(fold(history, facts));
      }),
      RUNS,
    );
  });
});

describe('standing still', () => {
  it('never makes a deadline earlier: not a wait for the citizen', () => {
    fc.assert(
      fc.property(
        anyHistory,
        fc.integer({ min: 1, max: 3 * DAY_MINUTES }),
        fc.nat(DAY_MINUTES),
        (any, from, length) => {
          const history = unanswered(any);
          const openedAtMs = history.facts.find(({ fact }) => fact.type === 'ticket.opened')?.receivedAtMs ?? 0;
          const wait = told(history, from, { type: 'status.changed', to: 'waiting', by: 'api' });
          const end = told(history, Math.max(0, from - length), {
            type: 'status.changed',
            to: 'in-progress',
            by: 'api',
          });
          fc.pre(wait.occurredAtMs > openedAtMs && end.occurredAtMs > wait.occurredAtMs);
          expectNotEarlier(fold(history, [...history.facts, wait, end]), fold(history));
        },
      ),
      RUNS,
    );
  });

  it('never makes a deadline earlier: not a crisis, whichever kind', () => {
    const crisis = fc.record({
      from: fc.integer({ min: -DAY_MINUTES, max: 3 * DAY_MINUTES }),
      length: fc.nat(DAY_MINUTES),
      mode: fc.constantFrom('suspend' as const, 'relax' as const),
      factor: fc.integer({ min: 2, max: 9 }),
    });
    fc.assert(
      fc.property(anyHistory, crisis, (history, { from, length, mode, factor }) => {
        const fromMs = (history.asOfMinute - from) * MINUTE_MS;
        const about = { crisisId: 'more', mode, factor, fromMs, untilMs: fromMs + length * MINUTE_MS };
        const more = told(history, 0, { type: 'sla.crisis', crisis: about });
        expectNotEarlier(fold(history, [...history.facts, more]), fold(history));
      }),
      RUNS,
    );
  });
});

describe('used time', () => {
  it('adds up over any cut of an interval', () => {
    fc.assert(
      fc.property(anyHistory, fc.nat(4 * DAY_MINUTES), fc.nat(4 * DAY_MINUTES), (history, a, b) => {
        const times = timesOf(history);
        const [fromMs, toMs] = [Math.min(a, b), Math.max(a, b)].map(
          (minute) => (history.asOfMinute - 3 * DAY_MINUTES + minute) * MINUTE_MS,
        );
        for (const { name, spans } of fold(history)) {
          const spent = (untilMs = 0): number => countTime(spans, countingOf(times, name), untilMs).spentMs;
          const between = spans.map((span) =>
            countedMs(
              span,
              calendarOf(times, span.terms, name),
              Math.max(span.fromMs, fromMs ?? 0),
              Math.min(span.toMs, toMs ?? 0),
            ),
          );
          expect(spent(fromMs) + between.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(spent(toMs), 3);
        }
      }),
      RUNS,
    );
  });

  it('is exactly the promised time at the deadline, where there is no grace and one promise', () => {
    fc.assert(
      fc.property(anyHistory, (any) => {
        const times = timesOf(any);
        const facts = without(any, 'sla.terms').facts.map((dated) =>
          dated.fact.type === 'ticket.opened'
            ? { ...dated, fact: { ...dated.fact, terms: { ...dated.fact.terms, resumeGraceMinutes: 0 } } }
            : dated,
        );
        for (const { name, spans, dueAtMs, targetMs, endedAtMs } of fold(any, facts)) {
          if (dueAtMs !== null && dueAtMs <= (endedAtMs ?? Number.POSITIVE_INFINITY)) {
            expect(countTime(spans, countingOf(times, name), dueAtMs).spentMs).toBeCloseTo(targetMs, 3);
            expect(countTime(spans, countingOf(times, name), dueAtMs - MINUTE_MS).spentMs).toBeLessThan(targetMs);
          }
        }
      }),
      RUNS,
    );
  });
});

describe('what has ended', () => {
  it('is the same however much later one looks', () => {
    fc.assert(
      fc.property(anyHistory, fc.nat(30 * DAY_MINUTES), (history, later) => {
        const ended = fold(history).filter(({ endedAtMs }) => endedAtMs !== null);
        const again = fold(history, history.facts, history.asOfMinute + later);
        expect(again.filter(({ endedAtMs }) => endedAtMs !== null)).toEqual(ended);
      }),
      RUNS,
    );
  });
});

function factOf({ name: clock, round }: ClockView, moment: Moment): TicketFact {
  const { dueAtMs } = moment;
  if (moment.what === 'warning') {
    return { type: 'sla.warned', clock, round, share: moment.share, dueAtMs };
  }
  return { type: moment.what === 'breach' ? 'sla.breached' : 'sla.acted', clock, round, dueAtMs };
}

describe('what is to come about an open clock', () => {
  const contextOf = (history: RandomHistory, facts: readonly DatedFact[]): MomentContext => {
    const times = timesOf(history);
    return { facts, times, staffed: () => times('first').staffed('1700'), ladder: [], hasBreachActions: true };
  };

  it('warns before the deadline, never after it', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        for (const view of fold(history)) {
          for (const { what, atMs, dueAtMs } of momentsOf(view, contextOf(history, history.facts))) {
            expect(dueAtMs).toBe(view.dueAtMs);
            expect([what, what === 'warning' ? atMs < dueAtMs : atMs >= dueAtMs]).toEqual([what, true]);
          }
        }
      }),
      RUNS,
    );
  });

  it('is nothing for a clock that ended or has no deadline, and its breach for every other, until it was told', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        for (const view of fold(history)) {
          const moments = momentsOf(view, contextOf(history, history.facts));
          expect(moments.some(({ what }) => what === 'breach')).toBe(view.dueAtMs !== null && view.endedAtMs === null);
        }
      }),
      RUNS,
    );
  });

  it('comes to an end: told one by one, each warning and the breach once, and then nothing is left', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        let facts = [...history.facts];
        for (let step = 0; step < 100; step += 1) {
          const coming = fold(history, facts, history.asOfMinute)
            .flatMap((view) => momentsOf(view, contextOf(history, facts)).map((moment) => ({ view, moment })))
            .toSorted((a, b) => a.moment.atMs - b.moment.atMs);
          const [next] = coming;
          if (next === undefined) {
            break;
          }
          facts = [...facts, told(history, -step, factOf(next.view, next.moment))];
        }
        const said = facts.slice(history.facts.length).map(({ fact }) => JSON.stringify(fact));
        expect(new Set(said).size).toBe(said.length);
        expect(said.length).toBeLessThan(100);
        const breaches = said.filter((fact) => fact.includes('sla.breached'));
        const due = fold(history).filter((view) => view.endedAtMs === null && view.dueAtMs !== null);
        expect(breaches).toHaveLength(due.length);
      }),
      RUNS,
    );
  });
});
