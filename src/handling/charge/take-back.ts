import { deriveId, type Id } from '../../domain/ids.js';
import { insertInto } from '../../platform/store/insert-rows.js';
import type { Sql } from '../../platform/store/store.js';

interface EntryToTurn {
  readonly id: Id;
  readonly tenant: string;
  readonly meter: string;
  readonly quantity: number;
  readonly channel: string;
  readonly target: string | null;
  readonly ticket_id: string;
  readonly fact_kind: string;
  readonly fact_id: string;
  readonly tariff: string;
  readonly tariff_version: string | null;
  readonly outside_hours: boolean;
  readonly occurred_at: Date;
  readonly reason: 'spam' | 'crisis';
  readonly cause_id: string;
}

interface Judgement {
  readonly ticket_id: string;
  readonly event_id: string;
  readonly is_spam: boolean;
}

/** The last word of a person on whether a ticket is spam. Most tickets have none. */
const JUDGEMENTS = `
  select distinct on (ticket_id) ticket_id, event_id, (data->>'isSpam')::boolean as is_spam
  from ticket_event where ticket_id = any($1::uuid[]) and type = 'spam.judged' order by ticket_id, seq desc`;

const COLUMNS = `
  u.id, u.tenant, u.meter, u.quantity, u.channel, u.target, u.ticket_id, u.fact_kind, u.fact_id, u.tariff,
  u.tariff_version, u.outside_hours, u.occurred_at`;

/** An entry that nothing corrects says how a charge stands. It turns when it charges what is free, or the reverse. */
const STANDS = 'not exists (select from usage_entry o where o.corrects = u.id)';

const TO_TURN_BY_SPAM = `
  select ${COLUMNS}, 'spam' as reason, j.cause_id
  from unnest($1::uuid[], $2::uuid[], $3::boolean[]) as j(ticket_id, cause_id, is_spam)
  join usage_entry u on u.ticket_id = j.ticket_id
  where u.ticket_id = any($1::uuid[]) and (u.quantity > 0) = j.is_spam and (u.quantity > 0 or u.reason = 'spam')
    and ${STANDS}`;

const TO_TURN_BY_CRISIS = `
  select ${COLUMNS}, 'crisis' as reason, c.cause_id
  from usage_entry u
  cross join lateral (
    select c.id as cause_id from sla_change c
    where c.tenant = u.tenant and c.kind = 'crisis' and c.from_at <= u.occurred_at and u.occurred_at <= c.until_at
    order by c.from_at limit 1) as c
  where u.ticket_id = any($1::uuid[]) and u.meter in ('ticket.opened', 'message.received') and u.quantity > 0
    and ${STANDS}`;

/** Day, version and hours are those of the entry that it turns, so that a month adds up without it and with it. */
const insertTurned = insertInto<EntryToTurn, string>(
  'usage_entry',
  {
    // The chain of turns gives each its own id, and the same one when it is written again.
    id: ['uuid', (entry) => deriveId(entry.id, 'turned')],
    tenant: ['text', (entry) => entry.tenant],
    meter: ['text', (entry) => entry.meter],
    quantity: ['int', (entry) => -entry.quantity],
    channel: ['text', (entry) => entry.channel],
    target: ['text', (entry) => entry.target],
    ticket_id: ['uuid', (entry) => entry.ticket_id],
    fact_kind: ['text', (entry) => entry.fact_kind],
    fact_id: ['uuid', (entry) => entry.fact_id],
    tariff: ['text', (entry) => entry.tariff],
    tariff_version: ['text', (entry) => entry.tariff_version],
    outside_hours: ['bool', (entry) => entry.outside_hours],
    occurred_at: ['timestamptz', (entry) => entry.occurred_at],
    corrects: ['uuid', (entry) => entry.id],
    reason: ['text', (entry) => entry.reason],
    cause_id: ['uuid', (entry) => entry.cause_id],
    settings_hash: ['text', (_, settingsHash) => settingsHash],
  },
  'on conflict do nothing',
);

/**
 * A judgement about spam and a charge for a delivery of the same ticket can be written at once, and neither sees the
 * other. Whoever judges waits until all who charge have committed; they do not wait for each other.
 */
const CHARGING_LOCK = 7_212_018;

/** Writes the counter entries of tickets that a person judged: spam costs nothing, and what is no spam after all does again. */
export async function turnBySpam(
  sql: Sql,
  ticketIds: readonly string[],
  { settingsHash, mayJudge }: { readonly settingsHash: string; readonly mayJudge: boolean },
): Promise<void> {
  if (ticketIds.length === 0) {
    return;
  }
  await sql.query(`select pg_advisory_xact_lock${mayJudge ? '' : '_shared'}(${CHARGING_LOCK})`);
  const judged = await sql.query<Judgement>(JUDGEMENTS, [ticketIds]);
  if (judged.length > 0) {
    const entries = await sql.query<EntryToTurn>(TO_TURN_BY_SPAM, [
      judged.map((one) => one.ticket_id),
      judged.map((one) => one.event_id),
      judged.map((one) => one.is_spam),
    ]);
    await insertTurned(sql, entries, settingsHash);
  }
}

/** Writes the counter entries of messages, and of tickets that they opened, that came in a crisis of their municipality. */
export async function turnByCrisis(sql: Sql, ticketIds: readonly string[], settingsHash: string): Promise<void> {
  if (ticketIds.length > 0) {
    await insertTurned(sql, await sql.query<EntryToTurn>(TO_TURN_BY_CRISIS, [ticketIds]), settingsHash);
  }
}
