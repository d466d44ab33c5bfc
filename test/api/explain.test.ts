import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { deriveId, newId } from '../../src/domain/ids.js';
import type { DatedFact } from '../../src/domain/sla/dated-fact.js';
import type { TicketFact } from '../../src/domain/ticket.js';
import { madeTicket, type MadeTicket } from '../support/sla/made-ticket.js';
import { seeded } from '../support/sla/random.js';
import { storeClocks, storeSnapshot, storeTickets } from '../support/sla/store-tickets.js';
import { townSettings, withHours } from '../support/sla/towns.js';
import { apiUnderTest, BOOTSTRAP_KEY, type ApiUnderTest } from './api-under-test.js';

jest.setTimeout(60_000);

const MINUTE = 60_000;
/** Tuesday 24 November, 16:00 in Brussels; the desk closes at 17:00. */
const TUESDAY_MS = Date.UTC(2026, 10, 24, 15, 0);
const NOW_MS = TUESDAY_MS + 30 * 24 * 60 * MINUTE;
const SETTINGS = townSettings();
const LATER = townSettings({ calendars: withHours(SETTINGS, '16:00', '16:30') });
const ABOUT = { snapshots: [SETTINGS, LATER], asOfMs: NOW_MS };

let api: ApiUnderTest;
let tickets: readonly MadeTicket[];

/** A ticket of Gent in which nothing is left to luck: opened, put to waiting, answered. */
function plainTicket(number: number, later: readonly (readonly [TicketFact, number])[]): MadeTicket {
  const made = madeTicket({ number, tenant: 'gent', openedAtMs: TUESDAY_MS, settings: SETTINGS }, () => 0);
  const id = newId(TUESDAY_MS);
  const more = later.map(([fact, minutes], index): DatedFact => {
    const atMs = TUESDAY_MS + minutes * MINUTE;
    return {
      ...{ fact, seq: index + 2, key: deriveId(id, `fact ${index}`), settingsHash: LATER.hash },
      ...{ occurredAtMs: atMs, receivedAtMs: atMs },
    };
  });
  return {
    ...made,
    id,
    facts: [...made.facts, ...more],
    handoffs: [{ target: 'gent-crm', atMs: TUESDAY_MS + MINUTE }],
  };
}

const waiting = { type: 'status.changed', to: 'waiting', by: 'gent-crm' } as const;
const requested = { type: 'answer.requested', messageId: 'a', parts: 1, isFinal: true, by: 'gent-crm' } as const;
const delivered = { type: 'answer.delivered', messageId: 'a', isFinal: true } as const;

beforeAll(async () => {
  api = await apiUnderTest({ nowMs: () => NOW_MS });
  const random = seeded(7);
  tickets = [
    plainTicket(5001, [
      [waiting, 30],
      [requested, 45],
      [delivered, 50],
    ]),
    plainTicket(5002, []),
    ...Array.from({ length: 40 }, (_, index) =>
      madeTicket(
        {
          ...{ number: 6000 + index, tenant: index % 2 === 0 ? 'gent' : 'brugge', settings: SETTINGS },
          openedAtMs: TUESDAY_MS - index * 7 * 60 * MINUTE,
        },
        random,
      ),
    ),
  ];
  await api.db.owner.transaction('settings.apply', (sql) => storeTickets(sql, tickets, ABOUT));
});
afterAll(() => api.close());

interface Clock {
  readonly name: string;
  readonly round: number;
  readonly sentence: string;
  readonly dueAt: string | null;
  readonly usedWorkingSeconds: number;
  readonly earlierWorkingSeconds: number;
  readonly intervals: readonly {
    readonly from: string;
    readonly until: string;
    readonly why: string;
    readonly text: string;
    readonly workingSeconds: number;
    readonly isExpected: boolean;
    readonly calendar: string;
    readonly settingsHash: string;
  }[];
}

interface Explained {
  readonly sentences: readonly { readonly about: string; readonly text: string }[];
  readonly clocks: readonly Clock[];
  readonly held: { readonly totalMs: number; readonly holders: readonly { holder: string; heldMs: number }[] };
  readonly isCut: boolean;
}

async function explain(number: number, query = ''): Promise<Explained> {
  const response = await request(api.app)
    .get(`/api/v1/tickets/${number}/explain${query}`)
    .set('authorization', `Bearer ${BOOTSTRAP_KEY}`);
  expect({ status: response.status, body: response.body }).toMatchObject({ status: 200 });
  return response.body as Explained;
}

function clockOf(explained: Explained, name: string): Clock {
  const found = explained.clocks.find((clock) => clock.name === name);
  if (found === undefined) {
    throw new Error(`no clock ${name}`);
  }
  return found;
}

describe('the explanation of clocks', () => {
  it('tells each stretch: what counted, what did not, and why', async () => {
    const resolution = clockOf(await explain(5001), 'resolution');
    expect(resolution.intervals.map(({ why, text, workingSeconds }) => ({ why, text, workingSeconds }))).toEqual([
      { why: 'open-hours', text: 'Telt mee: open volgens kalender "kantoor".', workingSeconds: 1800 },
      { why: 'waiting', text: 'Telt niet mee omdat het ticket op de burger wacht.', workingSeconds: 0 },
    ]);
    expect(resolution).toMatchObject({
      ...{ state: 'met', policy: 'standaard', policyVersion: '2026-01-01', rule: 'altijd', calendar: 'kantoor' },
      ...{ settingsHash: SETTINGS.hash, usedWorkingSeconds: 1800, promisedWorkingSeconds: 144_000 },
    });
    const first = clockOf(await explain(5001), 'first-response');
    expect(first.sentence).toBe(
      'Eerste antwoord: gehaald op 24/11/2026 om 16:50, op tijd voor 25/11/2026 om 12:00. Beloofd: 4 werkuren, geteld vanaf ' +
        '24/11/2026 om 16:00, waarvan 50 werkminuten gebruikt, volgens regel "altijd" van beleid "standaard" (versie 2026-01-01).',
    );
  });

  it('says the same in English', async () => {
    const explained = await explain(5001, '?language=en');
    expect(clockOf(explained, 'resolution').intervals.map(({ text }) => text)).toEqual([
      'Counts: open by calendar "kantoor".',
      'Does not count because the ticket waits for the citizen.',
    ]);
    expect(clockOf(explained, 'first-response').sentence).toContain('First response: met on 24/11/2026 at 16:50');
    expect(explained.sentences.map(({ text }) => text)).toContain(
      'gent-crm set the status to "waiting for the citizen".',
    );
  });

  it('tells who had the ticket how long', async () => {
    const { held } = await explain(5001);
    const ms = Object.fromEntries(held.holders.map(({ holder, heldMs }) => [holder, heldMs / MINUTE]));
    // Waiting from 16:30, an answer on its way from 16:45 to 16:50; then it is the citizen's until now.
    expect(ms).toEqual({ platform: 0, schakel: 6, '1700': 0, municipality: 29, citizen: 30 * 24 * 60 - 35 });
    expect(held.totalMs).toBe(30 * 24 * 60 * MINUTE);
  });

  it('adds up for every ticket: seconds to the used time, holders to the whole', async () => {
    for (const { number } of tickets) {
      const { clocks, held } = await explain(number);
      for (const { intervals, earlierWorkingSeconds, usedWorkingSeconds } of clocks) {
        const counted = intervals.reduce((sum, one) => sum + (one.isExpected ? 0 : one.workingSeconds), 0);
        expect({ number, seconds: earlierWorkingSeconds + counted }).toEqual({ number, seconds: usedWorkingSeconds });
        expect(intervals.slice(1).map(({ from }) => from)).toEqual(intervals.slice(0, -1).map(({ until }) => until));
      }
      expect(held.holders.reduce((sum, { heldMs }) => sum + heldMs, 0)).toBe(held.totalMs);
    }
  });

  it('is the same when the clock rows are gone, and when they were made again', async () => {
    const before = await Promise.all(tickets.map(({ number }) => explain(number)));
    await api.db.owner.query('delete from clock');
    expect(await Promise.all(tickets.map(({ number }) => explain(number)))).toEqual(before);
    await storeClocks(api.db.owner, tickets, ABOUT);
    expect(await Promise.all(tickets.map(({ number }) => explain(number)))).toEqual(before);
  });

  it('counts by the snapshot of its day, also after another one came into force', async () => {
    const before = await explain(5002);
    // Opened under an eight-hour day; the snapshot that replaced it has half an hour.
    expect(clockOf(before, 'first-response').dueAt).toBe('2026-11-25T11:00:00.000Z');
    expect(new Set(before.clocks.flatMap(({ intervals }) => intervals.map((one) => one.settingsHash)))).toEqual(
      new Set([SETTINGS.hash]),
    );
    await storeSnapshot(api.db.owner, LATER);
    await api.db.owner.query(
      `insert into settings_activation (hash, effective_from, author) values ($1, now() - interval '1 day', 'test')`,
      [LATER.hash],
    );
    expect(await explain(5002)).toEqual(before);
  });

  it('goes on by other terms from when they were told, and says so', async () => {
    const opened = tickets[1]?.facts[0]?.fact;
    if (opened?.type !== 'ticket.opened') {
      throw new Error('the second ticket has no opening');
    }
    const migrated = { type: 'sla.terms', mode: 'migrate', changeId: '2', terms: opened.terms } as const;
    const ticket = plainTicket(5003, [[migrated, 30]]);
    await api.db.owner.transaction('settings.apply', (sql) => storeTickets(sql, [ticket], ABOUT));
    const explained = await explain(5003);
    const [one, two] = clockOf(explained, 'first-response').intervals;
    expect([one?.settingsHash, two?.settingsHash]).toEqual([SETTINGS.hash, LATER.hash]);
    expect([one?.workingSeconds, two?.why]).toEqual([1800, 'outside-hours']);
    expect(explained.sentences.map(({ text }) => text)).toContain(
      'Vanaf dit ogenblik geldt regel "altijd" van beleid "standaard".',
    );
  });

  it('stays short for a ticket that goes on for ever', async () => {
    const message = (id: number): TicketFact => ({
      ...{ type: 'message.received', messageId: `m${id}`, reopened: false, asks: true, replyUntilMs: null },
    });
    const outside = (id: number): TicketFact => ({ type: 'answer.outside', messageId: `o${id}` });
    const talk = Array.from({ length: 400 }, (_, index): (readonly [TicketFact, number])[] => [
      [message(index), index * 50],
      [outside(index), index * 50 + 25],
    ]).flat();
    await api.db.owner.transaction('settings.apply', (sql) => storeTickets(sql, [plainTicket(5004, talk)], ABOUT));
    const { clocks, isCut } = await explain(5004);
    expect(isCut).toBe(true);
    expect(clocks).toHaveLength(100);
    expect(clocks.reduce((sum, { intervals }) => sum + intervals.length, 0)).toBeLessThanOrEqual(1_000);
    const endless = Array.from({ length: 10_001 }, (_, index): readonly [TicketFact, number] => [
      message(index),
      index,
    ]);
    await api.db.owner.transaction('settings.apply', (sql) => storeTickets(sql, [plainTicket(5005, endless)], ABOUT));
    expect(await explain(5005)).toMatchObject({ clocks: [], held: null, isCut: true });
  });

  it('tells the terms of the law beside the promises, day by day', async () => {
    const day = 24 * 60;
    const started: TicketFact = {
      ...{ type: 'statutory.started', procedure: 'complaint', registeredOn: '2026-11-24', by: 'An' },
      ...{ acknowledgeDays: 10, answerDays: 45, extendedDays: null, basis: 'Klachtenreglement, artikel 4' },
    };
    const step = { type: 'statutory.changed', procedure: 'complaint', step: 'acknowledged', by: 'An' } as const;
    const made = plainTicket(5006, [
      [started, 5],
      [step, 2 * day],
    ]);
    await api.db.owner.transaction('settings.apply', (sql) => storeTickets(sql, [made], ABOUT));
    const explained = await explain(5006);
    const answer = clockOf(explained, 'complaint-answer');
    const midnight = { first: '2026-11-24T23:00:00.000Z', last: '2027-01-08T23:00:00.000Z' };
    const now = new Date(NOW_MS).toISOString();
    expect(answer).toMatchObject({
      ...{ unit: 'calendar-days', round: 1, state: 'running', startedAt: midnight.first, dueAt: midnight.last },
      ...{ policy: 'Klachtenreglement, artikel 4', rule: 'complaint', policyVersion: '2026-11-24' },
      ...{ promisedWorkingSeconds: 45 * day * 60, settingsHash: LATER.hash, calendar: 'Europe/Brussels' },
      sentence:
        'Antwoord op de klacht: loopt tot en met 08/01/2027 (45 kalenderdagen, geteld vanaf de dag na de registratie op ' +
        '24/11/2026). Grond: Klachtenreglement, artikel 4.',
      intervals: [
        { from: midnight.first, until: now, why: 'calendar-days', counts: true, isExpected: false },
        { from: now, until: midnight.last, why: 'calendar-days', counts: true, isExpected: true },
      ],
    });
    expect(answer.intervals[0]?.text).toBe('Telt mee: elke kalenderdag telt, ook in het weekend en op feestdagen.');
    expect(answer.usedWorkingSeconds).toBe((NOW_MS - Date.parse(midnight.first)) / 1000);
    expect(clockOf(explained, 'complaint-acknowledge')).toMatchObject({ state: 'met', unit: 'calendar-days' });
    expect(clockOf(explained, 'resolution')).toMatchObject({ unit: 'working-time' });
    expect(explained.sentences.filter(({ about }) => about === 'clock').map(({ text }) => text)).toContain(
      answer.sentence,
    );
    const english = clockOf(await explain(5006, '?language=en'), 'complaint-answer');
    expect([english.sentence, english.intervals[0]?.text]).toEqual([
      'Answer to the complaint: runs to the end of 08/01/2027 (45 calendar days, counted from the day after registration ' +
        'on 24/11/2026). Ground: Klachtenreglement, artikel 4.',
      'Counts: every calendar day counts, weekends and holidays too.',
    ]);
  });

  it('had nothing to report as an error of ours', () => {
    expect(api.reported).toEqual([]);
  });
});
