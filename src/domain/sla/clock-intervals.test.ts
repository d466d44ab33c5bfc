import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { madeTicket } from '../../../test/support/sla/made-ticket.js';
import { seeded } from '../../../test/support/sla/random.js';
import { townSettings } from '../../../test/support/sla/towns.js';
import { knownSnapshots } from '../../settings/snapshot-times.js';
import type { Settings } from '../../settings/snapshot.js';
import type { CrisisTerms } from '../ticket.js';
import { clockIntervals, type ClockIntervals } from './clock-intervals.js';
import { foldClocks, type ClockView } from './fold-clocks.js';
import type { SlaTimes } from './sla-time.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Tuesday 24 November, 16:00 in Brussels; the desk closes at 17:00. */
const TUESDAY_MS = Date.UTC(2026, 10, 24, 15, 0);

function timesOf(settings: Settings): SlaTimes {
  const known = knownSnapshots();
  known.learn([settings]);
  return known.of('gent');
}

function ticketAt(openedAtMs: number, crisis?: CrisisTerms) {
  // A seed after which nothing more happens.
  const made = madeTicket({ number: 1, tenant: 'gent', openedAtMs, settings: townSettings() }, () => 0);
  return made.facts.map((dated) =>
    crisis !== undefined && dated.fact.type === 'ticket.opened' ? { ...dated, fact: { ...dated.fact, crisis } } : dated,
  );
}

function firstResponse(facts: ReturnType<typeof ticketAt>, asOfMs: number): ClockView {
  const times = timesOf(townSettings());
  const view = foldClocks({ facts, handoffs: [], asOfMs, times }).clocks.find(({ name }) => name === 'first-response');
  if (view === undefined) {
    throw new Error('no first response');
  }
  return view;
}

function said({ intervals }: ClockIntervals): readonly string[] {
  return intervals.map((one) => {
    const minutes = (one.toMs - one.fromMs) / MINUTE;
    return `${one.why} ${minutes} counts ${one.countedMs / MINUTE}${one.isExpected ? ' expected' : ''}`;
  });
}

describe('the intervals of a clock', () => {
  const times = timesOf(townSettings());

  it('count open hours, skip the night, and go on to the deadline', () => {
    const asOfMs = TUESDAY_MS + 30 * MINUTE;
    const view = firstResponse(ticketAt(TUESDAY_MS), asOfMs);
    const found = clockIntervals(view, times, { asOfMs, max: 100 });
    expect(said(found)).toEqual([
      'open-hours 30 counts 30',
      'open-hours 30 counts 30 expected',
      'outside-hours 960 counts 0 expected',
      'open-hours 180 counts 180 expected',
    ]);
    expect(found).toMatchObject({ earlierMs: 0, isCut: false });
    expect(found.intervals[0]).toMatchObject({ calendar: 'kantoor', factor: 1, terms: { terms: { rule: 'altijd' } } });
  });

  it('count a part in a relaxed crisis and nothing in a suspended one', () => {
    const crisis = { crisisId: 'c', fromMs: TUESDAY_MS, untilMs: TUESDAY_MS + 30 * MINUTE, factor: 2 };
    const asOfMs = TUESDAY_MS + 60 * MINUTE;
    const relaxed = firstResponse(ticketAt(TUESDAY_MS, { ...crisis, mode: 'relax' }), asOfMs);
    expect(said(clockIntervals(relaxed, times, { asOfMs, max: 100 })).slice(0, 2)).toEqual([
      'relaxed 30 counts 15',
      'open-hours 30 counts 30',
    ]);
    const suspended = firstResponse(ticketAt(TUESDAY_MS, { ...crisis, mode: 'suspend' }), asOfMs);
    expect(said(clockIntervals(suspended, times, { asOfMs, max: 100 })).slice(0, 2)).toEqual([
      'crisis 30 counts 0',
      'open-hours 30 counts 30',
    ]);
  });

  it('end where the clock ended, and say why it stood still', () => {
    const [opened] = ticketAt(TUESDAY_MS);
    const change = (to: 'waiting' | 'closed', minutes: number, seq: number) => ({
      ...{ fact: { type: 'status.changed' as const, to, by: 'api' }, seq, key: `z${seq}`, settingsHash: 'x' },
      ...{ occurredAtMs: TUESDAY_MS + minutes * MINUTE, receivedAtMs: TUESDAY_MS + minutes * MINUTE },
    });
    const facts = opened === undefined ? [] : [opened, change('waiting', 20, 2), change('closed', 50, 3)];
    const asOfMs = TUESDAY_MS + DAY;
    const view = foldClocks({ facts, handoffs: [], asOfMs, times }).clocks.find(({ name }) => name === 'resolution');
    expect(view && said(clockIntervals(view, times, { asOfMs, max: 100 }))).toEqual([
      'open-hours 20 counts 20',
      'waiting 30 counts 0',
    ]);
  });

  it('are the newest when there are too many, with what counted before', () => {
    const asOfMs = TUESDAY_MS + 3 * 365 * DAY;
    const view = firstResponse(ticketAt(TUESDAY_MS), asOfMs);
    const cut = clockIntervals(view, times, { asOfMs, max: 7 });
    expect(cut.intervals).toHaveLength(7);
    expect(cut.isCut).toBe(true);
    expect(cut.intervals.at(-1)?.toMs).toBe(asOfMs);
    const shown = cut.intervals.reduce((sum, one) => sum + one.countedMs, 0);
    expect(cut.earlierMs + shown).toBe(view.spentMs);
    const whole = clockIntervals(view, times, { asOfMs, max: 100_000 });
    expect(whole).toMatchObject({ isCut: false, earlierMs: 0 });
    expect(whole.intervals.slice(-7)).toEqual(cut.intervals);
  });

  it('touch each other and add up to the used time, whatever happened', () => {
    const settings = townSettings();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 1, max: 40 }), (seed, max) => {
        const random = seeded(seed);
        const openedAtMs = Date.UTC(2026, 9, 1) + Math.floor(random() * 40 * 24 * 60) * MINUTE;
        const { facts, handoffs } = madeTicket({ number: 1, tenant: 'gent', openedAtMs, settings }, random);
        const asOfMs = openedAtMs + Math.floor(random() * 40 * 24 * 60) * MINUTE;
        for (const view of foldClocks({ facts, handoffs, asOfMs, times }).clocks) {
          const { intervals, earlierMs } = clockIntervals(view, times, { asOfMs, max });
          const counted = intervals.filter((one) => !one.isExpected).reduce((sum, one) => sum + one.countedMs, 0);
          // A view looks at what has happened, also when it is asked about an earlier moment.
          if (view.endedAtMs === null || view.endedAtMs <= asOfMs) {
            expect(counted + earlierMs).toBeCloseTo(view.spentMs, 3);
          }
          for (const [index, one] of intervals.slice(1).entries()) {
            expect(one.fromMs).toBe(intervals[index]?.toMs);
          }
        }
      }),
    );
  });
});
