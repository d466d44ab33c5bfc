import { describe, expect, it } from '@jest/globals';
import type { TicketFact } from '../ticket.js';
import type { DatedFact } from './dated-fact.js';
import { daysUsed, statutoryClocks, type StatutoryClock } from './statutory.js';
import { statutorySentence } from './statutory-sentence.js';

type Step = Extract<TicketFact, { type: 'statutory.changed' }>['step'];
type Procedure = Extract<TicketFact, { type: 'statutory.started' }>['procedure'];

const SECOND = 1_000;
const BASIS = 'Bestuursdecreet, artikel II.43';

function at(instant: string): number {
  return Date.parse(instant);
}

/** The facts of a ticket, numbered in the order in which they are given. */
function history(...told: readonly (readonly [TicketFact, string])[]): DatedFact[] {
  return told.map(([fact, instant], index) => ({
    ...{ fact, seq: index + 2, key: `event-${index}`, settingsHash: 'hash' },
    ...{ occurredAtMs: at(instant), receivedAtMs: at(instant) },
  }));
}

function started(registeredOn: string, procedure: Procedure = 'document-request'): TicketFact {
  const days =
    procedure === 'complaint'
      ? { acknowledgeDays: 10, answerDays: 45, extendedDays: null }
      : { acknowledgeDays: null, answerDays: 20, extendedDays: 40 };
  return { type: 'statutory.started', procedure, registeredOn, basis: BASIS, by: 'An', ...days };
}

function noted(step: Step, procedure: Procedure = 'document-request'): TicketFact {
  return { type: 'statutory.changed', procedure, step, by: 'An' };
}

function only(facts: readonly DatedFact[], asOf: string): StatutoryClock {
  const [clock, ...others] = statutoryClocks(facts, at(asOf));
  if (clock === undefined || others.length > 0) {
    throw new Error('one clock was expected');
  }
  return clock;
}

function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

describe('the term of a request for documents', () => {
  it.each([
    // Registered, and the first instant after the last of twenty days, at midnight in Brussels.
    ['in one time', '2026-11-02', '2026-11-22T23:00:00.000Z'],
    ['over the end of summer time', '2026-10-20', '2026-11-09T23:00:00.000Z'],
    ['over the start of summer time', '2027-03-20', '2027-04-09T22:00:00.000Z'],
    ['to the day on which summer time ends', '2026-10-05', '2026-10-25T23:00:00.000Z'],
    ['to the day on which summer time starts', '2027-03-08', '2027-03-28T22:00:00.000Z'],
    ['over the year’s turn', '2026-12-20', '2027-01-09T23:00:00.000Z'],
    ['over the 29th of February', '2028-02-15', '2028-03-06T23:00:00.000Z'],
  ])('ends at midnight after the twentieth day, %s', (_what, registeredOn, due) => {
    const clock = only(history([started(registeredOn), `${registeredOn}T10:00:00Z`]), `${registeredOn}T10:00:00Z`);
    expect({ due: iso(clock.dueAtMs), state: clock.state }).toEqual({ due, state: 'running' });
  });

  it('starts the day after registration, whatever the hour', () => {
    const clock = only(history([started('2026-10-24'), '2026-10-24T21:59:00Z']), '2026-10-24T22:30:00Z');
    expect(iso(clock.startedAtMs)).toBe('2026-10-24T22:00:00.000Z');
    expect([0, 1, 5].map((days) => daysUsed(clock, clock.startedAtMs + days * 86_400_000))).toEqual([0, 1, 5]);
    expect(daysUsed(clock, clock.startedAtMs - SECOND)).toBe(0);
  });

  it('is forty days in all when it is extended, once', () => {
    const facts = history(
      [started('2026-10-20'), '2026-10-20T10:00:00Z'],
      [noted('extended'), '2026-11-05T10:00:00Z'],
      [noted('extended'), '2026-11-20T10:00:00Z'],
    );
    const clock = only(facts, '2026-11-25T10:00:00Z');
    expect(clock).toMatchObject({ days: 40, isExtended: true, state: 'running' });
    expect(iso(clock.dueAtMs)).toBe('2026-11-29T23:00:00.000Z');
  });

  it('is broken at its end, and not a second before', () => {
    const facts = history([started('2026-11-02'), '2026-11-02T10:00:00Z']);
    expect(only(facts, '2026-11-22T22:59:59.999Z').state).toBe('running');
    expect(only(facts, '2026-11-22T23:00:00Z').state).toBe('breached');
  });

  it('is broken when that was told by a clock that is ahead, until an extension gives a later day', () => {
    const dueAtMs = at('2026-11-22T23:00:00Z');
    const breach = { type: 'sla.breached', clock: 'document-request-answer', round: 1, dueAtMs } as const;
    const begun = [started('2026-11-02'), '2026-11-02T10:00:00Z'] as const;
    const told = [breach, '2026-11-22T23:00:00Z'] as const;
    expect(only(history(begun, told), '2026-11-22T22:59:59Z').state).toBe('breached');
    expect(only(history(begun, [{ ...breach, round: 2 }, told[1]]), '2026-11-22T22:59:59Z').state).toBe('running');
    const other = { ...breach, clock: 'complaint-answer' } as const;
    expect(only(history(begun, [other, told[1]]), '2026-11-22T22:59:59Z').state).toBe('running');
    const extended = history(begun, told, [noted('extended'), '2026-11-23T10:00:00Z']);
    expect(only(extended, '2026-11-24T10:00:00Z').state).toBe('running');
  });

  it.each([
    ['2026-11-22T22:59:59Z', 'met'],
    ['2026-11-22T23:00:00Z', 'met-late'],
  ] as const)('that is answered at %s is %s', (answeredAt, state) => {
    const facts = history(
      [started('2026-11-02'), '2026-11-02T10:00:00Z'],
      [noted('answered'), answeredAt],
      [noted('answered'), '2026-12-24T10:00:00Z'],
    );
    expect(only(facts, '2026-12-25T10:00:00Z')).toMatchObject({ state, endedAtMs: at(answeredAt) });
  });

  it.each([
    ['2026-11-10T10:00:00Z', 'stopped'],
    ['2026-11-23T10:00:00Z', 'breached'],
  ] as const)('that is withdrawn at %s is %s', (withdrawnAt, state) => {
    const facts = history([started('2026-11-02'), '2026-11-02T10:00:00Z'], [noted('withdrawn'), withdrawnAt]);
    expect(only(facts, '2026-12-25T10:00:00Z')).toMatchObject({ state, endedAtMs: at(withdrawnAt) });
  });

  it('does not stand still for anything that happens to the ticket', () => {
    const begun = history([started('2026-11-02'), '2026-11-02T10:00:00Z']);
    const [waiting, crisis] = history(
      [{ type: 'status.changed', to: 'waiting', by: 'An' }, '2026-11-03T10:00:00Z'],
      [
        {
          type: 'sla.crisis',
          crisis: { crisisId: 'c', mode: 'suspend', factor: 1, fromMs: 0, untilMs: at('2027-01-01T00:00:00Z') },
        },
        '2026-11-03T10:00:00Z',
      ],
    );
    const all = [...begun, waiting, crisis].filter((fact) => fact !== undefined);
    expect(only(all, '2026-11-20T10:00:00Z')).toEqual(only(begun, '2026-11-20T10:00:00Z'));
  });

  it('has a round for each time that it is started', () => {
    const facts = history(
      [started('2026-11-02'), '2026-11-02T10:00:00Z'],
      [noted('withdrawn'), '2026-11-03T10:00:00Z'],
      [started('2026-11-09'), '2026-11-09T10:00:00Z'],
      [noted('answered'), '2026-11-10T10:00:00Z'],
    );
    const clocks = statutoryClocks(facts, at('2026-11-11T10:00:00Z'));
    expect(clocks.map(({ round, state }) => [round, state])).toEqual([
      [1, 'stopped'],
      [2, 'met'],
    ]);
  });

  it('is the same in whatever order its facts were told', () => {
    const facts = history(
      [started('2026-10-20'), '2026-10-20T10:00:00Z'],
      [noted('extended'), '2026-11-05T10:00:00Z'],
      [noted('answered'), '2026-11-20T10:00:00Z'],
    );
    const asOf = at('2026-12-01T10:00:00Z');
    expect(statutoryClocks(facts.toReversed(), asOf)).toEqual(statutoryClocks(facts, asOf));
  });
});

describe('the terms of a complaint', () => {
  const begun = [started('2026-11-02', 'complaint'), '2026-11-02T10:00:00Z'] as const;
  const shown = (facts: readonly DatedFact[], asOf: string) =>
    statutoryClocks(facts, at(asOf)).map(({ name, state, dueAtMs }) => [name, state, iso(dueAtMs)]);

  it('are two: to acknowledge it, and to answer it', () => {
    expect(shown(history(begun), '2026-11-05T10:00:00Z')).toEqual([
      ['complaint-acknowledge', 'running', '2026-11-12T23:00:00.000Z'],
      ['complaint-answer', 'running', '2026-12-17T23:00:00.000Z'],
    ]);
  });

  it('end one by one', () => {
    const facts = history(begun, [noted('acknowledged', 'complaint'), '2026-11-04T10:00:00Z']);
    expect(shown(facts, '2026-11-20T10:00:00Z').map(([, state]) => state)).toEqual(['met', 'running']);
  });

  it('end together for who answers at once: who answers has acknowledged', () => {
    const facts = history(begun, [noted('answered', 'complaint'), '2026-11-04T10:00:00Z']);
    expect(shown(facts, '2026-12-25T10:00:00Z').map(([, state]) => state)).toEqual(['met', 'met']);
  });

  it('run beside those of another procedure of the ticket', () => {
    const facts = history(
      begun,
      [started('2026-11-03'), '2026-11-03T10:00:00Z'],
      [noted('answered'), '2026-11-04T10:00:00Z'],
    );
    expect(shown(facts, '2026-11-05T10:00:00Z').map(([name, state]) => [name, state])).toEqual([
      ['complaint-acknowledge', 'running'],
      ['complaint-answer', 'running'],
      ['document-request-answer', 'met'],
    ]);
  });
});

describe('the sentence about a term', () => {
  it('tells the last day, how it is counted and why', () => {
    const facts = history([started('2026-11-02'), '2026-11-02T10:00:00Z'], [noted('extended'), '2026-11-05T10:00:00Z']);
    expect(statutorySentence(only(facts, '2026-11-06T10:00:00Z'))).toBe(
      'Antwoord op de openbaarheidsaanvraag: loopt tot en met 12/12/2026 (40 kalenderdagen, verlengd, geteld vanaf de ' +
        'dag na de registratie op 02/11/2026). Grond: Bestuursdecreet, artikel II.43.',
    );
  });

  it('says the same in English', () => {
    const facts = history([started('2026-11-02'), '2026-11-02T10:00:00Z'], [noted('extended'), '2026-11-05T10:00:00Z']);
    expect(statutorySentence(only(facts, '2026-11-06T10:00:00Z'), 'en')).toBe(
      'Answer to the request for documents: runs to the end of 12/12/2026 (40 calendar days, extended, counted from the ' +
        'day after registration on 02/11/2026). Ground: Bestuursdecreet, artikel II.43.',
    );
  });

  it('tells that the question was withdrawn', () => {
    const facts = history(
      [started('2026-11-02'), '2026-11-02T10:00:00Z'],
      [noted('withdrawn'), '2026-11-05T10:00:00Z'],
    );
    expect(statutorySentence(only(facts, '2026-11-06T10:00:00Z'))).toContain('gestopt omdat de vraag is ingetrokken');
  });
});

describe('a complaint in a municipality that promises no acknowledgement', () => {
  it('has the term of its answer only', () => {
    const fact: TicketFact = {
      ...{ type: 'statutory.started', procedure: 'complaint', registeredOn: '2026-11-02', basis: BASIS, by: 'An' },
      ...{ acknowledgeDays: null, answerDays: 45, extendedDays: null },
    };
    expect(only(history([fact, '2026-11-02T10:00:00Z']), '2026-11-03T10:00:00Z').name).toBe('complaint-answer');
  });
});
