import { groupBy } from '../../domain/group-by.js';
import type { Id } from '../../domain/ids.js';
import { CLOCK_IRRELEVANT_FACTS } from '../../domain/sla/clock-facts.js';
import type { DatedFact } from '../../domain/sla/dated-fact.js';
import type { Handoff } from '../../domain/sla/track-ticket.js';
import type { CrisisTerms, TicketFact } from '../../domain/ticket.js';
import type { Sql } from '../../platform/store/store.js';
import type { KnownSnapshots } from '../../settings/snapshot-times.js';
import type { Settings } from '../../settings/snapshot.js';
import { Histories, type GrowingTickets } from './histories.js';

interface FactRow {
  readonly ticket_id: Id;
  readonly tenant: string;
  readonly seq: number;
  readonly type: string;
  readonly event_id: string;
  readonly settings_hash: string;
  readonly occurred_ms: number;
  readonly received_ms: number;
  readonly data: object;
}

const FACTS = `
  select ticket_id, tenant, seq, type, event_id, settings_hash, data,
         extract(epoch from occurred_at)::float8 * 1000 as occurred_ms,
         extract(epoch from received_at)::float8 * 1000 as received_ms
  from ticket_event where ticket_id = any($1::uuid[]) and type <> all($2::text[])`;

/** Only tickets with a promise to a party look at when that party got them. */
const HANDOFFS = `
  select ticket_id, target, extract(epoch from delivered_at)::float8 * 1000 as at_ms
  from delivery where ticket_id = any($1::uuid[]) and kind = 'opened' and state = 'delivered' order by delivered_at`;

/** Also those that are over: a message of then may come late. */
const CRISES = `
  select until_at > now() as "isActive", tenant, id as "crisisId", data->>'mode' as mode, (data->>'factor')::float8 as factor,
         extract(epoch from from_at)::float8 * 1000 as "fromMs", extract(epoch from until_at)::float8 * 1000 as "untilMs"
  from sla_change where kind = 'crisis' and from_at <= now() and until_at > now() - interval '31 days'
  order by tenant, created_at`;

type CrisisRow = CrisisTerms & { readonly tenant: string; readonly isActive: boolean };

const SNAPSHOTS = 'select body from settings_snapshot where hash = any($1::text[])';

function datedFact(row: FactRow): DatedFact {
  return {
    // The border: handling wrote the fact as this type and these data.
    fact: { type: row.type, ...row.data } as TicketFact,
    ...{ seq: row.seq, key: row.event_id, settingsHash: row.settings_hash },
    ...{ occurredAtMs: row.occurred_ms, receivedAtMs: row.received_ms },
  };
}

/** Facts of tickets that their clocks are made of, in one query. */
export async function loadFacts(
  sql: Sql,
  ticketIds: readonly Id[],
): Promise<{
  readonly facts: ReadonlyMap<Id, readonly DatedFact[]>;
  readonly tenants: ReadonlyMap<Id, string>;
}> {
  const rows = ticketIds.length === 0 ? [] : await sql.query<FactRow>(FACTS, [ticketIds, CLOCK_IRRELEVANT_FACTS]);
  const facts = new Map<Id, DatedFact[]>();
  for (const [id, ofTicket] of groupBy(rows, (row) => row.ticket_id)) {
    facts.set(id, ofTicket.map(datedFact));
  }
  return { facts, tenants: new Map(rows.map((row) => [row.ticket_id, row.tenant])) };
}

/** When targets got tickets, oldest first. */
export async function loadHandoffs(sql: Sql, ticketIds: readonly Id[]): Promise<ReadonlyMap<Id, readonly Handoff[]>> {
  if (ticketIds.length === 0) {
    return new Map();
  }
  const rows = await sql.query<{ ticket_id: Id; target: string; at_ms: number }>(HANDOFFS, [ticketIds]);
  const handoffs = new Map<Id, Handoff[]>();
  for (const [id, ofTicket] of groupBy(rows, (row) => row.ticket_id)) {
    handoffs.set(
      id,
      ofTicket.map(({ target, at_ms }) => ({ target, atMs: at_ms })),
    );
  }
  return handoffs;
}

function hasPartyClock(facts: readonly DatedFact[]): boolean {
  return facts.some(
    ({ fact }) =>
      (fact.type === 'ticket.opened' || fact.type === 'sla.terms') &&
      fact.terms.clocks.some(({ name }) => name === 'party-1700' || name === 'party-municipality'),
  );
}

/** Reads the snapshots that facts name and that are not known yet: mostly none. */
export async function learnSnapshots(sql: Sql, times: KnownSnapshots, hashes: Iterable<string>): Promise<void> {
  const missing = times.missing(hashes);
  if (missing.length > 0) {
    const rows = await sql.query<{ body: Settings }>(SNAPSHOTS, [missing]);
    times.learn(rows.map((row) => row.body));
  }
}

/** The histories of the tickets of a batch, but of those that only grow, in a handful of queries whatever their number. */
export async function loadHistories(
  sql: Sql,
  ticketIds: readonly Id[],
  known: { readonly times: KnownSnapshots; readonly hash: string; readonly growing: GrowingTickets },
): Promise<Histories> {
  const { growing } = known;
  const { facts, tenants } = await loadFacts(
    sql,
    ticketIds.filter((id) => !growing.has(id)),
  );
  const all = [...facts.values()].flat();
  await learnSnapshots(sql, known.times, [known.hash, ...all.map(({ settingsHash }) => settingsHash)]);
  const held = [...facts].filter(([, ofTicket]) => hasPartyClock(ofTicket)).map(([id]) => id);
  const crises = await sql.query<CrisisRow>(CRISES);
  const loaded = {
    ...{ facts, growing },
    handoffs: await loadHandoffs(sql, held),
    crises: new Map(crises.flatMap(({ tenant, isActive, ...crisis }) => (isActive ? [[tenant, crisis] as const] : []))),
    recentCrises: groupBy(crises, ({ tenant }) => tenant),
    times: (tenant: string) => known.times.of(tenant),
  };
  return new Histories(loaded, tenants);
}
