import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { asTenant } from '../api/tenant-sql.js';
import { newId, type Id } from '../domain/ids.js';
import type { Database } from '../platform/store/store.js';
import { newestDatabase } from '../../test/support/newest-database.js';
import { loadConversations, type ShownConversation } from './conversation-rows.js';
import { WaitingRoom } from './waiting-room.js';

/** Rows as handling leaves them, written as the owner: this is about who may read what. */

let db: Database;
let number = 0;
beforeAll(async () => {
  db = await newestDatabase();
});
afterAll(async () => {
  await db.close();
});
beforeEach(async () => {
  await db.owner.query('truncate ticket, message, delivery');
});

interface Place {
  readonly tenant: string;
  readonly account: string;
  readonly conversation: string;
}

const MINE: Place = { tenant: 'brugge', account: 'brugge-loket', conversation: 'mijn-gesprek' };
const YOURS: Place = { ...MINE, conversation: 'uw-gesprek' };

async function ticket({ tenant, account, conversation }: Place): Promise<Id> {
  const id = newId(Date.now());
  number += 1;
  await db.owner.query(
    `insert into ticket (id, tenant, number, channel, account, conversation, shard, kind, status, topic, language, level,
       priority, target, opened_at, updated_at, messages, seq, settings_hash)
     values ($1, $2, $3, 'counter', $4, $5, 3, 'question', 'new', 'afval', 'nl', 'local', 'normal', 'desk', now(), now(), 1, 1, 'h')`,
    [id, tenant, number, account, conversation],
  );
  return id;
}

interface Words {
  readonly author: string;
  readonly text: string;
  readonly platformId?: string;
  readonly isRedacted?: boolean;
}

async function message(ticketId: Id, { tenant, account }: Place, words: Words): Promise<Id> {
  const id = newId(Date.now());
  await db.owner.query(
    `insert into message (id, tenant, ticket_id, event_id, author, author_name, channel, account, platform_id, occurred_at,
       received_at, text, attachments, is_public, redacted_at)
     values ($1, $2, $3, $1, $4, 'Medewerker Peeters', 'counter', $5, $6, now(), now(), $7, '[]', false, $8)`,
    [
      id,
      tenant,
      ticketId,
      words.author,
      account,
      words.platformId ?? null,
      words.text,
      words.isRedacted ? new Date() : null,
    ],
  );
  return id;
}

async function reply(
  ticketId: Id,
  place: Place,
  words: { text: string; state: string; hasBegun?: boolean; isRedacted?: boolean },
) {
  const messageId = await message(ticketId, place, { author: 'operator', ...words });
  await db.owner.query(
    `insert into delivery (id, tenant, ticket_id, seq, target, kind, message_id, event_id, state, next_attempt_at, first_attempt_at)
     values ($1, $2, $3, 1, $4, 'reply', $5, $1, $6, now(), $7)`,
    [
      newId(Date.now()),
      place.tenant,
      ticketId,
      `counter:${place.account}`,
      messageId,
      words.state,
      words.hasBegun === false ? null : new Date(),
    ],
  );
}

async function seenBy(place: Place, asWhom = place.tenant): Promise<ShownConversation> {
  const found = await asTenant(db.api, 'api.read', asWhom, (sql) => loadConversations(sql, place.tenant, [place]));
  return found.get(place.conversation) ?? { messages: [], version: 'none' };
}

async function textsSeenBy(place: Place): Promise<readonly string[]> {
  return (await seenBy(place)).messages.map(({ text }) => text);
}

describe('a citizen at the counter', () => {
  it('sees own messages and answers, and no notes, names or redacted texts', async () => {
    const id = await ticket(MINE);
    await message(id, MINE, { author: 'citizen', text: 'vraag', platformId: 'mijn-gesprek:m1' });
    await message(id, MINE, { author: 'note', text: 'lastige burger' });
    await message(id, MINE, { author: 'outside', text: 'elders gezegd' });
    await message(id, MINE, { author: 'citizen', text: 'weg', platformId: 'mijn-gesprek:m2', isRedacted: true });
    await reply(id, MINE, { text: 'antwoord', state: 'delivered' });
    await reply(id, MINE, { text: 'ingetrokken', state: 'delivered', isRedacted: true });
    const { messages } = await seenBy(MINE);
    expect(messages.map(({ from, text, messageId }) => [from, text, messageId])).toEqual([
      ['citizen', 'vraag', 'm1'],
      ['municipality', 'antwoord', null],
    ]);
    expect(JSON.stringify(messages)).not.toContain('Peeters');
  });

  it.each([
    ['delivered', true, true],
    ['in-flight', true, true],
    ['unknown', true, true],
    ['parked', true, true],
    ['refused', true, true],
    ['due', false, false],
    ['withdrawn', true, false],
    ['quarantined', true, false],
  ])('with an answer that is %s (its sending has begun: %s) sees it: %s', async (state, hasBegun, isSeen) => {
    const id = await ticket(MINE);
    await reply(id, MINE, { text: 'antwoord', state, hasBegun });
    expect(await textsSeenBy(MINE)).toEqual(isSeen ? ['antwoord'] : []);
  });

  it('sees nothing of whoever shares the ticket after a merge', async () => {
    const merged = await ticket(MINE);
    await message(merged, MINE, { author: 'citizen', text: 'van mij', platformId: 'mijn-gesprek:m1' });
    // In the conversation of the ended ticket, on the ticket that goes on.
    await message(merged, MINE, { author: 'citizen', text: 'van u', platformId: 'uw-gesprek:m1' });
    await message(merged, MINE, { author: 'citizen', text: 'van Messenger', platformId: 'mid.1' });
    expect(await textsSeenBy(MINE)).toEqual(['van mij']);
    expect(await textsSeenBy(YOURS)).toEqual([]);
  });

  it('sees nothing of another account or municipality with the same conversation', async () => {
    const other = { ...MINE, tenant: 'gent' };
    await reply(await ticket(other), other, { text: 'van Gent', state: 'delivered' });
    const elsewhere = { ...MINE, account: 'ander-loket' };
    await reply(await ticket(elsewhere), elsewhere, { text: 'van een ander loket', state: 'delivered' });
    expect(await textsSeenBy(MINE)).toEqual([]);
    // Also when the query is wrong: the role sees the rows of one tenant.
    expect((await seenBy(other, 'brugge')).messages).toEqual([]);
  });

  it('gets another version with everything that changes', async () => {
    const versions = [(await seenBy(MINE)).version];
    const id = await ticket(MINE);
    const first = await message(id, MINE, { author: 'citizen', text: 'vraag', platformId: 'mijn-gesprek:m1' });
    versions.push((await seenBy(MINE)).version);
    await reply(id, MINE, { text: 'antwoord', state: 'delivered' });
    versions.push((await seenBy(MINE)).version);
    await db.owner.query("update message set text = 'anders', version = 2 where id = $1", [first]);
    versions.push((await seenBy(MINE)).version);
    await db.owner.query('update message set redacted_at = now() where id = $1', [first]);
    versions.push((await seenBy(MINE)).version);
    expect(new Set(versions).size).toBe(5);
    expect((await seenBy(MINE)).version).toBe(versions.at(-1));
  });
});

describe('browsers that wait', () => {
  it('are each told of their own answer, and of no other', async () => {
    const room = new WaitingRoom(db.api);
    const end = new AbortController();
    const waits = [MINE, YOURS].map(async (place) =>
      room.wait({ ...place, version: (await seenBy(place)).version }, end.signal),
    );
    await reply(await ticket(MINE), MINE, { text: 'antwoord', state: 'delivered' });
    expect((await waits[0])?.messages).toMatchObject([{ text: 'antwoord' }]);
    end.abort();
    expect(await waits[1]).toBeUndefined();
  });

  it('are told later when the database was away', async () => {
    let looks = 0;
    const room = new WaitingRoom({
      ...db.api,
      transaction: (point, work) => {
        looks += 1;
        return looks === 1 ? Promise.reject(new Error('away')) : db.api.transaction(point, work);
      },
    });
    await reply(await ticket(MINE), MINE, { text: 'antwoord', state: 'delivered' });
    const found = await room.wait({ ...MINE, version: 'oud' }, AbortSignal.timeout(20_000));
    expect([looks, found?.messages.length]).toEqual([2, 1]);
  });

  it('do not wait when the server is closing', async () => {
    const room = new WaitingRoom(db.api);
    expect(await room.wait({ ...MINE, version: 'oud' }, AbortSignal.abort())).toBeUndefined();
  });
});
