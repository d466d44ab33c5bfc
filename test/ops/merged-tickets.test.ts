import { describe, expect, it } from '@jest/globals';
import type { Id } from '../../src/domain/ids.js';
import type { ChannelEvent } from '../../src/adapter-sdk/index.js';
import { eventually } from '../support/schakel/eventually.js';
import { linkedTickets, NOTHING_WRONG } from './linked-tickets.js';

const {
  world,
  event,
  says,
  happen,
  ticketOf,
  ask,
  twoApart,
  heldWorker,
  ticketsOfStory,
  messagesOf,
  findings,
  waitsOf,
} = linkedTickets();

describe('two tickets that are merged', () => {
  it('are one for the citizen, the target and the ledger', async () => {
    await happen(says('c1', 'm1'), says('c2', 'm2'), says('c2', 'm3'));
    const [first, second] = [await ticketOf('c1'), await ticketOf('c2')];
    await world.pipeline.deliver();
    await ask('merge', second, first);
    await world.pipeline.decide();
    expect(await ticketOf('c2')).toBe(first);
    await happen(says('c2', 'm4'));
    await world.pipeline.deliver();
    expect(await ticketsOfStory()).toMatchObject([
      { id: first, status: 'new', merged_into: null },
      { id: second, status: 'closed', merged_into: first },
    ]);
    expect([await messagesOf(first), await messagesOf(second)]).toEqual([
      ['m1', 'm4'],
      ['m2', 'm3'],
    ]);
    const told = await world.db.owner.query(
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
    await world.pipeline.decide();
    const [refused] = await world.db.owner.query<{ reason: string; detail: string }>(
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
      await expect(world.pipeline.decideOnce(() => Promise.reject(new Error(step)))).rejects.toThrow(step);
      expect(await findings()).toEqual(NOTHING_WRONG);
      await world.pipeline.decideOnce();
    }
    const facts = await world.db.owner.query<{ type: string }>(
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
    await world.pipeline.decideOnce();
    const [row] = await world.db.owner.query<{ state: string; key: string }>(
      "select state, key from event where source = 'ticket' and ticket_id = $1",
      [first],
    );
    expect(row).toMatchObject({ state: 'pending', key: expect.stringMatching(new RegExp(`:absorb ${second}$`)) });
    expect(await findings()).toEqual(NOTHING_WRONG);
    await world.pipeline.decide();
    expect(await findings()).toEqual(NOTHING_WRONG);
  });

  it('end in one open ticket when two workers merge them into each other at the same moment', async () => {
    const [a, b] = await twoApart();
    await ask('there', a, b);
    const first = await heldWorker();
    await ask('back', b, a);
    const second = world.pipeline.decideOnce();
    await eventually('the second worker to wait for the first', async () => {
      const [row] = await world.db.owner.query<{ any: boolean }>(
        // Of this database only: other tests wait for locks in theirs.
        `select exists (
           select from pg_locks where locktype = 'advisory' and not granted
             and database = (select oid from pg_database where datname = current_database())) as any`,
      );
      return row?.any;
    });
    await first.goOn();
    await second;
    await world.pipeline.decide();
    expect((await ticketsOfStory()).map(({ id, status }) => [id, status])).toEqual([
      [a, 'closed'],
      [b, 'new'],
    ]);
    const [refused] = await world.db.owner.query<{ reason: string; detail: string }>(
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
    await world.pipeline.decide();
    await world.pipeline.post({ events: [says('a', 'a1')] });
    await world.pipeline.split();
    const first = await heldWorker();
    await world.pipeline.post({ events: [says('b', 'b1')] });
    await world.pipeline.split();
    // It holds the shard of the other conversation only, and leaves the message to who holds that of the ticket.
    await world.pipeline.decideOnce();
    await first.goOn();
    await world.pipeline.decide();
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
    await world.pipeline.post({ events: more(1) }, { events: more(2) });
    await world.pipeline.split();
    await Promise.all(Array.from({ length: 5 }, () => world.pipeline.decide()));
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
    await world.pipeline.command(`${world.story}-answer`, second, answer);
    await world.pipeline.decide();
    await ask('merge', second, first);
    await world.pipeline.decide();
    const message = { id: `${world.story}-echo`, text: 'Wij komen morgen', attachments: [], isPublic: false };
    await happen(event('c2', 'echo', { action: 'outside', message }));
    await world.pipeline.deliver();
    await world.pipeline.decide();
    const facts = await world.db.owner.query<{ type: string }>(
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
    await world.pipeline.command(`${world.story}-one`, first, answer);
    await world.pipeline.decide();
    await world.pipeline.deliver();
    await world.pipeline.decide();
    await world.pipeline.command(`${world.story}-other`, second, answer);
    await world.pipeline.decide();
    await ask('merge', second, first);
    await world.pipeline.decide();
    expect(await waitsOf(first)).toEqual([{ type: 'ticket.absorbed', isWaiting: true }]);
    await world.pipeline.deliver();
    await world.pipeline.decide();
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
    await world.pipeline.command(`${world.story}-answer`, ticketId, answer);
    await world.pipeline.decide();
    const message = { id: `${world.story}-m2`, text: 'En wat met de lamp?', attachments: [], isPublic: false };
    await happen({ ...event('c1', 'm2', { action: 'open', message }), occurredAtMs: world.pipeline.nowMs });
    await world.pipeline.deliver();
    await world.pipeline.decide();
    expect((await ticketsOfStory()).map(({ status }) => status)).toEqual(['in-progress']);
    expect(await findings()).toEqual(NOTHING_WRONG);
  });
});

/** What a ticket heard of who waits in those that were merged into it, in order. */
