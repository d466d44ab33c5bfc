import type { ChannelEvent, HookItem, TargetEvent } from '../../adapter-sdk/index.js';
import { deriveId, type Id } from '../../domain/ids.js';
import { unpackRequest, type KeptRequest } from '../../domain/raw-request.js';
import { UNASSIGNED } from '../../domain/vocabulary.js';
import type { Sealer } from '../../platform/crypto/sealer.js';
import type { Sql, Store } from '../../platform/store/store.js';
import { storeEvents, type InboxEvent } from '../inbox/inbox-event.js';
import { nameConversations } from './name-conversations.js';
import { noteActivity } from './note-activity.js';
import { platformEvent, unsplittable } from './platform-event.js';
import type { SplitEvent } from './split-event.js';
import { stopAccounts } from './stop-accounts.js';
import { placesOf, targetEvent } from './target-event.js';

/** What a receiver's adapter makes of a body. */
export type Split =
  | { readonly kind: 'platform'; readonly events: readonly ChannelEvent[] }
  | { readonly kind: 'hook'; readonly target: string; readonly items: readonly HookItem[] };

export interface SplitDeps {
  readonly store: Store;
  readonly sealer: Sealer;
  /** Splits a body with the adapter of its receiver. */
  readonly split: (receiver: string, account: string | null, request: KeptRequest, receivedAtMs: number) => Split;
  readonly tenantOf: (channel: string, account: string) => string | undefined;
  /** Whether what is pulled of a channel was missed: its platform posts what happens by itself. */
  readonly recovers?: (channel: string) => boolean;
  readonly onSplitFailed: (intakeId: string, error: unknown) => void;
  readonly onSplit: (
    events: readonly InboxEvent[],
    isNew: ReadonlySet<string>,
    intakes: ReadonlyMap<string, number>,
  ) => void;
}

interface IntakeRow {
  readonly id: Id;
  readonly receiver: string;
  readonly account: string | null;
  readonly received_at: Date;
  readonly pulled_channel: string | null;
  readonly body: Buffer;
}

/** Most intakes and most bytes in one batch: many small bodies, or a few of three megabytes. */
const MAX_INTAKES = 250;
const MAX_BYTES = 16 * 1024 * 1024;

// No join back to the table: the planner expects the claim to hold a tenth of it and would read it whole. A long body
// stays where it is until it is selected.
const CLAIM = `
  with claimed as materialized (
    select id, receiver, account, received_at, pulled_channel, body from intake where split_at is null
    order by id limit $1 for update skip locked
  ), sized as (
    select *, sum(octet_length(body)) over (order by id) - octet_length(body) as bytes_before from claimed
  )
  select id, receiver, account, received_at, pulled_channel, body from sized where bytes_before < $2 order by id`;

const CLOSE = `
  update intake i set split_at = now(), events = t.events, duplicates = t.duplicates
  from unnest($1::uuid[], $2::int[], $3::int[]) as t(id, events, duplicates) where i.id = t.id`;

function hookEvents(
  deps: SplitDeps,
  intake: IntakeRow,
  split: Extract<Split, { kind: 'hook' }>,
  placeOf: Awaited<ReturnType<typeof placesOf>>,
): InboxEvent[] {
  const origin = { target: split.target, receivedAtMs: intake.received_at.getTime(), intakeId: intake.id };
  return split.items.map((item) => {
    if (item.kind === 'event') {
      return targetEvent(origin, item.event, placeOf(item.event), deps.sealer.seal);
    }
    const event: TargetEvent = { type: 'note', key: item.key, occurredAtMs: origin.receivedAtMs };
    const kept = targetEvent(origin, event, undefined, deps.sealer.seal);
    return item.kind === 'ignored'
      ? { ...kept, id: deriveId(intake.id, item.key), tenant: UNASSIGNED, state: 'rejected', reason: item.reason }
      : { ...kept, id: deriveId(intake.id, item.key), state: 'quarantined', reason: item.code };
  });
}

function untold(events: readonly InboxEvent[]): readonly SplitEvent[] {
  return events.map((inbox) => ({ inbox, told: null }));
}

async function eventsOf(deps: SplitDeps, sql: Sql, intake: IntakeRow): Promise<readonly SplitEvent[]> {
  const receivedAtMs = intake.received_at.getTime();
  const { pulled_channel: pulled } = intake;
  const isRecovered = pulled !== null && deps.recovers?.(pulled) === true;
  const opened = { id: intake.id, receivedAtMs, isRecovered, seal: deps.sealer.seal };
  try {
    const request = unpackRequest(deps.sealer.open(intake.body));
    const split = deps.split(intake.receiver, intake.account, request, receivedAtMs);
    if (split.kind === 'platform') {
      return split.events.map((told, position) => ({
        inbox: platformEvent(opened, told, deps.tenantOf(told.channel, told.account), position),
        told,
      }));
    }
    const told = split.items.flatMap((item) => (item.kind === 'event' ? [item.event] : []));
    return untold(hookEvents(deps, intake, split, await placesOf(sql, split.target, told)));
  } catch (error) {
    // An adapter never throws on input, so this is a fault of ours: the intake is kept, and its neighbours go on.
    deps.onSplitFailed(intake.id, error);
    return untold([unsplittable(opened, intake.receiver)]);
  }
}

function countByIntake(events: readonly InboxEvent[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { intakeId } of events) {
    if (intakeId !== null) {
      counts.set(intakeId, (counts.get(intakeId) ?? 0) + 1);
    }
  }
  return counts;
}

/**
 * Splits the oldest waiting intakes into events under their keys, in one transaction. Any number of workers split at
 * once; order does not matter here, deciding restores it.
 *
 * @returns `more` when the batch was full
 */
export async function splitIntakes(deps: SplitDeps): Promise<'more' | 'idle'> {
  let told: (() => void) | undefined;
  const outcome = await deps.store.transaction('handling.split', async (sql) => {
    const intakes = await sql.query<IntakeRow>(CLAIM, [MAX_INTAKES, MAX_BYTES]);
    if (intakes.length === 0) {
      return 'idle';
    }
    const split: SplitEvent[] = [];
    for (const intake of intakes) {
      split.push(...(await eventsOf(deps, sql, intake)));
    }
    const named = await nameConversations(sql, split, deps.sealer.seal);
    // Two workers may meet on the same key; in one order they wait for each other instead of locking each other out.
    const all = named.events.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    const isNew = await storeEvents(sql, all);
    await named.keep(isNew);
    await noteActivity(sql, all);
    await stopAccounts(sql, split, isNew);
    const counts = countByIntake(all);
    const fresh = countByIntake(all.filter((event) => isNew.has(event.id)));
    const ids = intakes.map((intake) => intake.id);
    await sql.query(CLOSE, [
      ids,
      ids.map((id) => fresh.get(id) ?? 0),
      ids.map((id) => (counts.get(id) ?? 0) - (fresh.get(id) ?? 0)),
    ]);
    told = () => {
      deps.onSplit(all, isNew, counts);
    };
    return 'more';
  });
  told?.();
  return outcome;
}
