import { describe, expect, it } from '@jest/globals';
import { madeTicket } from '../../../test/support/sla/made-ticket.js';
import { townSettings } from '../../../test/support/sla/towns.js';
import type { DatedFact } from '../../domain/sla/dated-fact.js';
import type { TicketFact } from '../../domain/ticket.js';
import { decideAgain, openingOf, type OpeningDecision, type TicketHistory } from './decide-again.js';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 24, 9, 0);

function history(...later: readonly TicketFact[]): TicketHistory {
  const made = madeTicket({ number: 1, tenant: 'gent', openedAtMs: START, settings: townSettings() }, () => 0);
  const more = later.map((fact, index): DatedFact => {
    const atMs = START + (index + 1) * MINUTE;
    return { fact, seq: index + 2, key: `k${index}`, settingsHash: 'h', occurredAtMs: atMs, receivedAtMs: atMs };
  });
  return { ...made, facts: [...made.facts, ...more], handoffs: [{ target: 'gent-crm', atMs: START + 10 }] };
}

function decision(target: string, change: Partial<OpeningDecision & { ok: true }> = {}): OpeningDecision {
  const { terms } = openingOf(history()).opened;
  return { ok: true, terms, target, route: { rule: 'nieuw', explanation: 'Omdat het mag.' }, ...change };
}

function after(told: TicketHistory, decided: OpeningDecision): TicketHistory {
  const again = decideAgain(told, () => decided);
  if (!again.ok) {
    throw new Error(again.code);
  }
  return again.history;
}

function forward(from: string, to: string): TicketFact {
  return { type: 'ticket.forwarded', from, to, by: 'api' };
}

function forwardsOf({ facts }: TicketHistory): readonly string[] {
  return facts.flatMap(({ fact }) => (fact.type === 'ticket.forwarded' ? [`${fact.from} > ${fact.to}`] : []));
}

describe('a ticket that is decided again', () => {
  it('is asked about with what it was about, and not with its text', () => {
    const asked: unknown[] = [];
    decideAgain(history(), (tenant, facts) => {
      asked.push(tenant, facts);
      return decision('gent-crm');
    });
    expect(asked).toEqual([
      'gent',
      {
        ...{ topic: 'afval', channel: 'facebook', level: 'local', kind: 'question', language: 'nl' },
        ...{ priority: 'normal', occurredAtMs: START, receivedAtMs: START },
      },
    ]);
  });

  it('is the same ticket when the decision is the same', () => {
    const told = history(forward('gent-crm', '1700'), { type: 'status.changed', to: 'waiting', by: 'api' });
    const { opened } = openingOf(told);
    expect(after(told, { ok: true, terms: opened.terms, target: opened.target, route: opened.route })).toEqual(told);
  });

  it('arrives at another target when it arrived at the one before', () => {
    const { handoffs, facts } = after(history(), decision('1700'));
    expect(facts[0]?.fact).toMatchObject({ target: '1700', route: { rule: 'nieuw' } });
    expect(handoffs).toEqual([
      { target: '1700', atMs: START + 10 },
      { target: 'gent-crm', atMs: START + 10 },
    ]);
    expect(after({ ...history(), handoffs: [] }, decision('1700')).handoffs).toEqual([]);
  });

  it('is not handed over to where it is already, and later from where it is', () => {
    const told = history(forward('gent-crm', '1700'), forward('1700', 'ander'), forward('ander', 'gent-crm'));
    expect(forwardsOf(after(told, decision('1700')))).toEqual(['1700 > ander', 'ander > gent-crm']);
    expect(forwardsOf(after(told, decision('elders')))).toEqual([
      ...['elders > 1700', '1700 > ander', 'ander > gent-crm'],
    ]);
  });

  it('keeps later terms only when it is promised the same', () => {
    const { terms } = openingOf(history()).opened;
    const told = history({ type: 'sla.terms', mode: 'migrate', terms, changeId: '2' });
    const sameLater = {
      ...terms,
      explanation: 'anders gezegd',
      clocks: terms.clocks.map((one) => ({ ...one, dueAtMs: 1 })),
    };
    expect(after(told, decision('gent-crm', { terms: sameLater })).facts).toHaveLength(2);
    expect(after(told, decision('gent-crm', { terms: { ...terms, transitMinutes: 0 } })).facts).toHaveLength(1);
  });

  it('stays undecided for the reason that the rules give', () => {
    expect(decideAgain(history(), () => ({ ok: false, code: 'NO_SLA_VERSION' }))).toEqual({
      ...{ ok: false, code: 'NO_SLA_VERSION' },
    });
  });

  it('must have an opening', () => {
    expect(() => decideAgain({ ...history(), facts: [] }, () => decision('1700'))).toThrow('has no opening');
  });
});
