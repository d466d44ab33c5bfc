import { deriveId } from '../../domain/ids.js';
import type { Sql } from '../../platform/store/store.js';
import { shardOf, type EventContent, type InboxEvent } from '../inbox/inbox-event.js';
import { placeKey, type Place } from './split-event.js';

/** Conversations of one account that turned out to be one. */
export interface Joining {
  readonly place: Place;
  readonly members: readonly string[];
  /** The event that told it. */
  readonly cause: InboxEvent | undefined;
  /** Called with the one that goes on. */
  readonly goOnIn: (conversation: string) => void;
}

interface Standing extends Place {
  readonly key: string;
  readonly ticketId: string;
  readonly number: number;
  readonly shard: number;
  readonly openedAtMs: number;
  readonly closedAtMs: number | null;
}

const LOCK_SHARDS = 'select id from shard where id = any($1::smallint[]) order by id for no key update';

const STANDINGS = `
  select c.tenant, c.channel, c.account, c.key, t.id as "ticketId", t.number::float8 as number, t.shard,
         extract(epoch from t.opened_at)::float8 * 1000 as "openedAtMs",
         extract(epoch from t.closed_at)::float8 * 1000 as "closedAtMs"
  from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as m(tenant, channel, account, key)
  join conversation c on (c.tenant, c.channel, c.account, c.key) = (m.tenant, m.channel, m.account, m.key)
  join ticket t on t.id = c.ticket_id
  order by t.opened_at, t.id`;

const ENDED = `
  unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::text[], $7::int[])
    as t(tenant, channel, account, ended, ended_shard, goes_on, shard)`;

/** An answer may leave as long as after the newest words of the citizen, under whichever name they came. */
const KEEP_WINDOW = `
  update conversation c set last_citizen_at = greatest(c.last_citizen_at, e.last_citizen_at)
  from (select t.tenant, t.channel, t.account, t.goes_on, max(o.last_citizen_at) as last_citizen_at from ${ENDED}
        join conversation o on (o.tenant, o.channel, o.account, o.key) = (t.tenant, t.channel, t.account, t.ended)
        group by 1, 2, 3, 4) as e
  where (c.tenant, c.channel, c.account, c.key) = (e.tenant, e.channel, e.account, e.goes_on)`;

const GO_ON = `
  update conversation c set goes_on_in = t.goes_on from ${ENDED}
  where (c.tenant, c.channel, c.account) = (t.tenant, t.channel, t.account)
    and (c.key = t.ended or c.goes_on_in = t.ended)`;

/** Only what citizens wrote: an event about a ticket stays in the shard of that ticket. */
function moveEvents(state: 'parked' | 'pending'): string {
  return `
  update event e set conversation = t.goes_on, shard = t.shard from ${ENDED}
  where e.state = '${state}' and e.shard = t.ended_shard and e.source = 'platform' and e.ticket_id is null
    and (e.tenant, e.channel, e.account, e.conversation) = (t.tenant, t.channel, t.account, t.ended)`;
}
/** Parked ones first: what is released meanwhile is pending by the second statement. */
const MOVES = [moveEvents('parked'), moveEvents('pending')];

/** The oldest ticket that is open; else the one that was closed last, because it may still be reopened. */
export function goingOn(members: readonly string[], standings: readonly Standing[]): string {
  const open = standings.find((standing) => standing.closedAtMs === null);
  const [closedLast] = standings.toSorted((a, b) => (b.closedAtMs ?? 0) - (a.closedAtMs ?? 0));
  return open?.key ?? closedLast?.key ?? members[0] ?? '';
}

function shardIn({ tenant, channel, account }: Place, conversation: string): number {
  return shardOf(tenant, channel, account, conversation);
}

function noteOn(standing: Standing, other: Standing, cause: InboxEvent, isOver: boolean): Omit<InboxEvent, 'body'> {
  const { tenant, channel, account, key: conversation, shard, ticketId } = standing;
  const pair = `${ticketId}:${other.ticketId}`;
  return {
    ...{ tenant, channel, account, conversation, shard, ticketId },
    id: deriveId(cause.id, `joined ${pair}`),
    intakeId: cause.intakeId,
    key: `${channel}:${account}:joined:${pair}`,
    ...{ source: 'platform', action: 'note', state: 'pending' },
    reason: isOver ? 'CONVERSATION_GOES_ON_ELSEWHERE' : 'CONVERSATION_JOINED',
    ...{ occurredAtMs: cause.occurredAtMs, receivedAtMs: cause.receivedAtMs },
  };
}

function sealed(note: Omit<InboxEvent, 'body'>, otherTicket: number, seal: (plain: Buffer) => Buffer): InboxEvent {
  const { channel, account, key, conversation, occurredAtMs } = note;
  const content: EventContent = {
    from: 'platform',
    event: { channel, account, key, conversation, occurredAtMs, action: 'note', reason: note.reason ?? '' },
    otherTicket,
  };
  return { ...note, reason: null, body: seal(Buffer.from(JSON.stringify(content))) };
}

/** Where two tickets of one citizen are open, each tells of the other. Neither is closed or merged: a person may. */
function notesOf(
  { cause }: Joining,
  goesOn: string,
  standings: readonly Standing[],
  seal: (plain: Buffer) => Buffer,
): readonly InboxEvent[] {
  const open = standings.filter((standing) => standing.closedAtMs === null);
  const main = open.find((standing) => standing.key === goesOn);
  if (main === undefined || cause === undefined) {
    return [];
  }
  return open
    .filter((standing) => standing !== main)
    .flatMap((over) => [
      sealed(noteOn(over, main, cause, true), main.number, seal),
      sealed(noteOn(main, over, cause, false), over.number, seal),
    ]);
}

interface Ended {
  readonly place: Place;
  readonly ended: string;
  readonly goesOn: string;
}

async function write(sql: Sql, ended: readonly Ended[]): Promise<void> {
  const values = [
    ended.map(({ place }) => place.tenant),
    ended.map(({ place }) => place.channel),
    ended.map(({ place }) => place.account),
    ended.map((one) => one.ended),
    ended.map((one) => shardIn(one.place, one.ended)),
    ended.map((one) => one.goesOn),
    ended.map((one) => shardIn(one.place, one.goesOn)),
  ];
  for (const statement of [KEEP_WINDOW, GO_ON, ...MOVES]) {
    await sql.query(statement, values);
  }
}

async function standingsOf(sql: Sql, joinings: readonly Joining[]): Promise<readonly Standing[]> {
  const asked = joinings.flatMap(({ place, members }) => members.map((key) => ({ place, key })));
  return sql.query<Standing>(STANDINGS, [
    asked.map(({ place }) => place.tenant),
    asked.map(({ place }) => place.channel),
    asked.map(({ place }) => place.account),
    asked.map(({ key }) => key),
  ]);
}

/**
 * Lets conversations that turned out to be one go on in the one whose ticket is open, and moves what waits in the others
 * there. Their shards are held until the transaction ends, so nobody decides anything in them meanwhile.
 *
 * @returns notes on tickets that are open beside each other
 */
export async function joinConversations(
  sql: Sql,
  joinings: readonly Joining[],
  seal: (plain: Buffer) => Buffer,
): Promise<readonly InboxEvent[]> {
  if (joinings.length === 0) {
    return [];
  }
  const shards = joinings.flatMap(({ place, members }) => members.map((key) => shardIn(place, key)));
  await sql.query(LOCK_SHARDS, [[...new Set(shards)]]);
  const standings = await standingsOf(sql, joinings);
  const ended: Ended[] = [];
  const notes: InboxEvent[] = [];
  for (const joining of joinings) {
    const { place, members } = joining;
    const own = standings.filter((one) => placeKey(one) === placeKey(place) && members.includes(one.key));
    const goesOn = goingOn(members, own);
    joining.goOnIn(goesOn);
    ended.push(...members.filter((key) => key !== goesOn).map((key) => ({ place, ended: key, goesOn })));
    notes.push(...notesOf(joining, goesOn, own, seal));
  }
  await write(sql, ended);
  return notes;
}
