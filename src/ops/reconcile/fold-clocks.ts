import { groupBy } from '../../domain/group-by.js';
import type { DatedFact } from '../../domain/sla/dated-fact.js';
import { foldClocks } from '../../domain/sla/fold-clocks.js';
import { statutoryClocks } from '../../domain/sla/statutory.js';
import type { TicketFact } from '../../domain/ticket.js';
import type { Sql } from '../../platform/store/store.js';
import type { Settings } from '../../settings/snapshot.js';
import { knownSnapshots, type KnownSnapshots } from '../../settings/snapshot-times.js';
import { MAX_EXAMPLES, type Finding } from './report.js';

/** Tickets in memory at once. */
const PAGE = 500;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

interface ClockRow {
  readonly ticketId: string;
  readonly tenant: string;
  readonly name: string;
  readonly round: number;
  readonly state: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly dueAtMs: number | null;
  readonly asOfMs: number;
}

interface FactRow {
  readonly ticketId: string;
  readonly seq: number;
  readonly type: string;
  readonly key: string;
  readonly settingsHash: string;
  readonly occurredAtMs: number;
  readonly receivedAtMs: number;
  readonly data: object;
}

interface HandoffRow {
  readonly ticketId: string;
  readonly target: string;
  readonly atMs: number;
}

const TICKETS = 'select id from ticket where id > $1 order by id limit $2';
const CLOCKS = `
  select ticket_id as "ticketId", tenant, name, round, state,
         (extract(epoch from started_at) * 1000)::float8 as "startedAtMs",
         (extract(epoch from ended_at) * 1000)::float8 as "endedAtMs",
         (extract(epoch from due_at) * 1000)::float8 as "dueAtMs",
         (extract(epoch from as_of) * 1000)::float8 as "asOfMs"
  from clock where ticket_id > $1 and ticket_id <= $2`;
const FACTS = `
  select ticket_id as "ticketId", seq, type, event_id as key, settings_hash as "settingsHash", data,
         (extract(epoch from occurred_at) * 1000)::float8 as "occurredAtMs",
         (extract(epoch from received_at) * 1000)::float8 as "receivedAtMs"
  from ticket_event where ticket_id > $1 and ticket_id <= $2`;
const HANDOFFS = `
  select ticket_id as "ticketId", target, (extract(epoch from delivered_at) * 1000)::float8 as "atMs"
  from delivery where ticket_id > $1 and ticket_id <= $2 and kind = 'opened' and state = 'delivered'
  order by delivered_at`;
const SNAPSHOTS = 'select body from settings_snapshot where hash = any($1::text[])';

function datedFact({ type, data, ...dated }: FactRow): DatedFact {
  // The border: handling wrote the fact as this type and these data.
  return { ...dated, fact: { type, ...data } as TicketFact };
}

/** When a party got a ticket is known only after its clock was written: of such a clock only that it is there. */
function isOfParty(name: string): boolean {
  return name.startsWith('party-');
}

type Compared = Pick<ClockRow, 'name' | 'round' | 'state' | 'startedAtMs' | 'endedAtMs' | 'dueAtMs'>;

function sayClock(clock: Compared): string {
  const { name, round, state, startedAtMs, endedAtMs, dueAtMs } = clock;
  const whole = (ms: number | null): number | null => (ms === null ? null : Math.round(ms));
  const standing = isOfParty(name) ? [] : [state, whole(startedAtMs), whole(endedAtMs), whole(dueAtMs)];
  return JSON.stringify([name, round, ...standing]);
}

function isSame(rows: readonly Compared[], views: readonly Compared[]): boolean {
  const said = (clocks: readonly Compared[]): string[] => clocks.map(sayClock).toSorted();
  const promised = (clocks: readonly Compared[]): string[] => said(clocks.filter((clock) => !isOfParty(clock.name)));
  const stored = said(rows);
  return (
    JSON.stringify(promised(rows)) === JSON.stringify(promised(views)) &&
    // Deliveries go by their retention rule, and clocks of parties that they started stay.
    said(views).every((clock) => stored.includes(clock))
  );
}

interface OfTicket {
  readonly clocks: readonly ClockRow[];
  readonly facts: readonly FactRow[];
  readonly handoffs: readonly HandoffRow[];
}

/** Folds the clocks of a ticket again, as of the moment at which its rows were written. */
function differs({ clocks, facts, handoffs }: OfTicket, snapshots: KnownSnapshots): boolean {
  const [first] = clocks;
  const isWhole = facts.some(({ type }) => type === 'ticket.opened');
  // A snapshot that is gone takes the calendars with it: nothing can be said about the clock any more.
  if (first === undefined || !isWhole || snapshots.missing(facts.map(({ settingsHash }) => settingsHash)).length > 0) {
    return true;
  }
  const asOfMs = Math.max(...clocks.map((clock) => clock.asOfMs));
  const dated = facts.map(datedFact);
  const known = handoffs.filter(({ atMs }) => atMs <= asOfMs);
  const promised = foldClocks({ facts: dated, handoffs: known, asOfMs, times: snapshots.of(first.tenant) }).clocks;
  return !isSame(clocks, [...promised, ...statutoryClocks(dated, asOfMs)]);
}

async function learn(sql: Sql, snapshots: KnownSnapshots, facts: readonly FactRow[]): Promise<void> {
  const missing = snapshots.missing(facts.map(({ settingsHash }) => settingsHash));
  if (missing.length > 0) {
    snapshots.learn((await sql.query<{ body: Settings }>(SNAPSHOTS, [missing])).map(({ body }) => body));
  }
}

/** Folds the clocks of every ticket from its facts, under the snapshots they name, and compares them with the rows. */
export async function foldTicketClocks(sql: Sql): Promise<Finding> {
  const snapshots = knownSnapshots();
  const examples: string[] = [];
  let count = 0;
  for (let after = BEFORE_ALL; ;) {
    const tickets = await sql.query<{ id: string }>(TICKETS, [after, PAGE]);
    const last = tickets.at(-1)?.id;
    if (last === undefined) {
      break;
    }
    const clocks = groupBy(await sql.query<ClockRow>(CLOCKS, [after, last]), ({ ticketId }) => ticketId);
    const rows = await sql.query<FactRow>(FACTS, [after, last]);
    await learn(sql, snapshots, rows);
    const facts = groupBy(rows, ({ ticketId }) => ticketId);
    const handoffs = groupBy(await sql.query<HandoffRow>(HANDOFFS, [after, last]), ({ ticketId }) => ticketId);
    for (const { id } of tickets) {
      const of = { clocks: clocks.get(id) ?? [], facts: facts.get(id) ?? [], handoffs: handoffs.get(id) ?? [] };
      if (differs(of, snapshots)) {
        count += 1;
        examples.push(...(examples.length < MAX_EXAMPLES ? [id] : []));
      }
    }
    after = last;
  }
  return { check: 'clock-fold', sentence: 'The clocks of a ticket are what its facts make of them.', count, examples };
}
