import { describe, expect, it } from '@jest/globals';
import { InMemoryHandling, message, TUESDAY_MS } from '../../../test/support/decide/in-memory.js';
import { testSettings } from '../../../test/support/test-settings.js';
import type { TicketCommand } from '../../domain/ticket-command.js';
import type { StatutoryTerms } from '../../settings/snapshot.js';
import type { Decision } from '../batch/decision.js';

const DAY_MS = 86_400_000;
const BASIS = 'Decreet lokaal bestuur, artikel 302';
const COMPLAINT: StatutoryTerms = { acknowledgeDays: 10, answerDays: 45, basis: BASIS };
const REQUEST: StatutoryTerms = { answerDays: 20, extendedDays: 40, basis: BASIS };

type Statutory = Extract<TicketCommand, { type: 'statutory' }>;

class Desk {
  readonly handling: InMemoryHandling;

  constructor(statutory: Record<string, StatutoryTerms> = { complaint: COMPLAINT, 'document-request': REQUEST }) {
    const [gent] = testSettings().municipalities;
    this.handling = new InMemoryHandling({
      settings: testSettings({ municipalities: gent === undefined ? [] : [{ ...gent, statutory }] }),
    });
    this.handling.tell(message('a'));
  }

  notes(step: Statutory['step'], change: Partial<Statutory> = {}, afterDays = 0): Decision {
    const command: Statutory = { type: 'statutory', procedure: 'document-request', step, author: 'An', ...change };
    const ticketId = this.handling.ticketOf('c1')?.id ?? null;
    return this.handling.decideContent(
      { from: 'api', principal: 'key', command },
      ticketId,
      TUESDAY_MS + afterDays * DAY_MS,
    );
  }
}

describe('a statutory procedure', () => {
  it('starts with the terms of the municipality, today unless told', () => {
    expect(new Desk().notes('started')).toMatchObject({
      state: 'handled',
      facts: [
        {
          ...{ type: 'statutory.started', procedure: 'document-request', registeredOn: '2026-11-24', by: 'An' },
          ...{ basis: BASIS, acknowledgeDays: null, answerDays: 20, extendedDays: 40 },
        },
      ],
    });
    expect(new Desk().notes('started', { registeredOn: '2026-11-20' })).toMatchObject({
      facts: [{ registeredOn: '2026-11-20' }],
    });
  });

  it.each(['2026-11-25', '2026-02-30', 'vandaag'])('is not registered on %s', (registeredOn) => {
    expect(new Desk().notes('started', { registeredOn })).toMatchObject({
      ...{ state: 'rejected', reason: 'REGISTRATION_DATE_INVALID' },
      detail: 'De registratiedatum bestaat niet of ligt in de toekomst.',
    });
  });

  it('is registered today until midnight in Brussels', () => {
    const desk = new Desk();
    const lateMs = Date.UTC(2026, 10, 24, 23, 30) - TUESDAY_MS;
    expect(desk.notes('started', {}, lateMs / DAY_MS)).toMatchObject({ facts: [{ registeredOn: '2026-11-25' }] });
  });

  it('does not start where the municipality has no terms for it', () => {
    expect(new Desk({ complaint: COMPLAINT }).notes('started')).toMatchObject({
      ...{ state: 'rejected', reason: 'STATUTORY_TERMS_UNKNOWN' },
      detail: 'De configuratie van deze gemeente kent geen termijnen voor deze procedure.',
    });
  });

  it('does not start twice, and can start again when it ended', () => {
    const desk = new Desk();
    desk.notes('started');
    expect(desk.notes('started')).toMatchObject({
      ...{
        state: 'rejected',
        reason: 'STATUTORY_ALREADY_STARTED',
        detail: 'Deze procedure loopt al voor dit dossier.',
      },
    });
    desk.notes('answered', {}, 1);
    expect(desk.notes('started', {}, 2).state).toBe('handled');
  });

  it.each(['acknowledged', 'extended', 'answered', 'withdrawn'] as const)(
    'takes no step "%s" before it started, or after it ended',
    (step) => {
      const refusal = {
        ...{
          state: 'rejected',
          reason: 'STATUTORY_NOT_STARTED',
          detail: 'Deze procedure loopt niet voor dit dossier.',
        },
      };
      const desk = new Desk();
      expect(desk.notes(step)).toMatchObject(refusal);
      desk.notes('started');
      desk.notes('withdrawn', {}, 1);
      expect(desk.notes(step, {}, 2)).toMatchObject(refusal);
    },
  );

  it.each([
    ['document-request', 'acknowledged'],
    ['complaint', 'extended'],
  ] as const)('of a %s has no step "%s" where its terms have none', (procedure, step) => {
    const desk = new Desk();
    desk.notes('started', { procedure });
    expect(desk.notes(step, { procedure })).toMatchObject({
      ...{ state: 'rejected', reason: 'STATUTORY_STEP_UNKNOWN' },
      detail: 'De termijnen van deze procedure kennen deze stap niet.',
    });
  });

  it.each([
    ['document-request', 'extended'],
    ['complaint', 'acknowledged'],
  ] as const)('of a %s takes the step "%s" once', (procedure, step) => {
    const desk = new Desk();
    desk.notes('started', { procedure });
    expect(desk.notes(step, { procedure }, 1)).toMatchObject({
      facts: [{ type: 'statutory.changed', procedure, step, by: 'An' }],
    });
    expect(desk.notes(step, { procedure }, 2)).toEqual({
      ...{ state: 'handled', reason: 'NOTHING_CHANGED', ticketId: desk.handling.ticketOf('c1')?.id },
    });
  });

  it('stands in facts of its own, with the terms under which it started', () => {
    const desk = new Desk();
    desk.notes('started');
    desk.notes('extended', {}, 1);
    const facts = desk.handling.draft.facts.map(({ fact }) => fact);
    expect(facts.filter(({ type }) => type.startsWith('statutory'))).toMatchObject([
      { answerDays: 20, extendedDays: 40 },
      { step: 'extended' },
    ]);
  });
});

describe('a complaint in the words of a citizen', () => {
  const topics = [
    { topic: 'klacht', label: 'Klacht', theme: 'x', level: 'local', kind: 'complaint', words: { nl: ['klacht'] } },
  ] as const;
  const [gent] = testSettings().municipalities;

  function opened(statutory: Record<string, StatutoryTerms>) {
    const municipalities = gent === undefined ? [] : [{ ...gent, statutory }];
    const handling = new InMemoryHandling({ settings: testSettings({ topics, municipalities }) });
    handling.tell(message('a', { text: 'Ik heb een klacht over de dienst' }));
    return handling.draft.facts.map(({ fact }) => fact);
  }

  it('is proposed as a procedure, and never started by a rule', () => {
    expect(opened({ complaint: COMPLAINT })).toMatchObject([
      { type: 'ticket.opened', kind: 'complaint', proposes: 'complaint' },
    ]);
  });

  it('is not proposed where the municipality has no terms for it', () => {
    expect(opened({})).toEqual([expect.not.objectContaining({ proposes: expect.anything() })]);
  });
});
