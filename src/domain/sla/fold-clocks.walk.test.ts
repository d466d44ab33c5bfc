import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyHistory, partyOfTarget, timesOf, type RandomHistory } from '../../../test/support/sla/random-history.js';
import { walkClocks, type SlowRound } from '../../../test/support/sla/slow-clocks.js';
import { anyTalk } from '../../../test/support/sla/random-talk.js';
import { MINUTE_MS } from '../../../test/support/sla/slow-diary.js';
import { WallClock } from '../../../test/support/sla/wall-clock.js';
import { foldClocks, type ClockView } from './fold-clocks.js';

/** Four days: longer than most targets last in most calendars. */
const PATIENCE = 4 * 1440;

const walls = new Map<string, WallClock>();

function wallIn(zone: string): WallClock {
  const wall = walls.get(zone) ?? new WallClock(zone);
  walls.set(zone, wall);
  return wall;
}

function walked({ calendars, ...history }: RandomHistory): SlowRound[] {
  const wall = wallIn(calendars.first.timeZone);
  return walkClocks({
    ...history,
    patience: PATIENCE,
    partyOf: partyOfTarget,
    isOpen: (hash, name, minute) =>
      wall.isOpen(
        name === 'center' ? calendars.center : hash === 'second' ? calendars.second : calendars.first,
        minute,
      ),
  });
}

function folded(history: RandomHistory): readonly ClockView[] {
  const handoffs = history.arrivals.map(({ target, minute }) => ({ target, atMs: minute * MINUTE_MS }));
  const asOfMs = history.asOfMinute * MINUTE_MS;
  return foldClocks({ facts: history.facts, handoffs, asOfMs, times: timesOf(history) }).clocks;
}

/** A deadline in whole milliseconds; none where the walk was not patient enough to see it. */
function dueOf(dueAtMs: number | null, { asOfMinute }: RandomHistory): number | null {
  const isSeen = dueAtMs !== null && dueAtMs <= (asOfMinute + PATIENCE) * MINUTE_MS;
  return isSeen ? Math.round(dueAtMs) : null;
}

interface Compared {
  readonly state: string;
  readonly spentMs: number;
  readonly dueAtMs: number | null;
}

/** Of two reasons to stand still at once one is as good as the other. */
function withoutReason(state: string): string {
  return state.startsWith('paused') ? 'paused' : state;
}

function fromWalk({ state, spent, due }: SlowRound, history: RandomHistory): Compared {
  const dueAtMs = dueOf(due === null ? null : due * MINUTE_MS, history);
  return { state: withoutReason(state), spentMs: Math.round(spent * MINUTE_MS), dueAtMs };
}

function fromFold({ state, reason, spentMs, dueAtMs }: ClockView, history: RandomHistory): Compared {
  const said = reason === null || state === 'paused' ? state : `${state}: ${reason}`;
  return { state: said, spentMs: Math.round(spentMs), dueAtMs: dueOf(dueAtMs, history) };
}

describe.each([
  ['any history', anyHistory],
  ['any talk of questions and answers', anyTalk],
])('the clocks of %s', (_, histories) => {
  it('are those that one finds by walking through it minute by minute', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const views = folded(history);
        const rounds = walked(history);
        const key = ({ name, round }: { name: string; round: number }): string => `${name} ${round}`;
        const known = new Map(rounds.map((round) => [key(round), fromWalk(round, history)]));
        const seen = views.map((view) => [key(view), fromFold(view, history)] as const);
        expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(known));
      }),
      { numRuns: 120 },
    );
  });
});
