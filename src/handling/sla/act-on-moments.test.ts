import { describe, expect, it } from '@jest/globals';
import { at, CENTER, OFFICE } from '../../../test/support/sla/story-time.js';
import { TicketStory } from '../../../test/support/sla/ticket-story.js';
import { plainRule, PLAIN_TERMS } from '../../../test/support/test-settings.js';
import type { Moment } from '../../domain/sla/next-moment.js';
import type { ClockName } from '../../domain/sla/vocabulary.js';
import { foldTicket } from '../../domain/ticket.js';
import type { SlaAction, WindowStep } from '../../settings/snapshot.js';
import { actOnMoments, type Acted, type ActionContext, type DueClock } from './act-on-moments.js';

const dueAtMs = at('mon 14:00');
const WARNING: Moment = { what: 'warning', share: 0.5, atMs: at('mon 12:00'), dueAtMs };
const BREACH: Moment = { what: 'breach', atMs: dueAtMs, dueAtMs };
const ACTIONS: Moment = { what: 'breach-actions', atMs: dueAtMs, dueAtMs };
const WINDOW: Moment = { what: 'window', step: 0, atMs: at('mon 12:00'), dueAtMs: at('mon 13:00') };

const story = new TicketStory('mon 10:00');

function due(name: ClockName, ...moments: readonly Moment[]): DueClock {
  return { view: story.clock('mon 11:00', name), moments };
}

interface Asked {
  readonly actions?: readonly SlaAction[];
  readonly windowLadder?: readonly WindowStep[];
  readonly now?: string;
  readonly change?: Partial<ActionContext>;
}

function act(
  clocks: readonly DueClock[],
  { actions = [], windowLadder = [], now = 'mon 14:00', change }: Asked = {},
): Acted {
  const rules = [{ ...plainRule('altijd', 240, 1440), actions }];
  return actOnMoments(clocks, {
    ticket: foldTicket(story.facts.slice(0, 1)),
    versions: [{ ...PLAIN_TERMS, name: 'standaard', validFrom: '2026-01-01', rules, windowLadder }],
    mayForward: (target) => target !== 'brussel',
    isContactCenter: (target) => target === '1700',
    staffed: (target) => (target === '1700' ? CENTER : OFFICE),
    nowMs: at(now),
    ...change,
  });
}

describe('a moment that has come', () => {
  it('leaves a fact each, and nothing else where the policy asks for nothing', () => {
    expect(act([due('first-response', WINDOW, WARNING, BREACH, ACTIONS), due('resolution', WARNING)])).toEqual({
      facts: [
        { type: 'sla.window', clock: 'first-response', round: 1, step: 0, closesAtMs: at('mon 13:00') },
        { type: 'sla.warned', clock: 'first-response', round: 1, share: 0.5, dueAtMs },
        { type: 'sla.breached', clock: 'first-response', round: 1, dueAtMs },
        { type: 'sla.acted', clock: 'first-response', round: 1, dueAtMs },
        { type: 'sla.warned', clock: 'resolution', round: 1, share: 0.5, dueAtMs },
      ],
      deliveries: [],
      holding: undefined,
    });
  });
});

describe('notify', () => {
  const actions: SlaAction[] = [
    { at: 0.5, do: 'notify', to: 'chief' },
    { at: 'breach', do: 'notify', to: 'chief' },
    { at: 0.5, do: 'notify', to: '1700' },
  ];

  it('tells a target of a warning or of a breach, and a contact center the ticket anew', () => {
    expect(act([due('first-response', WARNING, BREACH, ACTIONS)], { actions }).deliveries).toEqual([
      { target: 'chief', kind: 'sla-warned', messageId: null },
      { target: '1700', kind: 'priority-changed', messageId: null },
      { target: 'chief', kind: 'sla-breached', messageId: null },
    ]);
  });

  it('tells the same once, whoever else wants it told at that moment', () => {
    const clocks = [due('first-response', WARNING), due('resolution', WARNING)];
    expect(act(clocks, { actions }).deliveries.map(({ target }) => target)).toEqual(['chief', '1700']);
  });

  it('tells nobody where the policy names nobody', () => {
    expect(act([due('first-response', WARNING)], { actions: [{ at: 0.5, do: 'notify' }] }).deliveries).toEqual([]);
  });

  it('is a step of the ladder too', () => {
    const windowLadder: WindowStep[] = [{ beforeMinutes: 60, do: 'notify', to: 'chief' }];
    expect(act([due('first-response', WINDOW)], { windowLadder }).deliveries).toEqual([
      { target: 'chief', kind: 'sla-warned', messageId: null },
    ]);
  });
});

describe('raise-priority', () => {
  const actions: SlaAction[] = [{ at: 0.5, do: 'raise-priority' }];

  it('raises it by one, says why, and tells the target', () => {
    expect(act([due('first-response', WARNING)], { actions })).toMatchObject({
      facts: [
        { type: 'sla.warned' },
        { type: 'priority.changed', from: 'normal', to: 'high', by: 'sla', because: 'first-response:0.5' },
      ],
      deliveries: [{ target: 'gent-crm', kind: 'priority-changed' }],
    });
  });

  it('does nothing at the top, and raises from the bottom twice for two clocks', () => {
    const ticket = foldTicket(story.facts.slice(0, 1));
    const top = act([due('first-response', WARNING)], { actions, change: { ticket: { ...ticket, priority: 'high' } } });
    expect(top).toMatchObject({ facts: [{ type: 'sla.warned' }], deliveries: [] });
    const change = { ticket: { ...ticket, priority: 'low' as const } };
    const twice = act([due('first-response', WARNING), due('resolution', WARNING)], { actions, change });
    expect(twice.facts.flatMap((fact) => (fact.type === 'priority.changed' ? [fact.to] : []))).toEqual([
      'normal',
      'high',
    ]);
    expect(twice.deliveries).toHaveLength(1);
  });
});

describe('reroute', () => {
  const actions: SlaAction[] = [{ at: 'breach', do: 'reroute', to: '1700' }];

  it('takes the ticket from its target and gives it to another, and says why', () => {
    expect(act([due('first-response', ACTIONS)], { actions })).toMatchObject({
      facts: [
        { type: 'sla.acted' },
        { type: 'ticket.forwarded', from: 'gent-crm', to: '1700', by: 'sla', because: 'first-response:breach-actions' },
      ],
      deliveries: [
        { target: 'gent-crm', kind: 'withdrawn' },
        { target: '1700', kind: 'opened' },
      ],
    });
  });

  it.each([
    ['where it is already', 'gent-crm'],
    ['where it may not go', 'brussel'],
    ['nowhere', undefined],
  ])('moves nothing to %s', (_, to) => {
    const step: SlaAction = { at: 'breach', do: 'reroute', ...(to === undefined ? {} : { to }) };
    expect(act([due('first-response', ACTIONS)], { actions: [step] })).toMatchObject({
      facts: [{ type: 'sla.acted' }],
      deliveries: [],
    });
  });

  it('moves a ticket once, also when several clocks ask for it', () => {
    const asked: SlaAction[] = [...actions, { at: 'breach', do: 'reroute', to: 'elsewhere', clocks: ['resolution'] }];
    const acted = act([due('first-response', ACTIONS), due('resolution', ACTIONS)], { actions: asked });
    expect(acted.facts.filter(({ type }) => type === 'ticket.forwarded')).toHaveLength(1);
    expect(acted.deliveries.map(({ target, kind }) => [target, kind])).toEqual([
      ['gent-crm', 'withdrawn'],
      ['1700', 'opened'],
    ]);
  });

  it('is followed by whoever has the ticket then', () => {
    const asked: SlaAction[] = [...actions, { at: 'breach', do: 'raise-priority' }];
    expect(act([due('first-response', ACTIONS)], { actions: asked }).deliveries.at(-1)).toMatchObject({
      target: '1700',
      kind: 'priority-changed',
    });
  });
});

describe('overflow', () => {
  const actions: SlaAction[] = [{ at: 0.5, do: 'overflow', to: '1700' }];

  it.each([
    ['moves the ticket while nobody is here and somebody is there', 'mon 18:00', 1],
    ['keeps the ticket while somebody is here', 'mon 16:00', 0],
    ['keeps the ticket while nobody is there either', 'mon 21:00', 0],
  ])('%s', (_, now, moves) => {
    const { facts } = act([due('first-response', WARNING)], { actions, now });
    expect(facts.filter(({ type }) => type === 'ticket.forwarded')).toHaveLength(moves);
  });
});

describe('a step of the ladder', () => {
  const windowLadder: WindowStep[] = [{ beforeMinutes: 60, do: 'notify', to: 'chief' }];
  const open = new TicketStory('mon 10:00', { until: 'mon 13:00' });
  const clock = { view: open.clock('mon 11:00', 'first-response'), moments: [WINDOW] };

  it.each([
    ['is done while the channel still takes an answer', 'mon 12:59', 1],
    ['is of no use once it takes none, and done no more', 'mon 13:00', 0],
  ])('%s', (_, now, told) => {
    const acted = act([clock], { windowLadder, now });
    expect(acted.facts).toMatchObject([{ type: 'sla.window' }]);
    expect(acted.deliveries).toHaveLength(told);
  });
});

describe('a holding reply', () => {
  it('is handed on as the policy writes it', () => {
    const text = { nl: 'Wij zoeken het uit.' };
    const windowLadder: WindowStep[] = [{ beforeMinutes: 60, do: 'holding-reply', text }];
    expect(act([due('first-response', WINDOW)], { windowLadder }).holding).toEqual(text);
  });
});
