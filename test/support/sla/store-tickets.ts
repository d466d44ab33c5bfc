import { deriveId, type Id } from '../../../src/domain/ids.js';
import { clockSentence } from '../../../src/domain/sla/clock-sentence.js';
import type { DatedFact } from '../../../src/domain/sla/dated-fact.js';
import { foldClocks, type ClockView, type FoldedTicket } from '../../../src/domain/sla/fold-clocks.js';
import type { SlaTimes } from '../../../src/domain/sla/sla-time.js';
import type { Handoff } from '../../../src/domain/sla/track-ticket.js';
import { insertInto } from '../../../src/platform/store/insert-rows.js';
import type { Sql } from '../../../src/platform/store/store.js';
import { knownSnapshots } from '../../../src/settings/snapshot-times.js';
import type { Settings } from '../../../src/settings/snapshot.js';
import type { MadeTicket } from './made-ticket.js';

interface Folded {
  readonly ticket: MadeTicket;
  readonly times: SlaTimes;
  readonly folded: FoldedTicket;
  readonly asOfMs: number;
}

interface Of<Part> extends Folded {
  readonly part: Part;
}

function date(ms: number | null): Date | null {
  return ms === null ? null : new Date(Math.round(ms));
}

const insertTickets = insertInto<Folded>('ticket', {
  id: ['uuid', ({ ticket }) => ticket.id],
  tenant: ['text', ({ ticket }) => ticket.tenant],
  number: ['bigint', ({ ticket }) => ticket.number],
  channel: ['text', ({ folded }) => folded.state.channel],
  account: ['text', ({ folded }) => folded.state.account],
  conversation: ['text', ({ folded }) => folded.state.conversation],
  shard: ['smallint', ({ folded }) => folded.state.shard],
  kind: ['text', ({ folded }) => folded.state.kind],
  status: ['text', ({ folded }) => folded.state.status],
  topic: ['text', ({ folded }) => folded.state.topic],
  language: ['text', ({ folded }) => folded.state.language],
  level: ['text', ({ folded }) => folded.state.level],
  priority: ['text', ({ folded }) => folded.state.priority],
  target: ['text', ({ folded }) => folded.state.target],
  opened_at: ['timestamptz', ({ ticket }) => date(ticket.facts[0]?.occurredAtMs ?? 0)],
  updated_at: ['timestamptz', ({ asOfMs }) => date(asOfMs)],
  closed_at: ['timestamptz', ({ folded }) => date(folded.state.closedAtMs)],
  messages: ['int', ({ folded }) => folded.state.messages],
  seq: ['int', ({ ticket }) => ticket.facts.length],
  settings_hash: ['text', ({ ticket }) => ticket.facts[0]?.settingsHash ?? ''],
});

const insertFacts = insertInto<Of<DatedFact>>('ticket_event', {
  ticket_id: ['uuid', ({ ticket }) => ticket.id],
  seq: ['int', ({ part }) => part.seq],
  tenant: ['text', ({ ticket }) => ticket.tenant],
  type: ['text', ({ part }) => part.fact.type],
  event_id: ['uuid', ({ part }) => part.key],
  occurred_at: ['timestamptz', ({ part }) => date(part.occurredAtMs)],
  received_at: ['timestamptz', ({ part }) => date(part.receivedAtMs)],
  settings_hash: ['text', ({ part }) => part.settingsHash],
  data: ['jsonb', ({ part }) => JSON.stringify({ ...part.fact, type: undefined })],
});

const insertHandoffs = insertInto<Of<Handoff & { readonly id: Id }>>('delivery', {
  id: ['uuid', ({ part }) => part.id],
  tenant: ['text', ({ ticket }) => ticket.tenant],
  ticket_id: ['uuid', ({ ticket }) => ticket.id],
  seq: ['int', () => 1],
  target: ['text', ({ part }) => part.target],
  kind: ['text', () => 'opened'],
  event_id: ['uuid', ({ part }) => part.id],
  state: ['text', () => 'delivered'],
  next_attempt_at: ['timestamptz', ({ part }) => date(part.atMs)],
  delivered_at: ['timestamptz', ({ part }) => date(part.atMs)],
});

const insertClocks = insertInto<Of<ClockView>>('clock', {
  ticket_id: ['uuid', ({ ticket }) => ticket.id],
  name: ['text', ({ part }) => part.name],
  round: ['int', ({ part }) => part.round],
  tenant: ['text', ({ ticket }) => ticket.tenant],
  target: ['text', ({ folded }) => folded.state.target],
  state: ['text', ({ part }) => part.state],
  reason: ['text', ({ part }) => part.reason],
  started_at: ['timestamptz', ({ part }) => date(part.startedAtMs)],
  due_at: ['timestamptz', ({ part }) => date(part.dueAtMs)],
  promised_at: ['timestamptz', ({ part }) => date(part.promisedAtMs)],
  window_at: ['timestamptz', ({ part }) => date(part.windowAtMs)],
  limited_by: ['text', ({ part }) => part.limit],
  ended_at: ['timestamptz', ({ part }) => date(part.endedAtMs)],
  target_ms: ['bigint', ({ part }) => part.targetMs],
  spent_ms: ['bigint', ({ part }) => Math.round(part.spentMs)],
  as_of: ['timestamptz', ({ asOfMs }) => date(asOfMs)],
  policy: ['text', ({ part }) => part.terms.policy],
  policy_version: ['text', ({ part }) => part.terms.policyVersion],
  rule: ['text', ({ part }) => part.terms.rule],
  settings_hash: ['text', ({ part }) => part.settingsHash],
  explanation: ['text', ({ part, times }) => clockSentence(part, times)],
});

/** Calendars of some snapshots, without a database. */
export function timesOf(snapshots: readonly Settings[]): (tenant: string) => SlaTimes {
  const known = knownSnapshots();
  known.learn(snapshots);
  return (tenant) => known.of(tenant);
}

export async function storeSnapshot(sql: Sql, settings: Settings): Promise<void> {
  await sql.query('insert into settings_snapshot (hash, body, author) values ($1, $2, $3) on conflict do nothing', [
    ...[settings.hash, JSON.stringify(settings), 'test'],
  ]);
}

/** The clocks of tickets as handling would have written them at an instant. */
export async function storeClocks(
  sql: Sql,
  tickets: readonly MadeTicket[],
  about: { readonly snapshots: readonly Settings[]; readonly asOfMs: number },
): Promise<void> {
  await insertClocks(
    sql,
    partsOf(foldAll(tickets, about), ({ folded }) => folded.clocks),
    undefined,
  );
}

function foldAll(
  tickets: readonly MadeTicket[],
  { snapshots, asOfMs }: { readonly snapshots: readonly Settings[]; readonly asOfMs: number },
): Folded[] {
  const timesFor = timesOf(snapshots);
  return tickets.map((ticket) => {
    const times = timesFor(ticket.tenant);
    const { facts, handoffs } = ticket;
    return { ticket, times, asOfMs, folded: foldClocks({ facts, handoffs, asOfMs, times }) };
  });
}

function partsOf<Part>(all: readonly Folded[], parts: (one: Folded) => readonly Part[]): Of<Part>[] {
  return all.flatMap((one) => parts(one).map((part) => ({ ...one, part })));
}

/**
 * Writes tickets with their facts, what arrived at targets, their clocks as of an instant and the snapshots, as handling
 * would have left them. As the owner.
 */
export async function storeTickets(
  sql: Sql,
  tickets: readonly MadeTicket[],
  about: { readonly snapshots: readonly Settings[]; readonly asOfMs: number },
): Promise<void> {
  for (const settings of about.snapshots) {
    await storeSnapshot(sql, settings);
  }
  const all = foldAll(tickets, about);
  await insertTickets(sql, all, undefined);
  await insertFacts(
    sql,
    partsOf(all, ({ ticket }) => ticket.facts),
    undefined,
  );
  const handoffs = ({ ticket }: Folded) =>
    ticket.handoffs.map((handoff, index) => ({ ...handoff, id: deriveId(ticket.id, `handoff ${index}`) }));
  await insertHandoffs(sql, partsOf(all, handoffs), undefined);
  await storeClocks(sql, tickets, about);
}
