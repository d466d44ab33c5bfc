import type { TicketFact } from '../../domain/ticket.js';
import { noEffect, type Decision } from '../batch/decision.js';
import type { Rules } from '../batch/rules.js';
import type { ClaimedEvent, TicketRecord, World } from '../batch/world.js';
import type { PromisesChange } from '../inbox/inbox-event.js';
import { promiseTerms } from '../sla/promise.js';

export interface PromisesContext {
  readonly event: ClaimedEvent;
  readonly rules: Rules;
  readonly world: World;
  readonly ticket: TicketRecord;
}

function hasOpenClock({ event, world, ticket }: PromisesContext): boolean {
  return world.clocks(ticket.id, event.receivedAtMs).some(({ endedAtMs }) => endedAtMs === null);
}

function knowsCrisis({ world, ticket }: PromisesContext, crisisId: string): boolean {
  return world
    .history(ticket.id)
    .some(
      ({ fact }) =>
        (fact.type === 'sla.crisis' && fact.crisis.crisisId === crisisId) ||
        (fact.type === 'ticket.opened' && fact.crisis?.crisisId === crisisId),
    );
}

function handled({ ticket }: PromisesContext, fact: TicketFact): Decision {
  return { state: 'handled', ticketId: ticket.id, facts: [fact] };
}

/** It opened, or was told, under this configuration. */
function hasTermsOf({ rules, world, ticket }: PromisesContext): boolean {
  const terms = world
    .history(ticket.id)
    .filter(({ fact }) => fact.type === 'ticket.opened' || fact.type === 'sla.terms');
  return terms.at(-1)?.settingsHash === rules.hash;
}

/** The terms that the configuration of now gives, for a clock that started when the ticket opened. */
function newTerms(context: PromisesContext, change: Extract<PromisesChange, { kind: 'terms' }>): Decision {
  const { event, rules, world, ticket } = context;
  if (hasTermsOf(context)) {
    return noEffect('NOTHING_CHANGED');
  }
  const tenant = rules.tenant(event.tenant);
  const opening = world.history(ticket.id).find(({ fact }) => fact.type === 'ticket.opened');
  if (tenant === undefined || opening === undefined) {
    return noEffect('TENANT_NOT_CONFIGURED');
  }
  const { topic, channel, kind, priority } = ticket.state;
  const promise = promiseTerms({
    versions: tenant.slaVersions,
    versionAtMs: event.receivedAtMs,
    calendar: (name) => world.times(event.tenant)(rules.hash).calendar(name),
    partyCalendar: (party) => (party === '1700' ? rules.contactCenterCalendar : null),
    facts: { topic, channel, kind, priority, plan: tenant.plan },
    occurredAtMs: opening.occurredAtMs,
    receivedAtMs: opening.receivedAtMs,
  });
  // Without a rule for it a ticket keeps what it was promised.
  return promise.ok
    ? handled(context, { type: 'sla.terms', mode: change.mode, terms: promise.terms, changeId: change.changeId })
    : noEffect(promise.code);
}

/** What changes the promises of many tickets, for one of them: a crisis, its end, or other terms. */
export function decidePromises(context: PromisesContext, change: PromisesChange): Decision {
  if (!hasOpenClock(context)) {
    return noEffect('NO_OPEN_CLOCK');
  }
  switch (change.kind) {
    case 'crisis':
      return knowsCrisis(context, change.crisis.crisisId)
        ? noEffect('NOTHING_CHANGED')
        : handled(context, { type: 'sla.crisis', crisis: change.crisis });
    case 'crisis-ended':
      return knowsCrisis(context, change.crisisId)
        ? handled(context, { type: 'sla.crisis-ended', crisisId: change.crisisId, atMs: change.atMs })
        : noEffect('NOTHING_CHANGED');
    case 'terms':
      return newTerms(context, change);
  }
}
