import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { apiUnderTest, type ApiUnderTest } from './api-under-test.js';
import { startFakeDecider } from './fake-decider.js';
import { ALFA } from './fixture-tenants.js';

let api: ApiUnderTest;
let key: string;

beforeAll(async () => {
  api = await apiUnderTest();
  key = await api.key('operator', '*');
});

afterAll(async () => {
  await api.close();
});

function reply(idempotencyKey: string | undefined, body: object, as = key): request.Test {
  const post = request(api.app)
    .post(`/api/v1/tickets/${api.alfa.ticketId}/replies`)
    .set('authorization', `Bearer ${as}`);
  return idempotencyKey === undefined ? post.send(body) : post.set('idempotency-key', idempotencyKey).send(body);
}

async function commandsStored(): Promise<number> {
  const [row] = await api.db.owner.query<{ n: string }>(`select count(*) as n from event where source = 'api'`);
  return Number(row?.n);
}

async function whileDeciding<T>(outcome: 'accept' | 'refuse', work: () => Promise<T>): Promise<T> {
  const stop = startFakeDecider(api.db.handling, outcome);
  try {
    return await work();
  } finally {
    await stop();
  }
}

describe('commands', () => {
  it('asks for an Idempotency-Key before anything is stored', async () => {
    const before = await commandsStored();
    for (const bad of [undefined, '', ' ', 'x'.repeat(201), 'é']) {
      const response = await reply(bad, { text: 'Hallo' });
      expect({ bad, status: response.status, code: (response.body as { code: string }).code }).toEqual({
        ...{ bad, status: 400, code: 'IDEMPOTENCY_KEY_MISSING' },
      });
    }
    expect(await commandsStored()).toBe(before);
  });

  it('gives the same answer to the same request, stores it once and rings once', async () => {
    await whileDeciding('accept', async () => {
      const before = { stored: await commandsStored(), rung: api.rung.length };
      const first = await reply('same', { text: 'Morgen opgehaald', final: true });
      expect({ status: first.status, body: first.body }).toMatchObject({
        status: 200,
        body: { state: 'done', ticketId: api.alfa.ticketId, seq: 2 },
      });
      const again = await reply('same', { text: 'Morgen opgehaald', final: true });
      expect({ status: again.status, body: again.body }).toEqual({ status: 200, body: first.body });
      expect(await commandsStored()).toBe(before.stored + 1);
      expect(api.rung.slice(before.rung)).toEqual(['handle']);
    });
  });

  it('sends once when somebody clicks twenty times', async () => {
    await whileDeciding('accept', async () => {
      const before = await commandsStored();
      const answers = await Promise.all(Array.from({ length: 20 }, () => reply('twenty', { text: 'Eén keer' })));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
      expect(await commandsStored()).toBe(before + 1);
    });
  });

  it('refuses the key for another body or another ticket', async () => {
    await whileDeciding('accept', async () => {
      await reply('mine', { text: 'A' });
      expect((await reply('mine', { text: 'B' })).body).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
      const other = await request(api.app)
        .post(`/api/v1/tickets/${api.beta.number}/replies`)
        .set('authorization', `Bearer ${key}`)
        .set('idempotency-key', 'mine')
        .send({ text: 'A' });
      expect(other.body).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
    });
  });

  it('keeps the keys of different callers apart', async () => {
    await whileDeciding('accept', async () => {
      const before = await commandsStored();
      const other = await api.key('municipality', ALFA.tenant);
      expect((await reply('shared', { text: 'A' })).status).toBe(200);
      expect((await reply('shared', { text: 'B' }, other)).status).toBe(200);
      expect(await commandsStored()).toBe(before + 2);
    });
  });

  it('tells why a command was refused, also the second time', async () => {
    await whileDeciding('refuse', async () => {
      for (let n = 0; n < 2; n += 1) {
        const response = await reply('late', { text: 'Te laat' });
        expect(response.type).toBe('application/problem+json');
        expect(response.body).toMatchObject({
          status: 422,
          code: 'REPLY_WINDOW_CLOSED',
          detail: 'Het venster is dicht.',
        });
      }
    });
  });

  it('answers 202 when nothing decided in two seconds, 409 to a repeat, and the outcome afterwards', async () => {
    const startedAt = performance.now();
    const first = await reply('slow', { text: 'Wacht' });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(1_900);
    expect({ status: first.status, body: first.body, location: first.get('location') }).toEqual({
      status: 202,
      body: { state: 'pending', ticketId: api.alfa.ticketId, seq: null, deliveries: [] },
      location: `/api/v1/tickets/${api.alfa.ticketId}`,
    });
    const repeated = await reply('slow', { text: 'Wacht' });
    expect(repeated.body).toMatchObject({ status: 409, code: 'COMMAND_IN_FLIGHT' });
    await whileDeciding('accept', async () => {
      expect((await reply('slow', { text: 'Wacht' })).body).toMatchObject({ state: 'done', seq: 2 });
    });
  });

  it('had nothing to report as an error of ours', () => {
    expect(api.reported).toEqual([]);
  });
});
