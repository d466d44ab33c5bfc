import { rejected, type Decision } from '../batch/decision.js';
import type { Rules } from '../batch/rules.js';
import type { ClaimedEvent, TicketRecord, World } from '../batch/world.js';
import type { EventContent } from '../inbox/inbox-event.js';
import { crisisOnReopening } from './crisis-on-reopening.js';
import { commandOf, decideCommand } from './decide-command.js';
import { decideNews } from './decide-news.js';
import { decideOutcome } from './decide-outcome.js';
import { decidePlatform } from './decide-platform.js';
import { decidePromises } from './decide-promises.js';
import { decideTimer } from './decide-timer.js';

function ticketOf(event: ClaimedEvent, world: World): TicketRecord | undefined {
  return event.ticketId === null ? undefined : world.ticket(event.ticketId);
}

function decideClocks(
  event: ClaimedEvent,
  content: Extract<EventContent, { from: 'timer' | 'promises' }>,
  about: { readonly rules: Rules; readonly world: World },
): Decision {
  const ticket = ticketOf(event, about.world);
  if (ticket === undefined) {
    return { state: 'quarantined', reason: 'TICKET_UNKNOWN' };
  }
  const context = { event, ticket, ...about };
  return content.from === 'timer' ? decideTimer(context) : decidePromises(context, content.change);
}

function decideDelivery(
  event: ClaimedEvent,
  content: Extract<EventContent, { from: 'delivery' }>,
  about: { readonly rules: Rules; readonly world: World },
): Decision {
  const ticket = ticketOf(event, about.world);
  return ticket === undefined
    ? { state: 'quarantined', reason: 'TICKET_UNKNOWN' }
    : decideOutcome({ event, content, ticket, ...about });
}

function decideAsked(event: ClaimedEvent, rules: Rules, world: World): Decision {
  const { content } = event;
  const ticket = ticketOf(event, world);
  if (ticket === undefined) {
    return rejected('TICKET_UNKNOWN', 'Dit dossier bestaat niet (meer).');
  }
  const command =
    content.from === 'api' ? content.command : content.from === 'target' ? commandOf(content.event) : undefined;
  if (command === undefined) {
    return { state: 'quarantined', reason: 'COMMAND_INCOMPLETE' };
  }
  const by = content.from === 'target' ? content.target : 'api';
  return decideCommand({ event, command, by, rules, world, ticket });
}

function decideContent(event: ClaimedEvent, rules: Rules, world: World): Decision {
  const { content } = event;
  switch (content.from) {
    case 'platform':
      return decidePlatform(event, content.event, rules, world);
    case 'api':
    case 'target':
      return decideAsked(event, rules, world);
    case 'timer':
    case 'promises':
      return decideClocks(event, content, { rules, world });
    case 'delivery':
      return decideDelivery(event, content, { rules, world });
    case 'ticket':
      return decideNews(event, content.news, rules, world);
  }
}

/** What one inbox event means, by what is known at this moment. Pure. */
export function decideEvent(event: ClaimedEvent, rules: Rules, world: World): Decision {
  return crisisOnReopening(event, decideContent(event, rules, world), world);
}
