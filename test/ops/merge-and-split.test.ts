import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ChannelEvent, SendOutcome } from '../../src/adapter-sdk/index.js';
import type { Id } from '../../src/domain/ids.js';
import type { Item } from '../../src/handling/index.js';
import { shardOf } from '../../src/handling/inbox/inbox-event.js';
import { reconcile } from '../../src/ops/reconcile/index.js';
import { migrate } from '../../src/platform/store/migrate.js';
import { noFailpoint } from '../../src/platform/store/failpoint.js';
import { openPostgres } from '../../src/platform/store/postgres.js';
import type { Database } from '../../src/platform/store/store.js';
import { freshDatabase } from '../support/fresh-database.js';
import { eventually } from '../support/schakel/eventually.js';
import { pipelineOn, type Pipeline } from './pipeline.js';
import { CHANNEL, CRM } from './small-settings.js';

const MINUTE = 60_000;

let db: Database;
let pipeline: Pipeline;
let stories = 0;
let story = '';
let said = 0;

beforeAll(async () => {
  db = openPostgres({
    url: await freshDatabase(),
    failpoint: noFailpoint,
    connections: { intake: 1, handling: 6, api: 1 },
    onConnectionLost: () => undefined,
  });
  await migrate(db.owner);
  pipeline = await pipelineOn(db, delivered);
});
afterAll(() => db.close());
beforeEach(() => {
  stories += 1;
  story = `s${stories}`;
});

function delivered({ delivery }: Item): readonly SendOutcome[] {
  if (delivery.kind === 'reply') {
    return [{ kind: 'delivered', remoteId: `remote-${delivery.id}` }];
  }
  return [
    delivery.kind === 'opened' && delivery.target === CRM
      ? { kind: 'delivered', remoteTicketId: `record-${delivery.ticketId}` }
      : { kind: 'delivered' },
  ];
}

/** A conversation of this story only, each in a shard of its own hash. */
function place(who: string): string {
  return `${story}-${who}`;
}

function event(who: string, id: string, rest: Partial<ChannelEvent> & Pick<ChannelEvent, 'action'>): ChannelEvent {
  said += 1;
  return {
    ...{ channel: CHANNEL, account: 'page-alfa', key: `${rest.action}:${id}:${said}`, conversation: place(who) },
    occurredAtMs: pipeline.nowMs - 50 * MINUTE + said * 1_000,
    citizen: { aliases: [{ kind: 'id', value: place(who) }], name: 'Mia' },
    ...rest,
  };
}

function says(who: string, id: string, text = 'Een vraag'): ChannelEvent {
  const message = { id: `${story}-${id}`, text, attachments: [], isPublic: false };
  return event(who, id, { action: 'open', message });
}

async function happen(...events: readonly ChannelEvent[]): Promise<void> {
  await pipeline.post({ events });
  await pipeline.split();
  await pipeline.decide();
}

async function ticketOf(who: string): Promise<Id> {
  return (await pipeline.ticketOf(place(who))) as Id;
}

async function ask(key: string, from: Id, into: Id): Promise<void> {
  await pipeline.command(`${story}-${key}`, from, { type: 'merge', into, author: 'Jan', reason: 'Zelfde put' });
}

/** Two tickets of conversations in different shards, so that two workers can decide them at once. */
async function twoApart(): Promise<[Id, Id]> {
  const shard = (who: string): number => shardOf('t-alfa', CHANNEL, 'page-alfa', place(who));
  while (shard('a') === shard('b')) {
    stories += 1;
    story = `s${stories}`;
  }
  await happen(says('a', 'a0'), says('b', 'b0'));
  return [await ticketOf('a'), await ticketOf('b')];
}

/** A worker that decided what there is and stands right before its commit. */
async function heldWorker(): Promise<{ goOn(): Promise<void> }> {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let work = Promise.resolve();
  await new Promise<void>((isThere) => {
    work = pipeline.decideOnce(async () => {
      isThere();
      await released;
    });
  });
  return {
    goOn: async () => {
      release();
      await work;
    },
  };
}

async function ticketsOfStory(): Promise<{ id: Id; status: string; merged_into: Id | null; seq: number }[]> {
  return db.owner.query('select id, status, merged_into, seq from ticket where conversation like $1 order by number', [
    `${story}-%`,
  ]);
}

async function messagesOf(ticketId: Id): Promise<string[]> {
  const rows = await db.owner.query<{ platform_id: string }>(
    `select m.platform_id from message m join message_key k on k.message_id = m.id and k.ticket_id = m.ticket_id
     where m.ticket_id = $1 and m.author = 'citizen' order by m.occurred_at`,
    [ticketId],
  );
  return rows.map((row) => row.platform_id.replace(`${story}-`, ''));
}

async function findings(): Promise<unknown> {
  const { ok, findings: found, rows } = await reconcile(db.handling, pipeline.nowMs);
  return { ok, found, waiting: rows.filter(({ quarantined, parked }) => quarantined + parked > 0) };
}

const NOTHING_WRONG = { ok: true, found: [], waiting: [] };

describe('two tickets that are merged', () => {
  it('are one for the citizen, the target and the ledger', async () => {
    await happen(says('c1', 'm1'), says('c2', 'm2'), says('c2', 'm3'));
    const [first, second] = [await ticketOf('c1'), await ticketOf('c2')];
    await pipeline.deliver();
    await ask('merge', second, first);
    await pipeline.decide();
    expect(await ticketOf('c2')).toBe(first);
    await happen(says('c2', 'm4'));
    await pipeline.deliver();
    expect(await ticketsOfStory()).toMatchObject([
      { id: first, status: 'new', merged_into: null },
      { id: second, status: 'closed', merged_into: first },
    ]);
    expect([await messagesOf(first), await messagesOf(second)]).toEqual([
      ['m1', 'm4'],
      ['m2', 'm3'],
    ]);
    const told = await db.owner.query(
      `select kind, count(*)::int as count from delivery where ticket_id = $1 and state = 'delivered' group by kind order by kind`,
      [first],
    );
    expect(told).toEqual([
      { kind: 'message-added', count: 3 },
      { kind: 'opened', count: 1 },
    ]);
    expect(await findings()).toEqual(NOTHING_WRONG);
  });

  it('stay two when one is of another municipality, also for who may see both', async () => {
    const elsewhere = { ...says('c2', 'm2'), account: 'page-beta' };
    await happen(says('c1', 'm1'), elsewhere);
    const [first, second] = [await ticketOf('c1'), await ticketOf('c2')];
    await ask('merge', first, second);
    await pipeline.decide();
    const [refused] = await db.owner.query<{ reason: string; detail: string }>(
      "select reason, result->>'detail' as detail from event where source = 'api' and ticket_id = $1",
      [first],
    );
    expect(refused).toEqual({
      ...{ reason: 'TICKET_UNKNOWN', detail: 'Het andere ticket bestaat niet, of het is niet van deze gemeente.' },
    });
    expect((await ticketsOfStory()).map(({ status }) => status)).toEqual(['new', 'new']);
  });

  it('are merged once although the worker dies before each commit on the way', async () => {
    await happen(says('c1', 'm1'), says('c2', 'm2'));
    const [first, second] = [await ticketOf('c1'), await ticketOf('c2')];
    await ask('merge', second, first);
    for (const step of ['the command', 'what follows from it']) {
      await expect(pipeline.decideOnce(() => Promise.reject(new Error(step)))).rejects.toThrow(step);
      expect(await findings()).toEqual(NOTHING_WRONG);
      await pipeline.decideOnce();
    }
    const facts = await db.owner.query<{ type: string }>(
      "select type from ticket_event where ticket_id = any($1::uuid[]) and type <> 'ticket.opened' order by type",
      [[first, second]],
    );
    expect(facts.map(({ type }) => type)).toEqual(['ticket.absorbed', 'ticket.merged']);
    expect(await findings()).toEqual(NOTHING_WRONG);
  });

  it('are accounted for while the one that goes on has not heard of it', async () => {
    await happen(says('c1', 'm1'), says('c2', 'm2'));
    const [first, second] = [await ticketOf('c1'), await ticketOf('c2')];
    await ask('merge', second, first);
    await pipeline.decideOnce();
    const [row] = await db.owner.query<{ state: string; key: string }>(
      "select state, key from event where source = 'ticket' and ticket_id = $1",
      [first],
    );
    expect(row).toMatchObject({ state: 'pending', key: expect.stringMatching(new RegExp(`:absorb ${second}$`)) });
    expect(await findings()).toEqual(NOTHING_WRONG);
    await pipeline.decide();
    expect(await findings()).toEqual(NOTHING_WRONG);
  });

  it('end in one open ticket when two workers merge them into each other at the same moment', async () => {
    const [a, b] = await twoApart();
    await ask('there', a, b);
    const first = await heldWorker();
    await ask('back', b, a);
    const second = pipeline.decideOnce();
    await eventually('the second worker to wait for the first', async () => {
      const [row] = await db.owner.query<{ any: boolean }>(
        "select exists (select from pg_locks where locktype = 'advisory' and not granted) as any",
      );
      return row?.any;
    });
    await first.goOn();
    await second;
    await pipeline.decide();
    expect((await ticketsOfStory()).map(({ id, status }) => [id, status])).toEqual([
      [a, 'closed'],
      [b, 'new'],
    ]);
    const [refused] = await db.owner.query<{ reason: string; detail: string }>(
      "select reason, result->>'detail' as detail from event where source = 'api' and ticket_id = $1",
      [b],
    );
    expect(refused).toMatchObject({
      reason: 'TICKET_MERGED',
      detail: expect.stringContaining('gaat verder in dit ticket'),
    });
    expect(await findings()).toEqual(NOTHING_WRONG);
  });

  it('are changed by one worker at a time, also by what comes in the conversation of the ended one', async () => {
    const [a, b] = await twoApart();
    await ask('merge', b, a);
    await pipeline.decide();
    await pipeline.post({ events: [says('a', 'a1')] });
    await pipeline.split();
    const first = await heldWorker();
    await pipeline.post({ events: [says('b', 'b1')] });
    await pipeline.split();
    // It holds the shard of the other conversation only, and leaves the message to who holds that of the ticket.
    await pipeline.decideOnce();
    await first.goOn();
    await pipeline.decide();
    expect([await messagesOf(a), await messagesOf(b)]).toEqual([['a0', 'a1', 'b1'], ['b0']]);
    expect(await findings()).toEqual(NOTHING_WRONG);
  });

  it('take what comes from all their conversations, each decided in the shard of the ticket that goes on', async () => {
    const people = Array.from({ length: 12 }, (_, index) => `p${index}`);
    await happen(...people.map((who) => says(who, `${who}-0`)));
    const [first, ...others] = await Promise.all(people.map(ticketOf));
    for (const other of others) {
      await ask(`merge ${other}`, other, first as Id);
    }
    // Messages come while the merges are decided.
    const more = (n: number): ChannelEvent[] => people.map((who) => says(who, `${who}-${n}`));
    await pipeline.post({ events: more(1) }, { events: more(2) });
    await pipeline.split();
    await Promise.all(Array.from({ length: 5 }, () => pipeline.decide()));
    await happen(...more(3));
    const tickets = await ticketsOfStory();
    expect(tickets.filter(({ status }) => status !== 'closed').map(({ id }) => id)).toEqual([first]);
    const kept = (await Promise.all(tickets.map(({ id }) => messagesOf(id)))).flat();
    const sent = people.flatMap((who) => [0, 1, 2, 3].map((n) => `${who}-${n}`));
    expect(kept.toSorted()).toEqual(sent.toSorted());
    expect(await messagesOf(first as Id)).toEqual(expect.arrayContaining(people.map((who) => `${who}-3`)));
    expect(await findings()).toEqual(NOTHING_WRONG);
  });

  it('take an echo of an answer that was under way for an answer of ours, not of a colleague', async () => {
    await happen(says('c1', 'm1'), says('c2', 'm2'));
    const [first, second] = [await ticketOf('c1'), await ticketOf('c2')];
    const answer = { type: 'reply', text: 'Wij komen morgen', author: 'Jan', isFinal: false } as const;
    await pipeline.command(`${story}-answer`, second, answer);
    await pipeline.decide();
    await ask('merge', second, first);
    await pipeline.decide();
    const message = { id: `${story}-echo`, text: 'Wij komen morgen', attachments: [], isPublic: false };
    await happen(event('c2', 'echo', { action: 'outside', message }));
    await pipeline.deliver();
    await pipeline.decide();
    const facts = await db.owner.query<{ type: string }>(
      "select type from ticket_event where ticket_id = any($1::uuid[]) and type like 'answer.%' order by type",
      [[first, second]],
    );
    expect(facts.map(({ type }) => type)).toEqual(['answer.delivered', 'answer.requested']);
    expect(await findings()).toEqual(NOTHING_WRONG);
  });

  it('owe no answer any more that was under way in the ended one, and still owe what was asked in the other', async () => {
    await happen(says('c1', 'm1'), says('c2', 'm2'));
    const [first, second] = [await ticketOf('c1'), await ticketOf('c2')];
    const answer = { type: 'reply', text: 'Wij komen morgen', author: 'Jan', isFinal: true } as const;
    await pipeline.command(`${story}-one`, first, answer);
    await pipeline.decide();
    await pipeline.deliver();
    await pipeline.decide();
    await pipeline.command(`${story}-other`, second, answer);
    await pipeline.decide();
    await ask('merge', second, first);
    await pipeline.decide();
    expect(await waitsOf(first)).toEqual([{ type: 'ticket.absorbed', isWaiting: true }]);
    await pipeline.deliver();
    await pipeline.decide();
    expect(await waitsOf(first)).toEqual([
      { type: 'ticket.absorbed', isWaiting: true },
      { type: 'absorbed.waiting', isWaiting: false },
    ]);
    expect(await findings()).toEqual(NOTHING_WRONG);
  });

  it('stay open when the citizen asked something after the answer was written', async () => {
    await happen(says('c1', 'm1'));
    const ticketId = await ticketOf('c1');
    const answer = { type: 'reply', text: 'Wij komen morgen', author: 'Jan', isFinal: true } as const;
    await pipeline.command(`${story}-answer`, ticketId, answer);
    await pipeline.decide();
    const message = { id: `${story}-m2`, text: 'En wat met de lamp?', attachments: [], isPublic: false };
    await happen({ ...event('c1', 'm2', { action: 'open', message }), occurredAtMs: pipeline.nowMs });
    await pipeline.deliver();
    await pipeline.decide();
    expect((await ticketsOfStory()).map(({ status }) => status)).toEqual(['in-progress']);
    expect(await findings()).toEqual(NOTHING_WRONG);
  });
});

/** What a ticket heard of who waits in those that were merged into it, in order. */
async function waitsOf(ticketId: Id): Promise<object[]> {
  return db.owner.query(
    `select type, coalesce(data->>'awaitingSinceMs', data->>'sinceMs') is not null as "isWaiting" from ticket_event
     where ticket_id = $1 and type in ('ticket.absorbed', 'absorbed.waiting') order by seq`,
    [ticketId],
  );
}

describe('messages that are split off', () => {
  async function split(ticketId: Id, ...platformIds: readonly string[]): Promise<void> {
    const rows = await db.owner.query<{ id: Id }>('select id from message where platform_id = any($1::text[])', [
      platformIds.map((id) => `${story}-${id}`),
    ]);
    const messageIds = rows.map(({ id }) => id);
    await pipeline.command(`${story}-split`, ticketId, { type: 'split', messageIds, author: 'Jan', reason: 'Apart' });
  }

  it('become a ticket with their rows, their ids and a charge of its own', async () => {
    await happen(says('c1', 'm1'), says('c1', 'm2', 'Iets anders'), says('c1', 'm3'));
    const ticketId = await ticketOf('c1');
    await split(ticketId, 'm2', 'm3');
    await pipeline.decideOnce();
    expect(await findings()).toEqual(NOTHING_WRONG);
    await pipeline.decide();
    await pipeline.deliver();
    const [old, opened] = await ticketsOfStory();
    expect([old?.id, await messagesOf(ticketId), await messagesOf(opened?.id as Id)]).toEqual([
      ...[ticketId, ['m1'], ['m2', 'm3']],
    ]);
    const usage = await db.owner.query('select meter, channel from usage_entry where ticket_id = $1 order by meter', [
      opened?.id as Id,
    ]);
    expect(usage).toEqual([
      { meter: 'delivery.crm', channel: '' },
      { meter: 'ticket.opened', channel: CHANNEL },
    ]);
    await happen(event('c1', 'm2', { action: 'redact', about: `${story}-m2` }));
    const [redacted] = await db.owner.query<{ ticket_id: Id }>(
      "select ticket_id from ticket_event where type = 'message.redacted' and ticket_id = any($1::uuid[])",
      [[ticketId, opened?.id as Id]],
    );
    expect(redacted?.ticket_id).toBe(opened?.id);
    expect(await findings()).toEqual(NOTHING_WRONG);
  });

  it('are taken over with their ticket when that is merged, also back into the one that they left', async () => {
    await happen(says('c1', 'm1'), says('c1', 'm2'), says('c2', 'm3'));
    const ticketId = await ticketOf('c1');
    await split(ticketId, 'm2');
    await pipeline.decide();
    const opened = (await ticketsOfStory()).at(-1)?.id as Id;
    await ask('back', opened, ticketId);
    await pipeline.decide();
    // What came back is told to the target of the last one too.
    await ask('all', ticketId, await ticketOf('c2'));
    await pipeline.decide();
    await pipeline.deliver();
    const open = (await ticketsOfStory()).filter(({ status }) => status !== 'closed');
    expect(open.map(({ id }) => id)).toEqual([await ticketOf('c2')]);
    expect([await messagesOf(ticketId), await messagesOf(opened)]).toEqual([['m1'], ['m2']]);
    expect(await findings()).toEqual(NOTHING_WRONG);
  });
});
