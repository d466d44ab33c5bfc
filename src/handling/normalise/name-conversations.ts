import type { ChannelEvent, CitizenAlias } from '../../adapter-sdk/index.js';
import { groupBy } from '../../domain/group-by.js';
import { insertInto } from '../../platform/store/insert-rows.js';
import type { Sql } from '../../platform/store/store.js';
import { shardOf, type InboxEvent } from '../inbox/inbox-event.js';
import { lockNames } from '../inbox/lock-names.js';
import { AccountNames, type Name, type NameRow } from './account-names.js';
import { joinConversations, type Joining } from './join-conversations.js';
import { placeKey, type Place, type SplitEvent } from './split-event.js';

// The names that are told, and the other names of the conversations that they mean. A name may also be the key of one.
const NAMES = `
  with told as (
    select * from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as t(tenant, channel, account, value)
  ), meant as (
    select n.tenant, n.channel, n.account, n.conversation from conversation_alias n
    join told t on (n.tenant, n.channel, n.account, n.value) = (t.tenant, t.channel, t.account, t.value)
    union
    select tenant, channel, account, value from told
  )
  select n.tenant, n.channel, n.account, n.kind, n.value, n.tenure, n.conversation,
         extract(epoch from n.told_at)::float8 * 1000 as "toldAtMs", extract(epoch from n.left_at)::float8 * 1000 as "leftAtMs",
         n.event_id as "eventId"
  from conversation_alias n
  join meant m on (n.tenant, n.channel, n.account, n.conversation) = (m.tenant, m.channel, m.account, m.conversation)`;

interface KeptName {
  readonly place: Place;
  readonly row: NameRow;
}

function instant(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}

const upsertNames = insertInto<KeptName, ReadonlySet<string>>(
  'conversation_alias',
  {
    tenant: ['text', ({ place }) => place.tenant],
    channel: ['text', ({ place }) => place.channel],
    account: ['text', ({ place }) => place.account],
    value: ['text', ({ row }) => row.value],
    kind: ['text', ({ row }) => row.kind],
    conversation: ['text', ({ row }) => row.conversation],
    tenure: ['text', ({ row }) => row.tenure],
    told_at: ['timestamptz', ({ row }) => instant(row.toldAtMs)],
    left_at: ['timestamptz', ({ row }) => instant(row.leftAtMs)],
    // An event that came before under its key is not stored, so it cannot vouch for a name.
    event_id: ['uuid', ({ row }, known) => (row.eventId !== null && known.has(row.eventId) ? null : row.eventId)],
  },
  `on conflict (tenant, channel, account, value, kind) do update
     set conversation = excluded.conversation, told_at = excluded.told_at, left_at = excluded.left_at`,
);

interface Naming extends SplitEvent {
  readonly told: ChannelEvent;
  readonly names: readonly Name[];
  readonly left: Name | undefined;
}

function nameOf({ kind, value, namesConversation: tenure }: CitizenAlias): readonly Name[] {
  return tenure === undefined ? [] : [{ kind, value, tenure }];
}

function namingOf({ inbox, told }: SplitEvent): readonly Naming[] {
  const names = (told?.citizen?.aliases ?? []).flatMap(nameOf);
  const [left] = told?.replaces === undefined ? [] : nameOf(told.replaces);
  return told === null || (names.length === 0 && left === undefined) ? [] : [{ inbox, told, names, left }];
}

/** What comes from the citizen's own hands tells which names are in use; a receipt or an echo only mentions them. */
function isByCitizen({ action }: ChannelEvent): boolean {
  return action === 'open' || action === 'amend' || action === 'identity';
}

async function load(sql: Sql, namings: readonly Naming[]): Promise<ReadonlyMap<string, readonly NameRow[]>> {
  const asked = namings.flatMap(({ inbox, told, names, left }) =>
    [told.conversation, ...names.map((name) => name.value), ...(left === undefined ? [] : [left.value])].map(
      (value) => ({ inbox, value }),
    ),
  );
  const rows = await sql.query<NameRow & Place>(NAMES, [
    asked.map(({ inbox }) => inbox.tenant),
    asked.map(({ inbox }) => inbox.channel),
    asked.map(({ inbox }) => inbox.account),
    asked.map(({ value }) => value),
  ]);
  return groupBy(rows, placeKey);
}

/** The names of one place after the events of it, with those events by id. */
interface NamedPlace {
  readonly place: Place;
  readonly names: AccountNames;
  readonly namings: readonly Naming[];
  readonly told: ReadonlyMap<string, { readonly conversation: string; readonly newNames: number }>;
}

function tellAll(namings: readonly Naming[], rows: readonly NameRow[], place: Place): NamedPlace {
  const names = new AccountNames(rows);
  const told = new Map(
    namings.map(({ inbox, told: event, names: own, left }) => {
      const { conversation, occurredAtMs: atMs } = event;
      const telling = { eventId: inbox.id, conversation, atMs, isByCitizen: isByCitizen(event), names: own, left };
      return [inbox.id, names.tell(telling)];
    }),
  );
  return { place, names, namings, told };
}

function joiningsOf({ place, names, namings, told }: NamedPlace): readonly Joining[] {
  return names.joined().map((members) => {
    const current = names.current(members[0] ?? '');
    const cause = namings.find(({ inbox }) => names.current(told.get(inbox.id)?.conversation ?? '') === current);
    return { place, members, cause: cause?.inbox, goOnIn: (conversation) => names.goOnIn(conversation) };
  });
}

function resolved(event: InboxEvent, { names, told }: NamedPlace): InboxEvent {
  const own = told.get(event.id);
  if (own === undefined) {
    return event;
  }
  const conversation = names.current(own.conversation);
  const shard = shardOf(event.tenant, event.channel, event.account, conversation);
  return { ...event, conversation, shard, newNames: own.newNames };
}

export interface NamedEvents {
  /** With the conversations that they belong to, and notes on tickets of which the citizen turned out to be the same. */
  readonly events: readonly InboxEvent[];
  /** Stores the names, once it is known which events are new. */
  keep(isNew: ReadonlySet<string>): Promise<void>;
}

/**
 * Finds the conversation of events whose platform may tell of it by several names, in a few statements for the whole
 * batch. Everything else passes through, and costs no statement.
 *
 * Splitting the events of one account waits for whoever does the same: two events of one citizen that two workers hold
 * at once would otherwise begin two conversations.
 */
export async function nameConversations(
  sql: Sql,
  split: readonly SplitEvent[],
  seal: (plain: Buffer) => Buffer,
): Promise<NamedEvents> {
  const namings = split.flatMap(namingOf);
  const events = split.map(({ inbox }) => inbox);
  if (namings.length === 0) {
    return { events, keep: () => Promise.resolve() };
  }
  const byPlace = groupBy(namings, ({ inbox }) => placeKey(inbox));
  await lockNames(
    sql,
    namings.map(({ inbox }) => inbox),
  );
  const rows = await load(sql, namings);
  const named = new Map(
    [...byPlace].flatMap(([key, own]) => {
      const [first] = own;
      return first === undefined ? [] : [[key, tellAll(own, rows.get(key) ?? [], first.inbox)] as const];
    }),
  );
  const notes = await joinConversations(sql, [...named.values()].flatMap(joiningsOf), seal);
  return {
    events: [
      ...events.map((event) => {
        const place = named.get(placeKey(event));
        return place === undefined ? event : resolved(event, place);
      }),
      ...notes,
    ],
    keep: async (isNew) => {
      const known = new Set(events.flatMap(({ id }) => (isNew.has(id) ? [] : [id])));
      const kept = [...named.values()].flatMap(({ place, names }) => names.changed().map((row) => ({ place, row })));
      await upsertNames(sql, kept, known);
    },
  };
}
