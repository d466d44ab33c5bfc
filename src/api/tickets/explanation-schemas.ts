import { Type } from 'typebox';
import { INTERVAL_REASONS } from '../../domain/sla/clock-intervals.js';
import { ALL_CLOCK_NAMES, CLOCK_STATES, HOLDERS } from '../../domain/sla/vocabulary.js';
import { exact, ID, INSTANT, nullable } from '../fields.js';

export const EXPLANATION_LANGUAGES = ['nl', 'en'] as const;

const SETTINGS_HASH = Type.String({ description: 'Hash of the configuration snapshot whose calendars count.' });

const INTERVAL = exact(
  {
    from: INSTANT,
    until: Type.String({ format: 'date-time', description: 'UTC, not included.' }),
    counts: Type.Boolean(),
    isExpected: Type.Boolean({ description: 'True for what lies ahead, up to the deadline.' }),
    why: Type.Enum([...INTERVAL_REASONS, 'calendar-days']),
    text: Type.String({ description: 'Why, as a sentence.' }),
    workingSeconds: Type.Integer({ description: 'What counted. All that is not expected adds up to the used time.' }),
    factor: Type.Number({ description: 'How many minutes count as one; more than 1 in a relaxed crisis.' }),
    rule: Type.String(),
    policyVersion: Type.String(),
    calendar: Type.String(),
    settingsHash: SETTINGS_HASH,
  },
  'ClockInterval',
);

const CLOCK_EXPLANATION = exact(
  {
    name: Type.Enum([...ALL_CLOCK_NAMES]),
    round: Type.Integer(),
    unit: Type.Enum(['working-time', 'calendar-days'], {
      description:
        'What its seconds are of. A term of the law counts all of every day; everything else counts opening hours.',
    }),
    state: Type.Enum([...CLOCK_STATES]),
    reason: nullable(Type.String({ description: 'Why it stands still or was stopped.' })),
    sentence: Type.String({ description: 'How it stands and why, in one sentence.' }),
    startedAt: INSTANT,
    endedAt: nullable(INSTANT),
    dueAt: nullable(INSTANT),
    promisedAt: nullable(INSTANT),
    replyWindowEndsAt: nullable(INSTANT),
    limitedBy: Type.Enum(['promise', 'window'], { description: 'Which of the two the deadline is: the earlier one.' }),
    promisedWorkingSeconds: Type.Integer(),
    usedWorkingSeconds: Type.Integer(),
    policy: Type.String({ description: 'Of a term of the law: the regulation that sets it.' }),
    policyVersion: Type.String({ description: 'Of a term of the law: the date of registration.' }),
    rule: Type.String({ description: 'Of a term of the law: the procedure.' }),
    calendar: Type.String({ description: 'Of a term of the law: the time zone whose days count.' }),
    settingsHash: SETTINGS_HASH,
    earlierWorkingSeconds: Type.Integer({ description: 'Used before the first interval that is shown; 0 unless cut.' }),
    intervals: Type.Array(INTERVAL, { description: 'Oldest first, each beginning where the one before ends.' }),
    isCut: Type.Boolean({ description: 'True when only the newest intervals are shown.' }),
  },
  'ClockExplanation',
);

const HELD = exact(
  {
    from: Type.String({ format: 'date-time', description: 'When the citizen wrote. UTC' }),
    until: Type.String({ format: 'date-time', description: 'When the ticket was closed, or now. UTC' }),
    isClosed: Type.Boolean(),
    totalMs: Type.Integer({ description: 'Wall-clock milliseconds; the sum of all holders.' }),
    holders: Type.Array(exact({ holder: Type.Enum([...HOLDERS]), name: Type.String(), heldMs: Type.Integer() })),
  },
  'HeldTime',
);

export const EXPLANATION = exact(
  {
    ticketId: ID,
    number: Type.Integer(),
    language: Type.Enum([...EXPLANATION_LANGUAGES]),
    asOf: INSTANT,
    sentences: Type.Array(
      exact({
        about: Type.Enum(['opened', 'topic', 'route', 'clock', 'change', 'usage']),
        at: nullable(INSTANT),
        text: Type.String(),
      }),
    ),
    clocks: Type.Array(CLOCK_EXPLANATION, {
      description: 'Computed from the stored facts and the snapshots that they name, in the order of their start.',
    }),
    held: nullable(HELD),
    isCut: Type.Boolean({
      description: 'True when the history is too long to show whole: the newest facts, clocks and intervals are shown.',
    }),
  },
  'Explanation',
);
