import { describe, expect, it } from '@jest/globals';
import { InMemoryHandling, message, TUESDAY_MS, type InMemoryChange } from '../../../test/support/decide/in-memory.js';
import { plainRule, PLAIN_TERMS, testSettings } from '../../../test/support/test-settings.js';
import type { Id } from '../../domain/ids.js';
import type { SlaAction, SlaPolicy, WindowStep } from '../../settings/snapshot.js';
import type { Decision } from '../batch/decision.js';
import { decideTimer } from './decide-timer.js';

const HOUR = 3_600_000;
const TIMER = { from: 'timer' } as const;

/** Handling under a policy: four working hours for the first answer, forty for the end. */
class Desk extends InMemoryHandling {
  readonly ticketId: Id;

  constructor(
    change: Partial<SlaPolicy> & { actions?: readonly SlaAction[] } = {},
    more: InMemoryChange = {},
    text?: string,
  ) {
    const { actions = [], ...policy } = change;
    const rules = [{ ...plainRule('altijd', 240, 2400), actions }];
    const slaPolicies = [{ ...PLAIN_TERMS, name: 'standaard', validFrom: '2026-01-01', rules, ...policy }];
    const statutory = { 'document-request': { answerDays: 20, basis: 'Bestuursdecreet, artikel II.43' } };
    const municipalities = testSettings().municipalities.map((municipality) => ({ ...municipality, statutory }));
    super({ settings: testSettings({ slaPolicies, municipalities }), ...more });
    this.tell(message('a', text === undefined ? {} : { text }));
    const ticket = this.ticketOf('c1');
    if (ticket === undefined) {
      throw new Error('The first message opens a ticket');
    }
    this.ticketId = ticket.id;
  }

  /** The scheduler wakes the ticket so long after its opening. */
  wake(afterMs: number): Decision {
    return this.decideContent(TIMER, this.ticketId, TUESDAY_MS + afterMs);
  }

  answer(requestedMs: number, deliveredMs: number | null): void {
    const reply = { type: 'reply', text: 'Dag Mia', author: 'An', isFinal: true } as const;
    this.ask(reply, this.ticketId, TUESDAY_MS + requestedMs);
    const messageId = this.draft.messages.at(-1)?.message.id ?? '';
    if (deliveredMs !== null) {
      const outcome = { from: 'delivery', deliveryId: 'd', messageId, isFinal: true, outcome: 'delivered' } as const;
      this.decideContent(outcome, this.ticketId, TUESDAY_MS + deliveredMs);
    }
  }
}

function factTypes({ facts = [] }: Decision): readonly string[] {
  return facts.map((fact) => ('clock' in fact ? `${fact.type} ${fact.clock}` : fact.type));
}

describe('a moment of a clock', () => {
  it('is told as a fact when it has come, each once', () => {
    const desk = new Desk();
    expect(factTypes(desk.wake(3 * HOUR))).toEqual(['sla.warned first-response']);
    expect(desk.wake(3 * HOUR)).toEqual({ state: 'handled', reason: 'NOTHING_DUE', ticketId: desk.ticketId });
    expect(factTypes(desk.wake(4 * HOUR))).toEqual(['sla.breached first-response']);
    expect(desk.wake(5 * HOUR).reason).toBe('NOTHING_DUE');
  });

  it('brings a breach without the warnings before it when it is looked at too late', () => {
    expect(factTypes(new Desk().wake(7 * HOUR))).toEqual(['sla.breached first-response']);
  });

  it('brings nothing before it has come', () => {
    expect(new Desk().wake(3 * HOUR - 1).reason).toBe('NOTHING_DUE');
  });

  it('has come when the scheduler says so, though our clock is behind, and shows as what it was told to be', () => {
    const desk = new Desk();
    desk.wake(3 * HOUR);
    const due = TUESDAY_MS + 4 * HOUR;
    expect(desk.clocksOf('c1', due - 1)[0]?.state).toBe('running');
    expect(factTypes(desk.decideContent(TIMER, desk.ticketId, due, due - 1000))).toEqual([
      'sla.breached first-response',
    ]);
    expect(desk.clocksOf('c1', due - 1)[0]?.state).toBe('breached');
  });

  it('has come by our clock when the scheduler was late', () => {
    const desk = new Desk();
    const warned = desk.decideContent(TIMER, desk.ticketId, TUESDAY_MS, TUESDAY_MS + 3 * HOUR);
    expect(factTypes(warned)).toEqual(['sla.warned first-response']);
  });

  it('brings nothing when an answer came between the timer and the decision', () => {
    const desk = new Desk({ actions: [{ at: 0.75, do: 'raise-priority' }] });
    desk.answer(2 * HOUR, 2 * HOUR);
    expect(desk.wake(3 * HOUR).reason).toBe('NOTHING_DUE');
    expect(desk.draft.deliveries.map(({ delivery }) => delivery.kind)).not.toContain('priority-changed');
  });

  it('still comes while the answer is on its way', () => {
    const desk = new Desk();
    desk.answer(2 * HOUR, null);
    expect(factTypes(desk.wake(3 * HOUR))).toEqual(['sla.warned first-response']);
  });

  it('brings nothing for a ticket that is closed or gone', () => {
    const desk = new Desk();
    desk.ask({ type: 'status', status: 'closed', author: 'An' }, desk.ticketId, TUESDAY_MS + HOUR);
    expect(desk.wake(30 * HOUR).reason).toBe('NOTHING_DUE');
    expect(desk.decideContent(TIMER, null, TUESDAY_MS)).toEqual({ state: 'quarantined', reason: 'TICKET_UNKNOWN' });
  });
});

describe('what the policy asks for', () => {
  it('is done with the warning, under the rule of the ticket', () => {
    const desk = new Desk({
      actions: [
        { at: 0.75, do: 'raise-priority' },
        { at: 0.75, do: 'notify', to: 'gent-crm' },
      ],
    });
    expect(desk.wake(3 * HOUR)).toMatchObject({
      state: 'handled',
      facts: [{ type: 'sla.warned' }, { type: 'priority.changed', to: 'high', because: 'first-response:0.75' }],
      deliveries: [
        { target: 'gent-crm', kind: 'priority-changed' },
        { target: 'gent-crm', kind: 'sla-warned' },
      ],
    });
    expect(desk.ticketOf('c1')?.state.priority).toBe('high');
  });

  it('is done after a breach, and once', () => {
    const desk = new Desk({ actions: [{ at: 'breach', do: 'reroute', to: '1700', clocks: ['first-response'] }] });
    expect(factTypes(desk.wake(4 * HOUR))).toEqual([
      'sla.breached first-response',
      'sla.acted first-response',
      'ticket.forwarded',
    ]);
    expect(desk.ticketOf('c1')?.state.target).toBe('1700');
    expect(desk.wake(5 * HOUR).reason).toBe('NOTHING_DUE');
  });

  it('goes nowhere that the municipality does not go', () => {
    const desk = new Desk({ actions: [{ at: 'breach', do: 'reroute', to: 'brussel' }] });
    desk.wake(4 * HOUR);
    expect(desk.ticketOf('c1')?.state.target).toBe('gent-crm');
  });

  it('tells a contact center the ticket anew', () => {
    const desk = new Desk({ actions: [{ at: 0.75, do: 'notify', to: '1700' }] });
    expect(desk.wake(3 * HOUR).deliveries).toEqual([{ target: '1700', kind: 'priority-changed', messageId: null }]);
  });

  it('moves a ticket to where somebody is when the deadline comes after office hours', () => {
    const settings = testSettings();
    const day = [{ from: '08:00', to: '20:00' }];
    const [office] = settings.calendars;
    const week = { 1: day, 2: day, 3: day, 4: day, 5: day, 6: day, 7: [] };
    const rules = [
      {
        ...plainRule('altijd', 540, 2400),
        calendar: 'lang',
        actions: [{ at: 'breach', do: 'overflow', to: '1700' } as const],
      },
    ];
    const desk = new Desk(
      {},
      {
        settings: testSettings({
          calendars: office === undefined ? [] : [office, { ...office, name: 'lang', week }],
          targets: settings.targets.map((target) => (target.id === '1700' ? { ...target, calendar: 'lang' } : target)),
          slaPolicies: [{ ...PLAIN_TERMS, name: 'standaard', validFrom: '2026-01-01', rules }],
        }),
      },
    );
    // Ten in the morning and nine hours of the long day: seven in the evening, when the office is closed.
    expect(factTypes(desk.wake(9 * HOUR))).toContain('ticket.forwarded');
    expect(desk.ticketOf('c1')?.state.target).toBe('1700');
  });

  it('is nothing any more when the configuration does not know the municipality', () => {
    const desk = new Desk({ actions: [{ at: 0.75, do: 'raise-priority' }] });
    const { draft } = desk;
    const ticket = draft.ticket(desk.ticketId);
    const rules = { ...desk.rules, tenant: () => undefined };
    const about = {
      channel: 'timer',
      account: '',
      conversation: 'c',
      shard: 1,
      ticketId: desk.ticketId,
      content: TIMER,
    };
    const nowMs = TUESDAY_MS + 3 * HOUR;
    const event = { ...about, id: desk.ticketId, tenant: 'gent', occurredAtMs: nowMs, receivedAtMs: nowMs };
    expect(ticket && decideTimer({ event, rules, world: draft, ticket })).toMatchObject({
      facts: [{ type: 'sla.warned' }],
      deliveries: [],
    });
  });
});

describe('a term of law', () => {
  const DAY = 24 * HOUR;

  /** Registered on the Tuesday on which the ticket opens: twenty days end on Monday the 14th of December. */
  function requested(target?: string, actions: readonly SlaAction[] = []): Desk {
    const desk = new Desk({ actions });
    if (target !== undefined) {
      desk.ask({ type: 'forward', to: target, author: 'An', reason: '' }, desk.ticketId, TUESDAY_MS);
    }
    const command = { type: 'statutory', procedure: 'document-request', step: 'started', author: 'An' } as const;
    desk.decideContent({ from: 'api', principal: 'key', command }, desk.ticketId, TUESDAY_MS);
    desk.answer(HOUR, HOUR);
    return desk;
  }

  it('is told to whoever has the ticket, whatever the policy says: a warning, and its end', () => {
    const desk = requested();
    expect(desk.wake(16 * DAY)).toMatchObject({
      state: 'handled',
      facts: [{ type: 'sla.warned', clock: 'document-request-answer', round: 1, share: 0.75 }],
      deliveries: [{ target: 'gent-crm', kind: 'sla-warned', messageId: null }],
    });
    expect(desk.wake(16 * DAY).reason).toBe('NOTHING_DUE');
    expect(desk.wake(21 * DAY)).toMatchObject({
      facts: [{ type: 'sla.breached', clock: 'document-request-answer', round: 1 }],
      deliveries: [{ target: 'gent-crm', kind: 'sla-breached' }],
    });
    expect(desk.wake(22 * DAY).reason).toBe('NOTHING_DUE');
  });

  it('is told to a contact center as the ticket anew', () => {
    expect(requested('1700').wake(16 * DAY).deliveries).toMatchObject([{ target: '1700', kind: 'priority-changed' }]);
  });

  it('and a clock of the policy that want the same word at once get it once', () => {
    const desk = requested(undefined, [{ at: 'breach', do: 'notify', to: 'gent-crm', clocks: ['resolution'] }]);
    desk.tell(message('b', { atMs: TUESDAY_MS + 2 * HOUR, text: 'En wat met mijn andere vraag?' }));
    const decision = desk.wake(21 * DAY);
    expect(factTypes(decision)).toEqual([
      'sla.breached resolution',
      'sla.acted resolution',
      'sla.breached document-request-answer',
    ]);
    expect(decision.deliveries).toEqual([{ target: 'gent-crm', kind: 'sla-breached', messageId: null }]);
  });
});

const TEXT = { nl: 'Wij zoeken het uit.', fr: 'Nous examinons votre question.' };
const LADDER: WindowStep[] = [{ beforeMinutes: 120, do: 'holding-reply', text: TEXT }];
/** The window closes at ten the next morning. Two hours before is at eight, and the office opens at nine. */
const MORNING = 23 * HOUR;

describe('a holding reply', () => {
  it('goes to the citizen before the channel takes no answer any more, once, as a word that answers nothing', () => {
    const desk = new Desk({ windowLadder: LADDER });
    const decision = desk.wake(MORNING);
    const messageId = decision.message?.id;
    expect(decision).toMatchObject({
      facts: [
        { type: 'sla.breached', clock: 'first-response' },
        { type: 'sla.window', clock: 'first-response', step: 0, closesAtMs: TUESDAY_MS + 24 * HOUR },
        { type: 'answer.requested', messageId, parts: 1, isFinal: false, by: 'sla', isHolding: true },
      ],
      message: { author: 'operator', authorName: 'Schakel', text: 'Wij zoeken het uit.', isPublic: false },
      deliveries: [
        {
          target: 'facebook:104',
          kind: 'reply',
          messageId,
          parts: 1,
          isFinal: false,
          isAutomatic: true,
          way: 'private',
        },
      ],
    });
    expect(desk.wake(MORNING).reason).toBe('NOTHING_DUE');
    const outcome = { from: 'delivery', deliveryId: 'd', messageId: messageId ?? '', isFinal: false } as const;
    desk.decideContent({ ...outcome, outcome: 'delivered' }, desk.ticketId, TUESDAY_MS + MORNING);
    expect(desk.ticketOf('c1')?.state).toMatchObject({ status: 'new', firstRespondedAtMs: null });
    expect(desk.clocksOf('c1', TUESDAY_MS + MORNING)[0]).toMatchObject({ name: 'first-response', state: 'breached' });
  });

  it.each([
    ['French', 'Bonjour, je voudrais savoir quand vous passez pour les poubelles', TEXT.fr],
    [
      'a language without a text: Dutch',
      'Good morning, when will you collect the rubbish in my street please',
      TEXT.nl,
    ],
  ])('is in the language of the ticket: %s', (_, text, expected) => {
    const desk = new Desk({ windowLadder: LADDER }, {}, text);
    expect(desk.wake(MORNING).message?.text).toBe(expected);
  });

  it('is not written when the channel takes no automatic message any more, though it takes one of a person', () => {
    const closedAtMs = TUESDAY_MS + HOUR;
    const closesAtMs = TUESDAY_MS + 24 * HOUR;
    const replyWindow: NonNullable<InMemoryChange['channel']>['replyWindow'] = ({ isHumanAuthor }) =>
      isHumanAuthor
        ? { open: true, mode: 'human', closesAtMs }
        : { open: false, code: 'REPLY_WINDOW_CLOSED', closedAtMs };
    const desk = new Desk({ windowLadder: LADDER }, { channel: { replyWindow } });
    const decision = desk.wake(MORNING);
    expect(factTypes(decision)).toEqual(['sla.breached first-response', 'sla.window first-response']);
    expect(decision.message).toBeUndefined();
    expect(decision.deliveries).toEqual([]);
  });

  it('asks the channel whether it takes an automatic message in this conversation now', () => {
    const asked: unknown[] = [];
    const replyWindow: NonNullable<InMemoryChange['channel']>['replyWindow'] = (facts) => {
      asked.push(facts);
      return { open: true, mode: 'response', closesAtMs: TUESDAY_MS + 24 * HOUR };
    };
    new Desk({ windowLadder: LADDER }, { channel: { replyWindow } }).wake(MORNING);
    const about = { isPublic: false, isAnswerable: true, settings: {}, lastCitizenAtMs: TUESDAY_MS };
    expect(asked).toEqual([
      { ...about, isHumanAuthor: true, nowMs: TUESDAY_MS },
      { ...about, isHumanAuthor: false, nowMs: TUESDAY_MS + MORNING },
    ]);
  });

  it('is not written when an answer is on its way, and is when that failed', () => {
    const desk = new Desk({ windowLadder: LADDER });
    desk.answer(HOUR, null);
    const decision = desk.wake(MORNING);
    expect(factTypes(decision)).toContain('sla.window first-response');
    expect(decision.message).toBeUndefined();
    const failed = new Desk({ windowLadder: LADDER });
    failed.answer(HOUR, null);
    const messageId = failed.draft.messages.at(-1)?.message.id ?? '';
    const outcome = { from: 'delivery', deliveryId: 'd', messageId, isFinal: true, outcome: 'refused' } as const;
    failed.decideContent({ ...outcome, code: 'X' }, failed.ticketId, TUESDAY_MS + 2 * HOUR);
    expect(failed.wake(MORNING).message?.text).toBe(TEXT.nl);
  });

  it('is cut into parts like any answer, and not sent where it cannot be', () => {
    const long = (words: number): WindowStep[] => [
      { beforeMinutes: 120, do: 'holding-reply', text: { nl: 'woord '.repeat(words) } },
    ];
    expect(new Desk({ windowLadder: long(30) }).wake(MORNING).deliveries).toMatchObject([{ parts: 2 }]);
    expect(new Desk({ windowLadder: long(600) }).wake(MORNING).deliveries).toEqual([]);
    expect(new Desk({ windowLadder: [{ beforeMinutes: 120, do: 'holding-reply' }] }).wake(MORNING).deliveries).toEqual(
      [],
    );
  });
});
