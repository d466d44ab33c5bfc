import fc from 'fast-check';
import type { DatedFact } from '../../../src/domain/sla/dated-fact.js';
import type { SlaTimes } from '../../../src/domain/sla/sla-time.js';
import { CLOCK_NAMES, type ClockName } from '../../../src/domain/sla/vocabulary.js';
import { compileCalendar, type CalendarVersion, type WorkingInterval } from '../../../src/domain/working-time.js';
import type { CrisisTerms, PinnedTerms, PromisedClock, TicketFact } from '../../../src/domain/ticket.js';
import { MINUTE_MS } from './slow-diary.js';
import { storyTerms, TicketStory } from './ticket-story.js';

/** Days around a clock change: of an hour, of half an hour, and one where the local day is behind. */
const PLACES = [
  { zone: 'Europe/Brussels', firstMs: Date.UTC(2026, 2, 27, 7) },
  { zone: 'Europe/Brussels', firstMs: Date.UTC(2026, 9, 23, 7) },
  { zone: 'America/New_York', firstMs: Date.UTC(2026, 9, 30, 13) },
  { zone: 'Australia/Lord_Howe', firstMs: Date.UTC(2026, 3, 3, 22) },
] as const;

const MAX_MINUTES = 3 * 1440;
export const TRANSIT_MINUTES = 5;
const MAX_THINGS = 14;
/** The opening one, and one for each thing that can be a message. */
export const MESSAGES = Array.from({ length: MAX_THINGS + 1 }, (_, index) => `m${index}`);

export type Calendars = Readonly<Record<'first' | 'second' | 'center', CalendarVersion>>;

export interface RandomHistory {
  readonly calendars: Calendars;
  readonly facts: readonly DatedFact[];
  readonly arrivals: readonly { readonly target: string; readonly minute: number }[];
  readonly asOfMinute: number;
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Up to three intervals of a day, some touching midnight or each other. */
const slots: fc.Arbitrary<readonly WorkingInterval[]> = fc
  .uniqueArray(fc.oneof(fc.integer({ min: 0, max: 1440 }), fc.constantFrom(0, 120, 180, 540, 1020, 1440)), {
    minLength: 2,
    maxLength: 6,
  })
  .map((minutes) => minutes.toSorted((a, b) => a - b))
  .map((minutes) =>
    minutes.flatMap((from, index) => {
      const to = minutes[index + 1];
      return index % 2 === 0 && to !== undefined ? [{ from: clock(from), to: clock(to) }] : [];
    }),
  );

function calendarIn(zone: string): fc.Arbitrary<CalendarVersion> {
  return fc
    .record({ weekday: slots, weekend: fc.oneof(fc.constant([]), slots) })
    .map(({ weekday: on, weekend: off }) => ({
      ...{ validFrom: '2026-01-01', timeZone: zone, exceptions: {}, holidays: [] },
      week: { 1: on, 2: on, 3: on, 4: on, 5: on, 6: off, 7: off },
    }));
}

function promisesOf(names: readonly ClockName[]): fc.Arbitrary<readonly PromisedClock[]> {
  return fc.tuple(
    ...names.map((name) =>
      fc.constantFrom(5, 30, 60, 120, 240, 480).map((minutes) => ({
        ...{ name, minutes, calendar: name === 'party-1700' ? 'center' : null },
        ...{ warnAt: [0.5, 0.9], dueAtMs: null },
      })),
    ),
  );
}

type OnReopen = PinnedTerms['onReopen'];

const anyNames: fc.Arbitrary<readonly ClockName[]> = fc.subarray([...CLOCK_NAMES], { minLength: 2 });

export function termsOf(names: fc.Arbitrary<readonly ClockName[]>, onReopen: OnReopen): fc.Arbitrary<PinnedTerms> {
  return fc
    .record({
      clocks: names.chain(promisesOf),
      pausesWhileWaiting: fc.subarray<ClockName>([...CLOCK_NAMES]),
      resumeGraceMinutes: fc.constantFrom(0, 10, 45),
    })
    .map((terms) => storyTerms({}, { ...terms, onReopen, transitMinutes: TRANSIT_MINUTES }));
}

function termsWith(onReopen: OnReopen): fc.Arbitrary<PinnedTerms> {
  return termsOf(anyNames, onReopen);
}

const target = fc.constantFrom('1700', 'gent-crm', 'gent-crm-2');
const answer = fc.constantFrom('a', 'b');
const offset = fc.integer({ min: 1, max: MAX_MINUTES });
const crisis: fc.Arbitrary<Omit<CrisisTerms, 'fromMs' | 'untilMs'> & { from: number; length: number }> = fc.record({
  crisisId: fc.constantFrom('x', 'y'),
  mode: fc.constantFrom('suspend', 'relax'),
  factor: fc.constantFrom(2, 3),
  from: offset,
  length: fc.integer({ min: 1, max: 1440 }),
});

export type Happening =
  | { readonly fact: TicketFact; readonly late?: number; readonly hash?: string }
  | { readonly goes: string; readonly arrives: number | null };

function thing(first: (minutes: number) => number, onReopen: OnReopen): fc.Arbitrary<Happening> {
  const fact = (arbitrary: fc.Arbitrary<TicketFact>): fc.Arbitrary<Happening> =>
    arbitrary.map((one) => ({ fact: one }));
  const message = fc
    .boolean()
    .map((asks) => ({ type: 'message.received', messageId: 'm', reopened: false, asks, replyUntilMs: null }) as const);
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ fact: message, late: fc.constantFrom(0, 0, 30, 600) }) },
    fact(answer.map((messageId) => ({ type: 'answer.requested', messageId, parts: 1, isFinal: true, by: 'api' }))),
    {
      weight: 3,
      arbitrary: fact(fc.record({ type: fc.constant('answer.delivered'), messageId: answer, isFinal: fc.boolean() })),
    },
    {
      weight: 2,
      arbitrary: fact(fc.record({ type: fc.constant('answer.failed'), messageId: answer, code: fc.constant('X') })),
    },
    fact(fc.constant({ type: 'answer.delivered', messageId: 'h', isFinal: false, isHolding: true })),
    fact(fc.constant({ type: 'answer.outside', messageId: 'o' })),
    {
      weight: 6,
      arbitrary: fact(
        fc.record({
          type: fc.constant('status.changed'),
          to: fc.constantFrom('in-progress', 'waiting', 'waiting', 'answered', 'closed'),
          by: fc.constant('api'),
        }),
      ),
    },
    {
      weight: 4,
      arbitrary: fc.record({ goes: target, arrives: fc.option(fc.integer({ min: 0, max: 120 }), { freq: 4 }) }),
    },
    {
      weight: 2,
      arbitrary: fact(
        fc
          .subarray(MESSAGES, { minLength: 1, maxLength: 4 })
          .map((messageIds) => ({ type: 'ticket.split', into: 't2', messageIds, by: 'api' })),
      ),
    },
    fact(fc.constant({ type: 'priority.changed', from: 'normal', to: 'high', by: 'api' })),
    fact(
      crisis.map(({ from, length, ...about }) => ({
        ...{ type: 'sla.crisis' },
        crisis: { ...about, fromMs: first(from), untilMs: first(from + length) },
      })),
    ),
    fact(
      fc.record({
        type: fc.constant('sla.crisis-ended'),
        crisisId: fc.constantFrom('x', 'y'),
        atMs: offset.map(first),
      }),
    ),
    fc.record({
      fact: fc.record({
        type: fc.constant('sla.terms'),
        mode: fc.constantFrom('migrate', 'recompute'),
        terms: termsWith(onReopen),
        changeId: fc.constant('a'),
      }),
      hash: fc.constantFrom('first', 'second'),
    }),
  );
}

interface Told {
  readonly place: (typeof PLACES)[number];
  readonly calendars: Calendars;
  readonly terms: PinnedTerms;
  readonly openTarget: string;
  readonly openArrives: number | null;
  readonly openLate: number;
  readonly things: readonly { readonly at: number; readonly what: Happening }[];
  readonly look: number;
}

function dated(fact: TicketFact, atMs: number, about: { seq: number; late: number; hash: string }): DatedFact {
  const { seq, late, hash } = about;
  const receivedAtMs = late === 0 ? atMs : atMs + TRANSIT_MINUTES * MINUTE_MS;
  // Keys without an order of their own: no two facts share a minute.
  const key = `k${String((seq * 7) % 31)}`;
  return { fact, seq, key, settingsHash: hash, occurredAtMs: atMs - late * MINUTE_MS, receivedAtMs };
}

function historyOf({ place, calendars, terms, things, look, ...opening }: Told): RandomHistory {
  const firstMinute = place.firstMs / MINUTE_MS;
  const asOfMinute = firstMinute + Math.max(0, ...things.map(({ at }) => at)) + look;
  const opened = new TicketStory('mon 10:00', { terms, target: opening.openTarget }).facts.map(({ fact }) =>
    dated(fact, place.firstMs, { seq: 1, late: opening.openLate, hash: 'first' }),
  );
  const arrivals: { target: string; minute: number }[] = [];
  const arrive = (at: number, to: string, after: number | null): void => {
    const minute = firstMinute + at + (after ?? 0);
    arrivals.push(...(after === null || minute > asOfMinute ? [] : [{ target: to, minute }]));
  };
  arrive(0, opening.openTarget, opening.openArrives);
  const facts = things.map(({ at, what }, index) => {
    const atMs = place.firstMs + at * MINUTE_MS;
    const seq = index + 2;
    if ('goes' in what) {
      arrive(at, what.goes, what.arrives);
      const fact: TicketFact = { type: 'ticket.forwarded', from: 'x', to: what.goes, by: 'api' };
      return dated(fact, atMs, { seq, late: 0, hash: 'first' });
    }
    const fact = what.fact.type === 'message.received' ? { ...what.fact, messageId: `m${index + 1}` } : what.fact;
    return dated(fact, atMs, { seq, late: what.late ?? 0, hash: what.hash ?? 'first' });
  });
  const inOrder = arrivals.toSorted((a, b) => a.minute - b.minute);
  return { calendars, facts: [...opened, ...facts], arrivals: inOrder, asOfMinute };
}

/** What a history is made of. */
export interface Making {
  readonly terms: (onReopen: OnReopen) => fc.Arbitrary<PinnedTerms>;
  readonly thing: (instant: (minutes: number) => number, onReopen: OnReopen) => fc.Arbitrary<Happening>;
  /** Minutes after the opening. */
  readonly offset: fc.Arbitrary<number>;
}

/** A part of the life of a ticket, around a clock change, on whole minutes of which no two facts share one. */
export function historyMadeOf({ terms, thing: what, offset: at }: Making): fc.Arbitrary<RandomHistory> {
  return fc
    .record({ place: fc.constantFrom(...PLACES), onReopen: fc.constantFrom('continue' as const, 'restart' as const) })
    .chain(({ place, onReopen }) => {
      const calendar = calendarIn(place.zone);
      const instant = (minutes: number): number => place.firstMs + minutes * MINUTE_MS;
      return fc.record({
        place: fc.constant(place),
        calendars: fc.record({ first: calendar, second: calendar, center: calendar }),
        terms: terms(onReopen),
        openTarget: target,
        openArrives: fc.option(fc.integer({ min: 0, max: 120 }), { freq: 6 }),
        openLate: fc.constantFrom(0, 0, 240),
        things: fc.uniqueArray(fc.record({ at, what: what(instant, onReopen) }), {
          selector: (one) => one.at,
          maxLength: MAX_THINGS,
        }),
        look: fc.integer({ min: 0, max: 600 }),
      });
    })
    .map(historyOf);
}

/** A few days in which anything happens. */
export const anyHistory: fc.Arbitrary<RandomHistory> = historyMadeOf({ terms: termsWith, thing, offset });

const compiled = new WeakMap<Calendars, SlaTimes>();

function compileTimes(calendars: Calendars): SlaTimes {
  const compile = (name: keyof Calendars): ReturnType<typeof compileCalendar> =>
    compileCalendar({ name, versions: [calendars[name]], closingDays: [] });
  const [first, second, center] = [compile('first'), compile('second'), compile('center')];
  return (hash) => ({
    calendar: (name) => (name === 'center' ? center : hash === 'second' ? second : first),
    staffed: (to) => (to === '1700' ? center : first),
    partyOf: partyOfTarget,
  });
}

/** The time of a history for the engine; worked out once, since a year of a calendar takes a while. */
export function timesOf({ calendars }: Pick<RandomHistory, 'calendars'>): SlaTimes {
  const times = compiled.get(calendars) ?? compileTimes(calendars);
  compiled.set(calendars, times);
  return times;
}

export function partyOfTarget(to: string): '1700' | 'municipality' {
  return to === '1700' ? '1700' : 'municipality';
}
