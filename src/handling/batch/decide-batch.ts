import type { Id } from '../../domain/ids.js';
import type { Sealer } from '../../platform/crypto/sealer.js';
import { isDataError } from '../../platform/store/data-error.js';
import type { Sql, Store } from '../../platform/store/store.js';
import { decideEvent } from '../decide/decide-event.js';
import { currentTicket } from '../decide/decide-platform.js';
import type { EventContent } from '../inbox/inbox-event.js';
import type { Births } from '../deliver/deliver-loop.js';
import type { Decision } from './decision.js';
import { Draft } from './draft.js';
import { HistoryMissing } from './histories.js';
import { loadWorld } from './load-world.js';
import type { Rules } from './rules.js';
import type { ClaimedEvent } from './world.js';
import { writeFollowUps } from './write-follow-ups.js';
import { writeMessages } from './write-messages.js';
import { writeDeliveries, writeOutcomes } from './write-outcomes.js';
import { writeClocks, type ClockOutcome } from './write-clocks.js';
import { writeTickets } from './write-tickets.js';
import type { KnownSnapshots } from '../../settings/snapshot-times.js';

export interface BatchDeps {
  /** Events of one shard in a batch; 24 where others do not wait for it to commit. */
  readonly perShard?: number | undefined;
  readonly store: Store;
  readonly sealer: Sealer;
  /** The active settings, taken once per batch. */
  readonly rules: () => Rules;
  /** Calendars of the snapshots that tickets were promised under. */
  readonly times: KnownSnapshots;
  readonly now: () => number;
  readonly onDecided: (draft: Draft, clocks: readonly ClockOutcome[]) => void;
  /** Takes the deliveries that can go at once; without it all wait to be claimed. */
  readonly births?: Births | undefined;
  /** Told after a commit that left deliveries to be claimed. */
  readonly onDue?: () => void;
  readonly onFailed: (eventId: string, error: unknown) => void;
}

interface EventRow {
  readonly id: Id;
  readonly tenant: string;
  readonly channel: string;
  readonly account: string;
  readonly conversation: string;
  readonly shard: number;
  readonly occurred_at: Date;
  readonly received_at: Date;
  readonly ticket_id: Id | null;
  readonly body: Buffer;
}

interface Limits {
  readonly shards: number;
  readonly perShard: number;
  /** Reads all histories, also of tickets that seem to grow only. */
  readonly isWhole: boolean;
}

const SHARDS_AT_ONCE = 32;
const PER_SHARD = 24;
/** One event alone, to find the one that a batch fails on. */
const ALONE: Limits = { shards: 1, perShard: 1, isWhole: true };

/** One look into the index for each shard: as a join the planner would read all that is pending to find whose it is. */
const LOCK_SHARDS = `
  select s.id from shard s
  where (select true from event e where e.shard = s.id and e.state = 'pending' limit 1)
  order by random() limit $1 for no key update of s skip locked`;

const EVENTS = `
  select e.id, e.tenant, e.channel, e.account, e.conversation, e.shard, e.occurred_at, e.received_at, e.ticket_id, e.body
  from unnest($1::smallint[]) as s(id),
    lateral (select * from event where shard = s.id and state = 'pending' order by id limit $2) as e`;

const PUT_ASIDE = `
  update event set state = 'quarantined', reason = $2, decided_at = now() where id = any($1::uuid[])`;

function opened(row: EventRow, sealer: Sealer): ClaimedEvent {
  return {
    id: row.id,
    tenant: row.tenant,
    channel: row.channel,
    account: row.account,
    shard: row.shard,
    conversation: row.conversation,
    occurredAtMs: row.occurred_at.getTime(),
    receivedAtMs: row.received_at.getTime(),
    ticketId: row.ticket_id,
    content: JSON.parse(sealer.open(row.body).toString()) as EventContent,
  };
}

/** Opens the contents. One that cannot be opened (another key, changed bytes) is put aside for a person. */
async function readable(deps: BatchDeps, sql: Sql, rows: readonly EventRow[]): Promise<ClaimedEvent[]> {
  const events: ClaimedEvent[] = [];
  const unreadable: Id[] = [];
  for (const row of rows) {
    try {
      events.push(opened(row, deps.sealer));
    } catch (error) {
      deps.onFailed(row.id, error);
      unreadable.push(row.id);
    }
  }
  if (unreadable.length > 0) {
    await sql.query(PUT_ASIDE, [unreadable, 'CONTENT_UNREADABLE']);
  }
  return events;
}

/** In the order in which things happened, as far as this batch knows; ids tell the order within one instant. */
function inOrder(a: ClaimedEvent, b: ClaimedEvent): number {
  return a.occurredAtMs - b.occurredAtMs || (a.id < b.id ? -1 : 1);
}

function decideSafely(deps: BatchDeps, event: ClaimedEvent, rules: Rules, draft: Draft): Decision {
  try {
    return decideEvent(event, rules, draft);
  } catch (error) {
    if (error instanceof HistoryMissing) {
      throw error;
    }
    deps.onFailed(event.id, error);
    return { state: 'quarantined', reason: 'DECISION_FAILED' };
  }
}

/**
 * The shard to which an event must go, when it would change a ticket of another one: a conversation that goes on in a
 * ticket of another conversation, by a merge. Only one worker at a time may change a ticket, and open the next one.
 */
function otherShard(event: ClaimedEvent, { ticketId, conversation }: Decision, draft: Draft): number | undefined {
  const known = ticketId === undefined ? undefined : draft.ticket(ticketId);
  const isMessage = event.content.from === 'platform' && conversation !== undefined;
  const home = known ?? (isMessage ? currentTicket(event, draft) : undefined);
  return home === undefined || home.state.shard === event.shard ? undefined : home.state.shard;
}

function decideAll(deps: BatchDeps, events: readonly ClaimedEvent[], rules: Rules, draft: Draft): void {
  for (const event of events) {
    const decision = decideSafely(deps, event, rules, draft);
    const shard = otherShard(event, decision, draft);
    if (shard === undefined) {
      draft.apply(event, decision);
    } else {
      draft.leaveTo(shard, event);
    }
  }
}

/**
 * Merges are decided one after the other: two that would point at each other then see each other, and no circle of
 * tickets comes to be. Taken before anything is read and held until the commit; merges are rare.
 */
async function lockMerges(sql: Sql, events: readonly ClaimedEvent[]): Promise<void> {
  const isMerge = ({ content }: ClaimedEvent): boolean =>
    (content.from === 'api' && content.command.type === 'merge') ||
    (content.from === 'ticket' && content.news.type === 'join');
  if (events.some(isMerge)) {
    await sql.query("select pg_advisory_xact_lock(hashtext('merge tickets'))");
  }
}

async function claim(sql: Sql, limits: Limits): Promise<EventRow[]> {
  const shards = await sql.query<{ id: number }>(LOCK_SHARDS, [limits.shards]);
  return shards.length === 0 ? [] : sql.query<EventRow>(EVENTS, [shards.map((shard) => shard.id), limits.perShard]);
}

async function decideOnce(deps: BatchDeps, limits: Limits, tried: { ids: Id[] }): Promise<'more' | 'idle'> {
  const rules = deps.rules();
  let told: (() => void) | undefined;
  const outcome = await deps.store.transaction('handling.batch', async (sql) => {
    const rows = await claim(sql, limits);
    tried.ids = rows.map((row) => row.id);
    if (rows.length === 0) {
      return 'idle';
    }
    const events = (await readable(deps, sql, rows)).toSorted(inOrder);
    if (events.length === 0) {
      return 'more';
    }
    await lockMerges(sql, events);
    const { isWhole } = limits;
    const draft = new Draft(await loadWorld(sql, events, rules, { times: deps.times, isWhole }), rules);
    decideAll(deps, events, rules, draft);
    const now = new Date(deps.now());
    await writeMessages(sql, draft, rules, now);
    await writeTickets(sql, draft, rules.hash, now);
    const clocks = await writeClocks(sql, draft, rules, now.getTime());
    await writeOutcomes(sql, draft, rules.hash);
    await writeFollowUps(sql, deps.sealer, draft);
    const born = await writeDeliveries(sql, draft, deps.births, now);
    told = () => {
      // First, because it is claimed: what else is told of the batch must not hold it up.
      if (born !== undefined) {
        deps.births?.attempt(born);
      }
      deps.onDecided(draft, clocks);
      if (draft.arrivals.length > 0 || draft.deliveries.length > (born?.ids.size ?? 0)) {
        deps.onDue?.();
      }
    };
    return 'more';
  });
  told?.();
  return outcome;
}

/** Where a decision asks for a history that was not read, nothing was written: a batch is decided again with all of them. */
async function decideMany(
  deps: BatchDeps,
  limits: Omit<Limits, 'isWhole'>,
  tried: { ids: Id[] },
): Promise<'more' | 'idle'> {
  try {
    return await decideOnce(deps, { ...limits, isWhole: false }, tried);
  } catch (error) {
    if (!(error instanceof HistoryMissing)) {
      throw error;
    }
    return decideOnce(deps, { ...limits, isWhole: true }, tried);
  }
}

async function quarantine(deps: BatchDeps, id: Id): Promise<void> {
  await deps.store.transaction('handling.batch', (sql) =>
    sql.query("update event set state = 'quarantined', reason = 'WRITE_REFUSED', decided_at = now() where id = $1", [
      id,
    ]),
  );
}

/**
 * Decides the pending events of some conversations, in order, in one transaction. Any number of workers run it at
 * once: a shard of conversations is decided by one at a time. When the database refuses what one event wants to
 * write, events are decided one by one until that one is found and put aside.
 *
 * @returns `more` while there may be more to decide
 */
export async function decideBatch(deps: BatchDeps): Promise<'more' | 'idle'> {
  const tried: { ids: Id[] } = { ids: [] };
  const { perShard = PER_SHARD } = deps;
  try {
    return await decideMany(deps, { shards: SHARDS_AT_ONCE, perShard }, tried);
  } catch (error) {
    if (!isDataError(error)) {
      throw error;
    }
  }
  for (let count = tried.ids.length; count > 0; count -= 1) {
    try {
      await decideOnce(deps, ALONE, tried);
    } catch (error) {
      const [id] = tried.ids;
      if (!isDataError(error) || id === undefined) {
        throw error;
      }
      deps.onFailed(id, error);
      await quarantine(deps, id);
    }
  }
  return 'more';
}
