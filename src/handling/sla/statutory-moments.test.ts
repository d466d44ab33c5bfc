import { describe, expect, it } from '@jest/globals';
import { OFFICE } from '../../../test/support/sla/story-time.js';
import type { DatedFact } from '../../domain/sla/dated-fact.js';
import { statutoryClocks } from '../../domain/sla/statutory.js';
import type { TicketFact } from '../../domain/ticket.js';
import { statutoryMoments } from './statutory-moments.js';

/** Registered on Monday the 2nd of November: twenty days end with Sunday the 22nd, three quarters at midnight before the 18th. */
const STARTED: TicketFact = {
  ...{ type: 'statutory.started', procedure: 'document-request', registeredOn: '2026-11-02', basis: 'x', by: 'An' },
  ...{ acknowledgeDays: null, answerDays: 20, extendedDays: 40 },
};
const WARNED_AT = '2026-11-18T08:00:00.000Z';
const DUE_AT = '2026-11-22T23:00:00.000Z';

function history(...facts: readonly TicketFact[]): DatedFact[] {
  const atMs = Date.parse('2026-11-02T10:00:00Z');
  return facts.map((fact, index) => ({
    ...{ fact, seq: index + 2, key: `k${index}`, settingsHash: 'first' },
    ...{ occurredAtMs: atMs + index, receivedAtMs: atMs + index },
  }));
}

function told(type: 'sla.warned' | 'sla.breached', dueAt = DUE_AT, round = 1): TicketFact {
  const about = { clock: 'document-request-answer', round, dueAtMs: Date.parse(dueAt) } as const;
  return type === 'sla.warned' ? { type, ...about, share: 0.75 } : { type, ...about };
}

function coming(facts: readonly DatedFact[], asOf: string): readonly string[] {
  const [clock] = statutoryClocks(facts, Date.parse(asOf));
  const moments = clock === undefined ? [] : statutoryMoments(clock, facts, OFFICE);
  return moments.map(({ atMs, fact }) => `${fact.type} ${new Date(atMs).toISOString()}`);
}

describe('what is to come about a term of law', () => {
  it('is a warning at three quarters of its days, when somebody is there, and its end', () => {
    expect(coming(history(STARTED), '2026-11-03T10:00:00Z')).toEqual([
      `sla.warned ${WARNED_AT}`,
      `sla.breached ${DUE_AT}`,
    ]);
  });

  it('is told once', () => {
    const warned = history(STARTED, told('sla.warned'));
    expect(coming(warned, '2026-11-19T10:00:00Z')).toEqual([`sla.breached ${DUE_AT}`]);
    expect(coming(history(STARTED, told('sla.warned'), told('sla.breached')), '2026-11-23T10:00:00Z')).toEqual([]);
  });

  it('is not what was told of another round or term', () => {
    const others = history(STARTED, told('sla.warned', DUE_AT, 2), {
      ...told('sla.breached'),
      clock: 'complaint-answer',
    } as TicketFact);
    expect(coming(others, '2026-11-03T10:00:00Z')).toHaveLength(2);
  });

  it('is told again of the later day that an extension gives', () => {
    const extended: TicketFact = {
      type: 'statutory.changed',
      procedure: 'document-request',
      step: 'extended',
      by: 'An',
    };
    const facts = history(STARTED, told('sla.warned'), told('sla.breached'), extended);
    expect(coming(facts, '2026-11-23T10:00:00Z')).toEqual([
      'sla.warned 2026-12-03T08:00:00.000Z',
      'sla.breached 2026-12-12T23:00:00.000Z',
    ]);
  });

  it('is its end only when that has come', () => {
    expect(coming(history(STARTED), DUE_AT)).toEqual([`sla.breached ${DUE_AT}`]);
  });

  it('is nothing once it was answered', () => {
    const answered: TicketFact = {
      type: 'statutory.changed',
      procedure: 'document-request',
      step: 'answered',
      by: 'An',
    };
    expect(coming(history(STARTED, answered), '2026-11-03T10:00:00Z')).toEqual([]);
  });
});
