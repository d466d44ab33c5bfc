import { groupBy } from '../../domain/group-by.js';
import { foldTicket, type TicketFact, type TicketState } from '../../domain/ticket.js';
import type { Sql } from '../../platform/store/store.js';
import { MAX_EXAMPLES, type Finding } from './report.js';

/** Tickets in memory at once. */
const PAGE = 1000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** A ticket row as the fold makes it, with what the row repeats from the first fact. */
interface Kept extends TicketState {
  readonly tenant: string;
  readonly settingsHash: string;
}

type TicketRow = Kept & { readonly id: string };

interface FactRow {
  readonly ticketId: string;
  readonly tenant: string;
  readonly settingsHash: string;
  readonly occurredAtMs: number;
  readonly type: string;
  readonly data: object;
}

const TICKETS = `
  select id, tenant, settings_hash as "settingsHash", number::float8 as number, channel, account, conversation, shard,
         citizen_id as "citizenId", kind, status, topic, language, level, priority, target, messages,
         (extract(epoch from opened_at) * 1000)::float8 as "openedAtMs",
         (extract(epoch from first_response_due) * 1000)::float8 as "firstResponseDueMs",
         (extract(epoch from resolution_due) * 1000)::float8 as "resolutionDueMs",
         (extract(epoch from first_responded_at) * 1000)::float8 as "firstRespondedAtMs",
         (extract(epoch from closed_at) * 1000)::float8 as "closedAtMs"
  from ticket where id > $1 order by id limit $2`;

const FACTS = `
  select ticket_id as "ticketId", tenant, settings_hash as "settingsHash", type, data,
         (extract(epoch from occurred_at) * 1000)::float8 as "occurredAtMs"
  from ticket_event where ticket_id > $1 and ticket_id <= $2 order by ticket_id, seq`;

/** Undefined when the facts do not make a ticket: there are none, or they do not begin with its opening. */
function foldOf(rows: readonly FactRow[]): Kept | undefined {
  const [first] = rows;
  if (first?.type !== 'ticket.opened') {
    return undefined;
  }
  const facts = rows.map(({ type, data, occurredAtMs }) => ({
    // The border: handling wrote the fact as this type and these data.
    fact: { type, ...data } as TicketFact,
    occurredAtMs,
  }));
  return { ...foldTicket(facts), tenant: first.tenant, settingsHash: first.settingsHash };
}

/** The columns that differ; names only, because their values may tell who a citizen is. */
function differences(ticket: TicketRow, facts: readonly FactRow[]): readonly string[] {
  const folded = foldOf(facts);
  if (folded === undefined) {
    return ['facts'];
  }
  const kept: Readonly<Record<string, unknown>> = { ...ticket };
  return Object.entries(folded)
    .filter(([column, value]) => !Object.is(value, kept[column]))
    .map(([column]) => column);
}

/** Folds the facts of every ticket again and compares the outcome with its row, column by column, page by page. */
export async function foldTickets(sql: Sql): Promise<Finding> {
  const examples: string[] = [];
  let count = 0;
  let after = BEFORE_ALL;
  for (;;) {
    const tickets = await sql.query<TicketRow>(TICKETS, [after, PAGE]);
    const last = tickets.at(-1)?.id;
    if (last === undefined) {
      break;
    }
    const facts = groupBy(await sql.query<FactRow>(FACTS, [after, last]), (fact) => fact.ticketId);
    for (const ticket of tickets) {
      const columns = differences(ticket, facts.get(ticket.id) ?? []);
      count += columns.length > 0 ? 1 : 0;
      if (columns.length > 0 && examples.length < MAX_EXAMPLES) {
        examples.push(`${ticket.id} ${columns.join(', ')}`);
      }
    }
    after = last;
  }
  return { check: 'ticket-fold', sentence: 'A ticket is what its facts make of it.', count, examples };
}
