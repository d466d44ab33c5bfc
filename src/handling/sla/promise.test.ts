import { describe, expect, it } from '@jest/globals';
import { compileCalendar } from '../../domain/working-time.js';
import type { SlaPolicy, SlaRule } from '../../settings/snapshot.js';
import { clockStart, promiseDeadlines, type PromiseRequest } from './promise.js';

const day = [{ from: '09:00', to: '17:00' }];
const week = { 1: day, 2: day, 3: day, 4: day, 5: day, 6: [], 7: [] };
const calendar = compileCalendar({ name: 'gent', timeZone: 'Europe/Brussels', week, exceptions: {}, holidays: [] });

function rule(name: string, when: SlaRule['when'], firstResponseMinutes: number, resolutionMinutes: number): SlaRule {
  return { name, when, firstResponseMinutes, resolutionMinutes };
}

function policy(validFrom: string, ...rules: readonly SlaRule[]): SlaPolicy {
  return { name: 'standaard', validFrom, rules };
}

const always = rule('altijd', {}, 240, 1440);
const request: PromiseRequest = {
  versions: [policy('2026-01-01', always)],
  calendar,
  facts: { topic: 'afval', channel: 'messenger', kind: 'question', priority: 'normal' },
  // Monday 10:30 in Brussels.
  clockStartMs: Date.parse('2026-11-23T09:30:00Z'),
};

function ruleFor(versions: readonly SlaPolicy[], more: Partial<PromiseRequest> = {}): string {
  const promise = promiseDeadlines({ ...request, versions, ...more });
  return promise.ok ? promise.rule : promise.code;
}

describe('clockStart', () => {
  it.each([
    ['when the citizen wrote', 1_000_000, 1_100_000, 1_000_000],
    ['five minutes before a late receipt', 1_000_000, 9_000_000, 8_700_000],
    ['at a platform time ahead of our clock', 1_000_000, 900_000, 1_000_000],
  ])('starts %s', (_, occurredAtMs, receivedAtMs, expected) => {
    expect(clockStart(occurredAtMs, receivedAtMs)).toBe(expected);
  });
});

describe('promiseDeadlines', () => {
  it('gives both deadlines with the reason in one sentence', () => {
    expect(promiseDeadlines(request)).toEqual({
      ok: true,
      policy: 'standaard',
      version: '2026-01-01',
      rule: 'altijd',
      firstResponseDueMs: Date.parse('2026-11-23T13:30:00Z'),
      resolutionDueMs: Date.parse('2026-11-26T09:30:00Z'),
      explanation:
        'Eerste antwoord tegen 23/11/2026 om 14:30 (4 werkuren) en oplossing tegen 26/11/2026 om 10:30 (24 werkuren), ' +
        'geteld vanaf 23/11/2026 om 10:30 in kalender "gent" volgens regel "altijd" van beleid "standaard" ' +
        '(versie 2026-01-01).',
    });
  });

  it.each([
    [1, '1 werkminuut'],
    [30, '30 werkminuten'],
    [60, '1 werkuur'],
    [90, '1 werkuur en 30 werkminuten'],
    [480, '8 werkuren'],
  ])('writes %i minutes as %s', (minutes, expected) => {
    const promise = promiseDeadlines({ ...request, versions: [policy('2026-01-01', rule('x', {}, minutes, minutes))] });
    expect(promise).toMatchObject({ explanation: expect.stringContaining(`(${expected}) en oplossing`) });
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
  ])('judges a rule for %s', (_, when, expected) => {
    expect(ruleFor([policy('2026-01-01', rule('bijzonder', when, 60, 60), always)])).toBe(expected);
  });

  it('uses the version that was valid when the clock started, whatever the order', () => {
    const versions = [
      policy('2027-01-01', rule('later', {}, 1, 1)),
      policy('2026-11-23', rule('nu', {}, 1, 1)),
      policy('2025-01-01', rule('vroeger', {}, 1, 1)),
    ];
    expect(ruleFor(versions)).toBe('nu');
    expect(ruleFor(versions, { clockStartMs: Date.parse('2026-11-22T22:59:00Z') })).toBe('vroeger');
    expect(ruleFor(versions, { clockStartMs: Date.parse('2026-11-22T23:00:00Z') })).toBe('nu');
  });

  it('says what is missing', () => {
    expect(ruleFor([policy('2027-01-01', always)])).toBe('NO_SLA_VERSION');
    expect(ruleFor([policy('2026-01-01')])).toBe('NO_SLA_RULE');
    const closed = { name: 'dicht', timeZone: 'Europe/Brussels', exceptions: {}, holidays: [] };
    const never = compileCalendar({ ...closed, week: { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] } });
    expect(ruleFor(request.versions, { calendar: never })).toBe('NO_OPEN_TIME');
    const rare = compileCalendar({
      ...closed,
      week: { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] },
      exceptions: { '2026-11-24': day },
    });
    expect(ruleFor(request.versions, { calendar: rare })).toBe('NO_OPEN_TIME');
  });
});
