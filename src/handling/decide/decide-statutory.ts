import { STATUTORY_TIME_ZONE, statutoryClocks } from '../../domain/sla/statutory.js';
import { dayNumberOf, localDateOf } from '../../domain/time.js';
import type { TicketCommand } from '../../domain/ticket-command.js';
import { rejected, type Decision } from '../batch/decision.js';
import type { CommandContext } from './command-context.js';

type Statutory = Extract<TicketCommand, { type: 'statutory' }>;

function start({ event, rules, world, ticket }: CommandContext, command: Statutory): Decision {
  const { procedure, registeredOn, author } = command;
  const terms = rules.tenant(event.tenant)?.statutory[procedure];
  if (terms === undefined) {
    return rejected(
      'STATUTORY_TERMS_UNKNOWN',
      'De configuratie van deze gemeente kent geen termijnen voor deze procedure.',
    );
  }
  const open = statutoryClocks(world.history(ticket.id), event.receivedAtMs).some(
    (clock) => clock.procedure === procedure && clock.endedAtMs === null,
  );
  if (open) {
    return rejected('STATUTORY_ALREADY_STARTED', 'Deze procedure loopt al voor dit dossier.');
  }
  const today = localDateOf(event.receivedAtMs, STATUTORY_TIME_ZONE);
  const date = registeredOn ?? today;
  if (Number.isNaN(dayNumberOf(date)) || date > today) {
    return rejected('REGISTRATION_DATE_INVALID', 'De registratiedatum bestaat niet of ligt in de toekomst.');
  }
  return {
    state: 'handled',
    ticketId: ticket.id,
    facts: [
      {
        ...{ type: 'statutory.started', procedure, registeredOn: date, by: author, basis: terms.basis },
        acknowledgeDays: terms.acknowledgeDays ?? null,
        answerDays: terms.answerDays,
        extendedDays: terms.extendedDays ?? null,
      },
    ],
  };
}

function change({ event, world, ticket }: CommandContext, command: Statutory): Decision {
  const { procedure, step, author } = command;
  const clocks = statutoryClocks(world.history(ticket.id), event.receivedAtMs).filter(
    (clock) => clock.procedure === procedure && clock.endedAtMs === null,
  );
  if (step === 'started' || clocks.length === 0) {
    return rejected('STATUTORY_NOT_STARTED', 'Deze procedure loopt niet voor dit dossier.');
  }
  if (step === 'extended' && clocks.some(({ isExtended }) => isExtended)) {
    return { state: 'handled', reason: 'NOTHING_CHANGED', ticketId: ticket.id };
  }
  return {
    state: 'handled',
    ticketId: ticket.id,
    facts: [{ type: 'statutory.changed', procedure, step, by: author }],
  };
}

/** A statutory procedure starts, and goes on, only when a person says so. */
export function decideStatutory(context: CommandContext, command: Statutory): Decision {
  return command.step === 'started' ? start(context, command) : change(context, command);
}
