import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ChannelEvent } from '../../src/adapter-sdk/index.js';
import { releaseParked } from '../../src/handling/index.js';
import { reconcile } from '../../src/ops/reconcile/reconcile.js';
import type { Database } from '../../src/platform/store/store.js';
import { newestDatabase } from '../support/newest-database.js';
import { Teller } from './known-by-several-names.js';
import { pipelineOn, type Pipeline } from './pipeline.js';
import { CHANNEL } from './small-settings.js';

const MINUTE = 60_000;

jest.setTimeout(120_000);

let db: Database;
let pipeline: Pipeline;
let citizen: Teller;
/** Where each answer went: its text, and the identifiers that the adapter got. */
const sent: { readonly text: string; readonly to: readonly string[] }[] = [];

beforeAll(async () => {
  db = await newestDatabase();
  pipeline = await pipelineOn(db, ({ delivery, content }) => {
    if (content.to === 'citizen') {
      sent.push({ text: content.part.text, to: content.part.citizenAliases.map(({ value }) => value) });
      return [{ kind: 'delivered', remoteId: `remote-${delivery.id}` }];
    }
    return [{ kind: 'delivered', remoteTicketId: `record-${delivery.ticketId}` }];
  });
  citizen = new Teller(pipeline.nowMs);
});
afterAll(() => db.close());

/** All orders of some things. */
function orders<T>(things: readonly T[]): readonly (readonly T[])[] {
  return things.length === 0
    ? [[]]
    : things.flatMap((first, at) => orders(things.toSpliced(at, 1)).map((rest) => [first, ...rest]));
}

async function take(...events: readonly ChannelEvent[]): Promise<void> {
  for (const event of events) {
    await pipeline.post({ events: [event] });
    await pipeline.split();
  }
}

interface TicketRow {
  readonly id: string;
  readonly number: string;
  readonly conversation: string;
  readonly messages: readonly string[];
}

/** The tickets of messages whose ids begin so, oldest first. */
async function ticketsOf(prefix: string): Promise<readonly TicketRow[]> {
  return db.handling.query<TicketRow>(
    `select t.id, t.number::text, t.conversation, array_agg(m.platform_id order by m.platform_id) as messages
     from ticket t join message m on m.ticket_id = t.id and m.platform_id like $1 || '%'
     group by t.id order by t.number`,
    [prefix],
  );
}

async function notesOf(ticketId: string): Promise<readonly string[]> {
  const rows = await db.handling.query<{ text: string }>(
    "select text from message where ticket_id = $1 and author = 'note' order by id",
    [ticketId],
  );
  return rows.map(({ text }) => text);
}

async function findings(): Promise<unknown> {
  const { ok, findings: found, rows } = await reconcile(db.handling, pipeline.nowMs);
  return { ok, found, differing: rows.filter(({ difference }) => difference !== 0) };
}

const NOTHING_WRONG = { ok: true, found: [], differing: [] };

/** By number, by number and id, by id alone, the news of another number, and a message from that. */
function life(prefix: string): readonly ChannelEvent[] {
  const names = { number: `${prefix}32470`, id: `${prefix}BE.1` };
  return [
    citizen.says({ number: names.number }, `${prefix}1`, 50),
    citizen.says(names, `${prefix}2`, 40),
    citizen.says({ id: names.id }, `${prefix}3`, 30),
    citizen.changes(names.number, { number: `${prefix}32499`, id: names.id }, 20),
  ];
}

describe('one citizen under several names', () => {
  it('has one ticket with all messages, in whatever order they come', async () => {
    const all = orders([0, 1, 2, 3]);
    for (const [index, order] of all.entries()) {
      const events = life(`order${index}-`);
      await take(...order.flatMap((at) => events[at] ?? []));
    }
    await pipeline.decide();
    const tickets = await Promise.all(all.map((_, index) => ticketsOf(`order${index}-`)));
    expect(tickets.map((own) => own.map(({ messages }) => messages.length))).toEqual(all.map(() => [3]));
    expect(await findings()).toEqual(NOTHING_WRONG);
  });

  it('has one ticket when each is decided before the next comes, once a message came with both names', async () => {
    const all = orders([0, 2, 3]);
    for (const [index, order] of all.entries()) {
      const events = life(`step${index}-`);
      for (const at of [1, ...order]) {
        await take(...(events[at] === undefined ? [] : [events[at]]));
        await pipeline.decide();
      }
    }
    const tickets = await Promise.all(all.map((_, index) => ticketsOf(`step${index}-`)));
    expect(tickets.map((own) => own.map(({ messages }) => messages.length))).toEqual(all.map(() => [3]));
    expect(await findings()).toEqual(NOTHING_WRONG);
  });

  it('is answered under the name that the newest message came with', async () => {
    const names = { number: 'reach32470', id: 'reachBE.1' };
    const answer = async (text: string): Promise<void> => {
      const [ticket] = await ticketsOf('reach-');
      await pipeline.command(text, ticket?.id ?? '', { type: 'reply', text, author: 'Jan', isFinal: false });
      await pipeline.decide();
      await pipeline.deliver();
      await pipeline.decide();
    };
    await take(citizen.says(names, 'reach-1', 30));
    await pipeline.decide();
    await answer('Een');
    await take(citizen.says({ id: names.id }, 'reach-2', 20));
    await pipeline.decide();
    await answer('Twee');
    await take(citizen.says(names, 'reach-3', 10), citizen.changes(names.number, { number: 'reach32499' }, 5));
    // A receipt tells where we sent, not where the citizen is.
    const receipt = { status: 'read', messageId: 'nothing' } as const;
    await take(citizen.tells({ number: names.number }, 'reach-receipt', 1, { action: 'delivery', receipt }));
    await pipeline.decide();
    await answer('Drie');
    expect(await ticketsOf('reach-')).toHaveLength(1);
    expect(sent.slice(-3)).toEqual([
      { text: 'Een', to: ['reachBE.1', 'reach32470'] },
      { text: 'Twee', to: ['reachBE.1'] },
      { text: 'Drie', to: ['reach32499'] },
    ]);
  });
});

describe('an account that nobody claims yet', () => {
  it('keeps the names that it was told, for the municipality that claims it', async () => {
    const early = new Teller(pipeline.nowMs, 'page-nobody');
    const names = { number: 'late32470', id: 'lateBE.1' };
    await take(early.says({ number: names.number }, 'late-1', 50), early.says(names, 'late-2', 40));
    await releaseParked(db.handling, [{ channel: CHANNEL, account: 'page-nobody', tenant: 't-alfa' }], 'other');
    await take(early.says({ id: names.id }, 'late-3', 30));
    await releaseParked(db.handling, [{ channel: CHANNEL, account: 'page-nobody', tenant: 't-alfa' }], 'other');
    await pipeline.decide();
    const tickets = await ticketsOf('late-');
    expect(tickets.map(({ messages }) => messages)).toEqual([['late-1', 'late-2', 'late-3']]);
    expect(await findings()).toEqual(NOTHING_WRONG);
  });
});

describe('two tickets of which the citizen turns out to be the same', () => {
  const names = { number: 'two32470', id: 'twoBE.1' };

  it('both stay, say so, and new messages come in the older one', async () => {
    await take(citizen.says({ number: names.number }, 'two-1', 50), citizen.says({ id: names.id }, 'two-2', 40));
    await pipeline.decide();
    const [older, newer] = await ticketsOf('two-');
    await take(citizen.says(names, 'two-3', 30), citizen.says({ id: names.id }, 'two-4', 20));
    await pipeline.decide();
    const after = await ticketsOf('two-');
    expect(after.map(({ messages }) => messages)).toEqual([['two-1', 'two-3', 'two-4'], ['two-2']]);
    expect(await notesOf(older?.id ?? '')).toEqual([
      `Ticket ${newer?.number ?? ''} is van dezelfde burger. Nieuwe berichten komen hier.`,
    ]);
    expect(await notesOf(newer?.id ?? '')).toEqual([
      `Ticket ${older?.number ?? ''} is van dezelfde burger. Nieuwe berichten komen daar.`,
    ]);
    expect(await findings()).toEqual(NOTHING_WRONG);
  });

  it('can both be answered as long as the citizen wrote under any name', async () => {
    const [, newer] = await ticketsOf('two-');
    const [row] = await db.handling.query<{ last: Date }>(
      `select greatest(c.last_citizen_at, o.last_citizen_at) as last from conversation c
       left join conversation o on (o.tenant, o.channel, o.account, o.key) = (c.tenant, c.channel, c.account, c.goes_on_in)
       where c.key = $1`,
      [newer?.conversation ?? ''],
    );
    expect(row?.last.getTime()).toBe(pipeline.nowMs - 20 * MINUTE);
    await pipeline.command('two', newer?.id ?? '', { type: 'reply', text: 'Vier', author: 'Jan', isFinal: true });
    await pipeline.decide();
    await pipeline.deliver();
    expect(sent.at(-1)).toEqual({ text: 'Vier', to: ['twoBE.1'] });
  });

  it('are each changed in their own shard only', async () => {
    const [, newer] = await ticketsOf('two-');
    const edited = citizen.tells(names, 'two-edit', 10, {
      action: 'amend',
      message: { id: 'two-2', text: 'Anders', attachments: [], isPublic: false },
    });
    await take(edited);
    const [before] = await db.handling.query<{ shard: number }>("select shard from event where key like '%two-edit'");
    await pipeline.decide();
    const [after] = await db.handling.query<{ shard: number; state: string; ticket_id: string; own: number }>(
      `select e.shard, e.state, e.ticket_id, t.shard as own from event e join ticket t on t.id = e.ticket_id
       where e.key like '%two-edit'`,
    );
    expect(after).toEqual({ shard: after?.own, state: 'handled', ticket_id: newer?.id, own: after?.own });
    expect(before?.shard).not.toBe(after?.shard);
    expect(await findings()).toEqual(NOTHING_WRONG);
  });

  it('go on in the one that is open, when the other is closed', async () => {
    await take(citizen.says({ number: 'shut32470' }, 'shut-1', 50), citizen.says({ id: 'shutBE.1' }, 'shut-2', 40));
    await pipeline.decide();
    const [first] = await ticketsOf('shut-');
    await pipeline.command('shut', first?.id ?? '', { type: 'status', status: 'closed', author: 'Jan' });
    await pipeline.decide();
    await take(
      citizen.says({ number: 'shut32470', id: 'shutBE.1' }, 'shut-3', 30),
      citizen.says({ number: 'shut32470' }, 'shut-4', 20),
    );
    await pipeline.decide();
    const tickets = await ticketsOf('shut-');
    expect(tickets.map(({ messages }) => messages)).toEqual([['shut-1'], ['shut-2', 'shut-3', 'shut-4']]);
    expect(await Promise.all(tickets.map(({ id }) => notesOf(id)))).toEqual([[], []]);
    expect(await findings()).toEqual(NOTHING_WRONG);
  });
});

describe('a number that is somebody else’s now', () => {
  it('brings its new holder into a ticket of their own', async () => {
    await take(citizen.says({ number: 'lent32470', id: 'lentBE.1' }, 'lent-1', 50));
    await pipeline.decide();
    await take(
      citizen.says({ number: 'lent32470', id: 'lentBE.2' }, 'lent-2', 40),
      citizen.says({ id: 'lentBE.1' }, 'lent-3', 30),
    );
    await pipeline.decide();
    expect((await ticketsOf('lent-')).map(({ messages }) => messages)).toEqual([['lent-1', 'lent-3'], ['lent-2']]);
    const rows = await db.handling.query<{ citizens: number }>(
      "select count(distinct citizen_id)::int as citizens from ticket where conversation like 'lent%'",
    );
    expect(rows).toEqual([{ citizens: 2 }]);
    expect(await findings()).toEqual(NOTHING_WRONG);
  });

  it('names nobody, when it is all that is known', async () => {
    await take(
      citizen.says({ number: 'bare32470' }, 'bare-1', 50),
      citizen.changes('bare32470', { number: 'bare32499' }, 40),
      citizen.says({ number: 'bare32470' }, 'bare-2', 30),
    );
    await pipeline.decide();
    const tickets = await ticketsOf('bare-');
    expect(tickets.map(({ messages }) => messages)).toEqual([['bare-1'], ['bare-2']]);
    const [stranger] = await db.handling.query('select citizen_id from ticket where id = $1', [tickets[1]?.id ?? '']);
    expect(stranger).toEqual({ citizen_id: null });
    expect(await findings()).toEqual(NOTHING_WRONG);
  });
});
