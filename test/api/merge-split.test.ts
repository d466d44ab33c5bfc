import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Id } from '../../src/domain/ids.js';
import { apiUnderTest, BOOTSTRAP_KEY, type ApiUnderTest } from './api-under-test.js';
import { startFakeDecider } from './fake-decider.js';
import { ALFA } from './fixture-tenants.js';
import { seedTicket } from './seed-rows.js';

const HOUR = 3_600_000;

let api: ApiUnderTest;
let stopDecider: () => Promise<void>;
/** The last of three: the first was merged into the second, and that one into this one. */
let last: { readonly ticketId: Id; readonly messageId: Id };
let second: Id;

async function link(from: Id, into: Id, type: 'ticket.merged' | 'ticket.split'): Promise<void> {
  await api.db.owner.query(
    `insert into ticket_event (ticket_id, seq, tenant, type, event_id, occurred_at, received_at, settings_hash, data)
     values ($1, 2, $2, $3, $1, now(), now(), 'hash', $4)`,
    [from, ALFA.tenant, type, JSON.stringify({ into, by: 'api', messageIds: ['m'] })],
  );
}

beforeAll(async () => {
  api = await apiUnderTest();
  stopDecider = startFakeDecider(api.db.handling);
  const openedAtMs = Date.now() - 2 * HOUR;
  const seeded = await api.db.owner.transaction('settings.apply', async (sql) => [
    await seedTicket(sql, { tenant: ALFA, number: 2001, openedAtMs }),
    await seedTicket(sql, { tenant: ALFA, number: 2002, openedAtMs: openedAtMs + 60_000 }),
  ]);
  second = seeded[0]?.ticketId as Id;
  last = seeded[1] as typeof last;
  const merge = 'update ticket set merged_into = $2 where id = $1';
  await api.db.owner.query(merge, [api.alfa.ticketId, second]);
  await api.db.owner.query(merge, [second, last.ticketId]);
  await link(second, last.ticketId, 'ticket.merged');
});

afterAll(async () => {
  await stopDecider();
  await api.close();
});

function get(path: string, key = BOOTSTRAP_KEY): request.Test {
  return request(api.app).get(`/api/v1${path}`).set('authorization', `Bearer ${key}`);
}

function post(path: string, body: object, key = BOOTSTRAP_KEY): request.Test {
  const idempotencyKey = `${path} ${JSON.stringify(body)}`.replaceAll(/[^ -~]/g, '').slice(0, 150);
  return request(api.app)
    .post(`/api/v1${path}`)
    .set('authorization', `Bearer ${key}`)
    .set('idempotency-key', idempotencyKey)
    .send(body);
}

describe('a ticket that was merged', () => {
  it('redirects to the one that goes on, in one step, by its id and by its number', async () => {
    for (const path of [api.alfa.ticketId, String(api.alfa.number), second, '2001']) {
      const answer = await get(`/tickets/${path}`).redirects(0);
      expect({ path, status: answer.status, location: answer.get('location'), text: answer.text }).toEqual({
        ...{ path, status: 308, location: `/api/v1/tickets/${last.ticketId}`, text: '' },
      });
      expect(answer.get('cache-control')).toBe('no-store');
    }
  });

  it('is described with its redirect in the OpenAPI document', async () => {
    const { paths } = (await request(api.app).get('/openapi.json')).body as {
      paths: Record<string, { get: { responses: Record<string, unknown> } }>;
    };
    expect(paths['/api/v1/tickets/{id}']?.get.responses['308']).toMatchObject({ headers: { location: {} } });
    expect(paths['/api/v1/tickets']?.get.responses['308']).toBeUndefined();
  });

  it('shows its messages in the one that goes on, each with its ticket', async () => {
    const { messages, mergedFrom, splitFrom, mergedInto } = (await get('/tickets/2002')).body as {
      messages: { ticket: object }[];
      mergedFrom: object[];
      splitFrom: unknown;
      mergedInto: unknown;
    };
    const first = { ticketId: api.alfa.ticketId, number: api.alfa.number };
    expect(messages.map(({ ticket }) => ticket)).toEqual(
      expect.arrayContaining([first, { ticketId: second, number: 2001 }, { ticketId: last.ticketId, number: 2002 }]),
    );
    expect(messages).toHaveLength(3);
    expect(mergedFrom).toEqual([first, { ticketId: second, number: 2001 }]);
    expect([splitFrom, mergedInto]).toEqual([null, null]);
  });

  it('stays in the list, and says where it goes on', async () => {
    const { items } = (await get('/tickets?number=2001')).body as { items: object[] };
    expect(items).toMatchObject([{ number: 2001, mergedInto: last.ticketId }]);
  });

  it('keeps its own explanation, with the number of the one that goes on', async () => {
    const { number, sentences } = (await get('/tickets/2001/explain')).body as {
      number: number;
      sentences: { text: string }[];
    };
    expect(number).toBe(2001);
    expect(sentences.map(({ text }) => text)).toContain(
      'api voegde het ticket samen met ticket 2002; daar gaat het verder.',
    );
  });

  it('leaves in the explanation of the one that goes on whether somebody still waits', async () => {
    await api.db.owner.query(
      `insert into ticket_event (ticket_id, seq, tenant, type, event_id, occurred_at, received_at, settings_hash, data)
       select $1, n + 1, $2, 'absorbed.waiting', $1, now(), now(), 'hash',
              jsonb_build_object('from', $3::text, 'sinceMs', case n when 1 then 1764000000000 end)
       from generate_series(1, 2) as n`,
      [last.ticketId, ALFA.tenant, second],
    );
    const textsIn = async (language: string): Promise<string[]> => {
      const { sentences } = (await get(`/tickets/2002/explain?language=${language}`)).body as {
        sentences: { text: string }[];
      };
      return sentences.map(({ text }) => text);
    };
    expect(await textsIn('nl')).toEqual(
      expect.arrayContaining([
        'Een vraag die van ticket 2001 kwam, wacht nog op antwoord.',
        'Het antwoord dat bij het samenvoegen van ticket 2001 onderweg was, kwam aan.',
      ]),
    );
    expect(await textsIn('en')).toEqual(
      expect.arrayContaining([
        'A question that came from ticket 2001 still waits for an answer.',
        'The answer that was under way when ticket 2001 was merged arrived.',
      ]),
    );
  });

  it('shows nothing to who may not see it', async () => {
    const key = await api.key('operator', api.beta.tenant.tenant);
    expect((await get('/tickets/2001', key).redirects(0)).status).toBe(404);
  });
});

describe('merging and splitting', () => {
  it('are for operators', async () => {
    const key = await api.key('municipality', ALFA.tenant);
    for (const [path, body] of [
      ['merge', { into: '2002', reason: 'x' }],
      ['split', { messageIds: [last.messageId], reason: 'x' }],
    ] as const) {
      expect((await post(`/tickets/2002/${path}`, body, key)).body).toMatchObject({ status: 403, code: 'NOT_ALLOWED' });
    }
  });

  it.each(['9999', '019ab3c1-7e50-7a10-8b2c-3d4e5f607182', 'geen nummer'])(
    'refuses in Dutch to merge into what is not there: %s',
    async (into) => {
      expect((await post('/tickets/2002/merge', { into, reason: 'Zelfde' })).body).toMatchObject({
        ...{ status: 422, code: 'TICKET_UNKNOWN', detail: 'Het andere ticket bestaat niet, of het is niet van u.' },
      });
    },
  );

  it.each([
    ['merge', { into: '2002' }],
    ['merge', { into: '2002', reason: '  ' }],
    ['split', { messageIds: [], reason: 'x' }],
    ['split', { messageIds: ['geen id'], reason: 'x' }],
    ['split', { reason: 'x' }],
  ])('takes no half request: %s %j', async (path, body) => {
    expect((await post(`/tickets/2002/${path}`, body)).body).toMatchObject({ status: 400, code: 'BODY_INVALID' });
  });

  it('take the other ticket by its id or its number, as text or as a number', async () => {
    for (const into of [api.beta.number, String(api.beta.number), api.beta.ticketId]) {
      const { body } = await post('/tickets/2002/merge', { into, reason: 'Zelfde' });
      expect(body).toMatchObject({ state: 'done', ticketId: last.ticketId });
    }
    const rows = await api.db.owner.query<{ count: number }>(
      "select count(*)::int as count from event where source = 'api' and ticket_id = $1",
      [last.ticketId],
    );
    expect(rows).toEqual([{ count: 3 }]);
  });

  it('are done once the new ticket is there, although it was decided before', async () => {
    await stopDecider();
    const body = { messageIds: [last.messageId], reason: 'Apart' };
    expect((await post('/tickets/2002/split', body)).status).toBe(202);
    const other = { ticketId: '019ab3c1-7e50-7a10-8b2c-3d4e5f607182', number: 2003 };
    await api.db.handling.query(
      `update event set state = 'handled', body = null,
         result = jsonb_build_object('ok', true, 'ticketId', ticket_id, 'seq', 3, 'deliveries', '[]'::jsonb, 'other', $1::jsonb)
       where state = 'pending' and source = 'api'`,
      [JSON.stringify(other)],
    );
    expect((await post('/tickets/2002/split', body)).status).toBe(409);
    await api.db.owner.query('update ticket set id = $1::uuid where id = $2::uuid', [
      other.ticketId,
      api.beta.ticketId,
    ]);
    expect((await post('/tickets/2002/split', body)).body).toMatchObject({ state: 'done', other });
  }, 20_000);

  it('had nothing to report as an error of ours', () => {
    expect(api.reported).toEqual([]);
  });
});
