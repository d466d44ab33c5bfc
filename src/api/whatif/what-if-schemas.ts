import { Type } from 'typebox';
import { CLOCK_NAMES } from '../../domain/sla/vocabulary.js';
import { PROMISE_VERDICTS, type WhatIfReport } from '../../domain/what-if.js';
import { exact, ID, INSTANT, nullable, PERIOD } from '../fields.js';
import { MUNICIPALITY_FILTER } from '../municipality.js';

/** A piece of configuration as its file holds it; checked by the schema of that file, not by this one. */
const PIECE = Type.Object({}, { additionalProperties: true, description: 'As in a configuration file.' });

export const WHAT_IF_BODY = exact({
  period: PERIOD,
  municipality: Type.Optional(MUNICIPALITY_FILTER),
  slaPolicies: Type.Optional(
    Type.Array(PIECE, {
      maxItems: 50,
      description: 'Versions of policies: one with a known name and date replaces that version, another is added.',
    }),
  ),
  calendars: Type.Optional(Type.Array(PIECE, { maxItems: 50, description: 'Versions of calendars, likewise.' })),
  municipalities: Type.Optional(
    Type.Array(
      exact({
        municipality: MUNICIPALITY_FILTER,
        routes: Type.Optional(Type.Array(PIECE, { maxItems: 200 })),
        closingDays: Type.Optional(Type.Array(PIECE, { maxItems: 400 })),
        sla: Type.Optional(Type.String()),
        calendar: Type.Optional(Type.String()),
        plan: Type.Optional(Type.String()),
      }),
      { maxItems: 400, description: 'Keys that take the place of those in the file of a municipality.' },
    ),
  ),
});

const COUNT = Type.Integer({ minimum: 0 });

const COUNTED = {
  count: Type.Integer({ minimum: 0, description: 'Exact, also when fewer tickets are named.' }),
  tickets: Type.Array(exact({ id: ID, number: Type.Integer() }, 'NamedTicket')),
};

const COUNTED_TICKETS = exact(COUNTED, 'CountedTickets');
const BEFORE_AND_AFTER = exact({ before: COUNT, after: COUNT }, 'BeforeAndAfter');
const VERDICT = nullable(Type.Enum([...PROMISE_VERDICTS]));

const CLOCK_DIFFERENCE = exact(
  {
    clock: Type.Enum([...CLOCK_NAMES]),
    promises: BEFORE_AND_AFTER,
    breaches: BEFORE_AND_AFTER,
    breachedBoth: COUNTED_TICKETS,
    breachedBeforeOnly: COUNTED_TICKETS,
    breachedAfterOnly: COUNTED_TICKETS,
  },
  'ClockDifference',
);

const TARGET_DIFFERENCE = exact(
  {
    target: Type.String(),
    tickets: BEFORE_AND_AFTER,
    workingSeconds: exact({ before: COUNT, after: COUNT }, 'StaffedTime'),
    gained: COUNTED_TICKETS,
    lost: COUNTED_TICKETS,
    kept: COUNTED_TICKETS,
  },
  'TargetDifference',
);

/** The type stands in the domain, where the report is made; the contract test compares both on a real answer. */
export const WHAT_IF = Type.Unsafe<WhatIfReport>(
  exact(
    {
      period: Type.String(),
      from: INSTANT,
      until: Type.String({ format: 'date-time', description: 'Not included.' }),
      asOf: INSTANT,
      settings: exact({ inForce: Type.String(), tried: Type.String() }),
      broughtForward: Type.Array(Type.String(), {
        description: 'Versions that begin later and were tried as if they had held in the period.',
      }),
      tickets: COUNT,
      underOtherSettings: Type.Integer({
        minimum: 0,
        description: 'Tickets that opened under other settings than those in force: part of the difference is theirs.',
      }),
      changed: COUNTED_TICKETS,
      municipalities: Type.Array(
        exact(
          { tenant: Type.String(), tickets: COUNT, clocks: Type.Array(CLOCK_DIFFERENCE) },
          'MunicipalityDifference',
        ),
      ),
      targets: Type.Array(TARGET_DIFFERENCE),
      firstResponses: Type.Array(exact({ before: VERDICT, after: VERDICT, ...COUNTED }, 'VerdictDifference')),
      undecided: Type.Array(exact({ code: Type.String(), ...COUNTED }, 'Undecided')),
    },
    'WhatIf',
  ),
);
