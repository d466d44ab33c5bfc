import { groupBy } from '../../domain/group-by.js';
import { foldClocks } from '../../domain/sla/fold-clocks.js';
import { statutoryClocks } from '../../domain/sla/statutory.js';
import type { Sql } from '../../platform/store/store.js';
import type { Settings } from '../../settings/snapshot.js';
import { knownSnapshots, type KnownSnapshots } from '../../settings/snapshot-times.js';
import { loadTicketHistories, type TicketHistory } from '../../ticket-history/load-ticket-histories.js';
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

/** Whatever there is: what was folded live is folded again. */
const LIMITS = { facts: null, handoffs: null };

const TICKETS = 'select id from ticket where id > $1 order by id limit $2';
const CLOCKS = `
  select ticket_id as "ticketId", tenant, name, round, state,
         (extract(epoch from started_at) * 1000)::float8 as "startedAtMs",
         (extract(epoch from ended_at) * 1000)::float8 as "endedAtMs",
         (extract(epoch from due_at) * 1000)::float8 as "dueAtMs",
         (extract(epoch from as_of) * 1000)::float8 as "asOfMs"
  from clock where ticket_id > $1 and ticket_id <= $2`;
const SNAPSHOTS = 'select body from settings_snapshot where hash = any($1::text[])';

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

/** Folds the clocks of a ticket again, as of the moment at which its rows were written. */
function differs(clocks: readonly ClockRow[], { facts, handoffs }: TicketHistory, snapshots: KnownSnapshots): boolean {
  const [first] = clocks;
  const isWhole = facts.some(({ fact }) => fact.type === 'ticket.opened');
  // A snapshot that is gone takes the calendars with it: nothing can be said about the clock any more.
  if (first === undefined || !isWhole || snapshots.missing(facts.map(({ settingsHash }) => settingsHash)).length > 0) {
    return true;
  }
  const asOfMs = Math.max(...clocks.map((clock) => clock.asOfMs));
  const known = handoffs.filter(({ atMs }) => atMs <= asOfMs);
  const promised = foldClocks({ facts, handoffs: known, asOfMs, times: snapshots.of(first.tenant) }).clocks;
  return !isSame(clocks, [...promised, ...statutoryClocks(facts, asOfMs)]);
}

async function learn(sql: Sql, snapshots: KnownSnapshots, histories: Iterable<TicketHistory>): Promise<void> {
  const facts = [...histories].flatMap((history) => history.facts);
  const missing = snapshots.missing(facts.map(({ settingsHash }) => settingsHash));
  if (missing.length > 0) {
    snapshots.learn((await sql.query<{ body: Settings }>(SNAPSHOTS, [missing])).map(({ body }) => body));
  }
}

/** The tickets of a page whose rows say something else than their facts. */
async function differing(sql: Sql, snapshots: KnownSnapshots, ids: readonly string[], clocks: readonly ClockRow[]) {
  const histories = await loadTicketHistories(sql, ids, LIMITS);
  await learn(sql, snapshots, histories.values());
  const rows = groupBy(clocks, ({ ticketId }) => ticketId);
  return [...histories].filter(([id, history]) => differs(rows.get(id) ?? [], history, snapshots)).map(([id]) => id);
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
    const clocks = await sql.query<ClockRow>(CLOCKS, [after, last]);
    const ids = tickets.map(({ id }) => id);
    const found = await differing(sql, snapshots, ids, clocks);
    count += found.length;
    examples.push(...found.slice(0, MAX_EXAMPLES - examples.length));
    after = last;
  }
  return { check: 'clock-fold', sentence: 'The clocks of a ticket are what its facts make of them.', count, examples };
}
