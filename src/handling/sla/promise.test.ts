import { describe, expect, it } from '@jest/globals';
import { plainRule, PLAIN_TERMS } from '../../../test/support/test-settings.js';
import { compileCalendar, type CalendarVersion, type WorkingTime } from '../../domain/working-time.js';
import type { SlaPolicy, SlaRule } from '../../settings/snapshot.js';
import { promiseTerms, type PromiseRequest } from './promise.js';

const DAY = [{ from: '09:00', to: '17:00' }];
const LONG_DAY = [{ from: '08:00', to: '20:00' }];
const NO_DAY: CalendarVersion['week'] = { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] };

function calendar(name: string, hours: typeof DAY, more: Partial<CalendarVersion> = {}): WorkingTime {
  const week = { 1: hours, 2: hours, 3: hours, 4: hours, 5: hours, 6: [], 7: [] };
  const version = { validFrom: '2026-01-01', timeZone: 'Europe/Brussels', week, exceptions: {}, holidays: [], ...more };
  return compileCalendar({ name, versions: [version], closingDays: [] });
}

const GENT = calendar('gent', DAY);
const CENTER = calendar('1700', LONG_DAY);

function calendarNamed(name: string | null): WorkingTime {
  return name === '1700' ? CENTER : GENT;
}

function rule(name: string, change: Partial<SlaRule> = {}): SlaRule {
  return { ...plainRule(name, 240, 1440), ...change };
}

function policy(validFrom: string, rules: readonly SlaRule[], change: Partial<SlaPolicy> = {}): SlaPolicy {
  return { ...PLAIN_TERMS, name: 'standaard', validFrom, rules, ...change };
}

/** Monday 10:30 in Brussels. */
const MONDAY_MS = Date.parse('2026-11-23T09:30:00Z');

const request: PromiseRequest = {
  versions: [policy('2026-01-01', [rule('altijd')])],
  calendar: calendarNamed,
  partyCalendar: (party) => (party === '1700' ? '1700' : null),
  facts: { topic: 'afval', channel: 'messenger', kind: 'question', priority: 'normal', plan: 'standard' },
  occurredAtMs: MONDAY_MS,
  receivedAtMs: MONDAY_MS,
};

function ruleFor(versions: readonly SlaPolicy[], more: Partial<PromiseRequest> = {}): string {
  const promise = promiseTerms({ ...request, versions, ...more });
  return promise.ok ? promise.terms.rule : promise.code;
}

function received(occurredAt: string, receivedAt = occurredAt): Partial<PromiseRequest> {
  return { occurredAtMs: Date.parse(occurredAt), receivedAtMs: Date.parse(receivedAt) };
}

describe('the terms of a ticket', () => {
  it('name the policy, its version and the rule, with the deadlines of what starts at once', () => {
    expect(promiseTerms(request)).toEqual({
      ok: true,
      terms: {
        policy: 'standaard',
        policyVersion: '2026-01-01',
        rule: 'altijd',
        clocks: [
          {
            name: 'first-response',
            minutes: 240,
            calendar: null,
            warnAt: [0.75],
            dueAtMs: Date.parse('2026-11-23T13:30Z'),
          },
          {
            name: 'resolution',
            minutes: 1440,
            calendar: null,
            warnAt: [0.75],
            dueAtMs: Date.parse('2026-11-26T09:30Z'),
          },
        ],
        transitMinutes: 5,
        pausesWhileWaiting: ['resolution', 'periodic-update', 'party-1700', 'party-municipality'],
        onReopen: 'continue',
        resumeGraceMinutes: 30,
        explanation:
          'Eerste antwoord tegen 23/11/2026 om 14:30 (4 werkuren) en oplossing tegen 26/11/2026 om 10:30 (24 werkuren), ' +
          'geteld vanaf 23/11/2026 om 10:30 in kalender "gent" volgens regel "altijd" van beleid "standaard" ' +
          '(versie 2026-01-01).',
      },
    });
  });

  it('hold every clock that the rule promises, without a deadline where it starts later', () => {
    const all = rule('alles', {
      nextResponseMinutes: 120,
      updateEveryMinutes: 960,
      partyMinutes: { '1700': 60, municipality: 180 },
    });
    const promise = promiseTerms({ ...request, versions: [policy('2026-01-01', [all])] });
    const clocks = promise.ok ? promise.terms.clocks : [];
    expect(clocks.map(({ name, minutes, dueAtMs }) => [name, minutes, dueAtMs !== null])).toEqual([
      ['first-response', 240, true],
      ['next-response', 120, false],
      ['periodic-update', 960, false],
      ['resolution', 1440, true],
      ['party-1700', 60, false],
      ['party-municipality', 180, false],
    ]);
  });

  it('count a party by its own hours and everything else by the calendar of the rule', () => {
    const long = rule('lang', { calendar: '1700', partyMinutes: { '1700': 60, municipality: 180 } });
    const promise = promiseTerms({ ...request, versions: [policy('2026-01-01', [long])] });
    const clocks = promise.ok ? promise.terms.clocks : [];
    expect(clocks.map(({ name, calendar: used }) => [name, used])).toEqual([
      ['first-response', '1700'],
      ['resolution', '1700'],
      ['party-1700', '1700'],
      ['party-municipality', null],
    ]);
    expect(promise.ok && promise.terms.explanation).toContain('in kalender "1700"');
  });

  it.each([
    [1, '1 werkminuut'],
    [30, '30 werkminuten'],
    [60, '1 werkuur'],
    [90, '1 werkuur en 30 werkminuten'],
    [480, '8 werkuren'],
  ])('say %i minutes as %s', (minutes, expected) => {
    const versions = [policy('2026-01-01', [rule('x', { firstResponseMinutes: minutes, resolutionMinutes: minutes })])];
    const promise = promiseTerms({ ...request, versions });
    expect(promise.ok && promise.terms.explanation).toContain(`(${expected}) en oplossing`);
  });
});

describe('the rule that decides', () => {
  it('is the first that matches, and is named', () => {
    const first = rule('eerste', { when: { topics: ['afval'] } });
    const second = rule('tweede', { when: { channels: ['messenger'] } });
    expect(ruleFor([policy('2026-01-01', [first, second, rule('altijd')])])).toBe('eerste');
    expect(ruleFor([policy('2026-01-01', [second, first, rule('altijd')])])).toBe('tweede');
  });

  it.each<[string, SlaRule['when'], string]>([
    ['its topic', { topics: ['afval'] }, 'bijzonder'],
    ['another topic', { topics: ['wegen'] }, 'altijd'],
    ['its channel', { channels: ['messenger'] }, 'bijzonder'],
    ['another channel', { channels: ['x'] }, 'altijd'],
    ['its kind', { kinds: ['question'] }, 'bijzonder'],
    ['another kind', { kinds: ['complaint'] }, 'altijd'],
    ['its priority', { priorities: ['normal', 'high'] }, 'bijzonder'],
    ['another priority', { priorities: ['high'] }, 'altijd'],
    ['its plan', { plans: ['standard'] }, 'bijzonder'],
    ['another plan', { plans: ['premium'] }, 'altijd'],
    ['one condition that holds and one that does not', { topics: ['afval'], plans: ['basic'] }, 'altijd'],
  ])('is judged for %s', (_, when, expected) => {
    expect(ruleFor([policy('2026-01-01', [rule('bijzonder', { when }), rule('altijd')])])).toBe(expected);
  });
});

describe('the version that decides', () => {
  const versions = [
    policy('2027-01-01', [rule('later')]),
    policy('2026-11-23', [rule('nu')], { transitMinutes: 5 }),
    policy('2025-01-01', [rule('vroeger')], { transitMinutes: 5 }),
  ];

  it('is the latest that was valid when the clock started, by the date of the municipality', () => {
    expect(ruleFor(versions)).toBe('nu');
    expect(ruleFor(versions, received('2026-11-22T22:59:00Z'))).toBe('vroeger');
    expect(ruleFor(versions, received('2026-11-22T23:00:00Z'))).toBe('nu');
  });

  it('is a later one for a message that came so late that its clock starts under it', () => {
    expect(ruleFor(versions, received('2026-11-22T20:00:00Z', '2026-11-23T12:00:00Z'))).toBe('nu');
    expect(ruleFor(versions, received('2026-11-22T22:58:00Z', '2026-11-22T23:03:00Z'))).toBe('vroeger');
  });

  it('is the first of all for a message from before it that is received under it', () => {
    const first = [policy('2026-11-23', [rule('eerste')])];
    expect(ruleFor(first, received('2026-11-22T20:00:00Z', '2026-11-23T12:00:00Z'))).toBe('eerste');
  });
});

describe('the start of the time', () => {
  it.each([
    ['when the citizen wrote', '2026-11-23T09:00:00Z', '2026-11-23T09:04:00Z', '2026-11-23T13:00:00Z'],
    ['five minutes before a late receipt', '2026-11-23T08:00:00Z', '2026-11-23T09:05:00Z', '2026-11-23T13:00:00Z'],
    ['at a platform time ahead of our clock', '2026-11-23T09:00:00Z', '2026-11-23T08:58:00Z', '2026-11-23T13:00:00Z'],
  ])('is %s', (_, occurredAt, receivedAt, due) => {
    const promise = promiseTerms({ ...request, ...received(occurredAt, receivedAt) });
    expect(promise.ok && promise.terms.clocks[0]?.dueAtMs).toBe(Date.parse(due));
  });
});

describe('a promise that cannot be made', () => {
  const never = calendar('dicht', DAY, { week: NO_DAY });
  const rare = calendar('zelden', DAY, { week: NO_DAY, exceptions: { '2026-11-24': DAY } });

  it.each<[string, Partial<PromiseRequest>, string]>([
    ['no version', { versions: [] }, 'NO_SLA_VERSION'],
    ['a version of next year only', { versions: [policy('2027-01-01', [rule('altijd')])] }, 'NO_SLA_VERSION'],
    ['no rule', { versions: [policy('2026-01-01', [])] }, 'NO_SLA_RULE'],
    [
      'no rule that matches',
      { versions: [policy('2026-01-01', [rule('x', { when: { topics: ['wegen'] } })])] },
      'NO_SLA_RULE',
    ],
    ['no open time', { calendar: () => never }, 'NO_OPEN_TIME'],
    ['too little open time for one of its clocks', { calendar: () => rare }, 'NO_OPEN_TIME'],
  ])('says what is missing: %s', (_, more, code) => {
    expect(promiseTerms({ ...request, ...more })).toEqual({ ok: false, code });
  });
});
