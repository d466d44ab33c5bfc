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

type Change = Exclude<Statutory['step'], 'started'>;

/** Whether the terms with which the procedure started have the step: not all of them are acknowledged or extended. */
function hasStep({ world, ticket }: CommandContext, procedure: Statutory['procedure'], step: Change): boolean {
  const started = world
    .history(ticket.id)
    .flatMap(({ fact }) => (fact.type === 'statutory.started' && fact.procedure === procedure ? [fact] : []))
    .at(-1);
  const days = { acknowledged: started?.acknowledgeDays, extended: started?.extendedDays, answered: 0, withdrawn: 0 };
  return (days[step] ?? null) !== null;
}

function change(context: CommandContext, { procedure, author: by }: Statutory, step: Change): Decision {
  const { event, world, ticket } = context;
  const facts = world.history(ticket.id);
  const before = statutoryClocks(facts, event.receivedAtMs);
  if (!before.some((clock) => clock.procedure === procedure && clock.endedAtMs === null)) {
    return rejected('STATUTORY_NOT_STARTED', 'Deze procedure loopt niet voor dit dossier.');
  }
  if (!hasStep(context, procedure, step)) {
    return rejected('STATUTORY_STEP_UNKNOWN', 'De termijnen van deze procedure kennen deze stap niet.');
  }
  const fact = { type: 'statutory.changed', procedure, step, by } as const;
  const { occurredAtMs, receivedAtMs } = event;
  const added = {
    fact,
    seq: ticket.seq + 1,
    key: event.id,
    settingsHash: context.rules.hash,
    occurredAtMs,
    receivedAtMs,
  };
  const after = statutoryClocks([...facts, added], receivedAtMs);
  // Noted before: the first time counts.
  return JSON.stringify(after) === JSON.stringify(before)
    ? { state: 'handled', reason: 'NOTHING_CHANGED', ticketId: ticket.id }
    : { state: 'handled', ticketId: ticket.id, facts: [fact] };
}

/** A statutory procedure starts, and goes on, only when a person says so. */
export function decideStatutory(context: CommandContext, command: Statutory): Decision {
  const { step } = command;
  return step === 'started' ? start(context, command) : change(context, command, step);
}
