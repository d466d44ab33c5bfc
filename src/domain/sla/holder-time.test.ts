import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { madeTicket } from '../../../test/support/sla/made-ticket.js';
import { seeded } from '../../../test/support/sla/random.js';
import { townSettings } from '../../../test/support/sla/towns.js';
import type { TicketFact } from '../ticket.js';
import type { DatedFact } from './dated-fact.js';
import { holderTime, type HolderRequest } from './holder-time.js';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 24, 9, 0);
const at = (minutes: number): number => START + minutes * MINUTE;
const partyOf = (target: string) => (target === '1700' ? '1700' : 'municipality');

const OPENED = {
  ...{ type: 'ticket.opened', number: 1, channel: 'facebook', account: '104', conversation: 'c', shard: 1 },
  ...{ citizenId: null, messageId: 'm1', kind: 'question', topic: 'afval', language: 'nl', level: 'local' },
  ...{ priority: 'normal', target: 'crm', route: { rule: 'r', explanation: '' }, matched: [], replyUntilMs: null },
  terms: {
    ...{ policy: 'p', policyVersion: '2026-01-01', rule: 'r', clocks: [], transitMinutes: 5 },
    ...{ pausesWhileWaiting: [], onReopen: 'continue', resumeGraceMinutes: 0, explanation: '' },
  },
} as const satisfies TicketFact;

function dated(fact: TicketFact, minutes: number, receivedMinutes = minutes): DatedFact {
  return {
    ...{ fact, seq: minutes + 1, key: `k${String(minutes).padStart(6, '0')}`, settingsHash: 'h' },
    ...{ occurredAtMs: at(minutes), receivedAtMs: at(receivedMinutes) },
  };
}

function status(to: 'waiting' | 'in-progress' | 'closed' | 'answered', minutes: number): DatedFact {
  return dated({ type: 'status.changed', to, by: 'api' }, minutes);
}

function held(later: readonly DatedFact[], more: Partial<HolderRequest> = {}): readonly string[] {
  const facts = [dated(OPENED, 0, 2), ...later];
  const handoffs = [{ target: 'crm', atMs: at(5) }];
  const { stretches } = holderTime({ facts, handoffs, partyOf, asOfMs: at(1000), ...more });
  return stretches.map(({ fromMs, toMs, holder }) => `${holder} ${(toMs - fromMs) / MINUTE}`);
}

const requested = { type: 'answer.requested', messageId: 'a', parts: 1, isFinal: true, by: 'api' } as const;
const delivered = { type: 'answer.delivered', messageId: 'a', isFinal: true } as const;
const failed = { type: 'answer.failed', messageId: 'a', code: 'X' } as const;
const again = {
  type: 'message.received',
  messageId: 'm2',
  reopened: false,
  asks: true,
  replyUntilMs: null,
} as const;

describe('the holder of a ticket', () => {
  it.each<[string, readonly DatedFact[], readonly string[]]>([
    ['is the platform, then Schakel, then the party', [], ['platform 2', 'schakel 3', 'municipality 995']],
    [
      'is Schakel while an answer is on its way, and then the citizen',
      [dated(requested, 100), dated(delivered, 110)],
      ['platform 2', 'schakel 3', 'municipality 95', 'schakel 10', 'citizen 890'],
    ],
    [
      'is Schakel until an answer failed, also when the platform took it first',
      [dated(requested, 100), dated(delivered, 110), dated(failed, 130)],
      ['platform 2', 'schakel 3', 'municipality 95', 'schakel 30', 'municipality 870'],
    ],
    [
      'is the party while only a word that an answer will come is sent',
      [dated({ ...requested, isHolding: true }, 100), dated({ ...delivered, isHolding: true }, 110)],
      ['platform 2', 'schakel 3', 'municipality 995'],
    ],
    [
      'is the citizen while the ticket waits, and the platform while his message comes',
      [status('waiting', 100), dated(again, 200, 230)],
      ['platform 2', 'schakel 3', 'municipality 95', 'citizen 100', 'platform 30', 'municipality 770'],
    ],
    [
      'stays the party while another message comes',
      [dated(again, 200, 230)],
      ['platform 2', 'schakel 3', 'municipality 995'],
    ],
    ['is nobody after the ticket was closed', [status('closed', 100)], ['platform 2', 'schakel 3', 'municipality 95']],
    [
      'is the citizen between closing and opening again',
      [status('closed', 100), status('in-progress', 150)],
      ['platform 2', 'schakel 3', 'municipality 95', 'citizen 50', 'municipality 850'],
    ],
    [
      'begins with the opening when something is told of an earlier moment',
      [dated({ type: 'ticket.forwarded', from: 'crm', to: 'crm2', by: 'crm' }, -10)],
      ['platform 2', 'schakel 998'],
    ],
  ])('%s', (_, later, expected) => {
    expect(held(later)).toEqual(expected);
  });

  it('is Schakel for as long as a target did not get the ticket', () => {
    expect(held([], { handoffs: [] })).toEqual(['platform 2', 'schakel 998']);
    const there = { type: 'ticket.forwarded', from: 'crm', to: '1700', by: 'api' } as const;
    const back = { type: 'ticket.forwarded', from: '1700', to: 'crm', by: '1700' } as const;
    const handoffs = [
      { target: 'crm', atMs: at(5) },
      { target: '1700', atMs: at(104) },
      { target: 'crm', atMs: at(207) },
    ];
    expect(held([dated(there, 100), dated(back, 200)], { handoffs })).toEqual([
      ...['platform 2', 'schakel 3', 'municipality 95', 'schakel 4', '1700 96', 'schakel 7', 'municipality 793'],
    ]);
  });

  it('ends at the instant of looking', () => {
    const facts = [dated(OPENED, 0, 2)];
    expect(holderTime({ facts, handoffs: [], partyOf, asOfMs: at(1) })).toMatchObject({
      ...{ openedAtMs: at(0), untilMs: at(1), isClosed: false },
      heldMs: { platform: MINUTE, schakel: 0, '1700': 0, municipality: 0, citizen: 0 },
    });
  });

  it('is nobody without facts', () => {
    expect(() => holderTime({ facts: [], handoffs: [], partyOf, asOfMs: at(1) })).toThrow('held by nobody');
  });

  it('adds up to the whole time between opening and end, whatever happened', () => {
    const settings = townSettings();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.constantFrom('gent', 'brugge'), (seed, tenant) => {
        const random = seeded(seed);
        const openedAtMs = Date.UTC(2026, 9, 1) + Math.floor(random() * 40 * 24 * 60) * MINUTE;
        const { facts, handoffs } = madeTicket({ number: 1, tenant, openedAtMs, settings }, random);
        const asOfMs = openedAtMs + Math.floor(random() * 60 * 24 * 60) * MINUTE + 0.25;
        const found = holderTime({ facts, handoffs, partyOf, asOfMs });
        const total = Object.values(found.heldMs).reduce((sum, ms) => sum + ms, 0);
        expect(total).toBe(found.untilMs - found.openedAtMs);
        expect(found.openedAtMs).toBe(openedAtMs);
        for (const [index, stretch] of found.stretches.entries()) {
          expect(stretch.fromMs).toBe(found.stretches[index - 1]?.toMs ?? openedAtMs);
          expect(stretch.toMs).toBeGreaterThan(stretch.fromMs);
        }
        expect(holderTime({ facts: facts.toReversed(), handoffs, partyOf, asOfMs })).toEqual(found);
      }),
    );
  });
});
