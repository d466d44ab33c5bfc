import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { StoredMessage } from '../../src/api/api-deps.js';
import { apiUnderTest, type ApiUnderTest } from './api-under-test.js';
import { ALFA } from './fixture-tenants.js';

const UNTIL = '2026-12-01T10:00:00.000Z';
const REASON = 'Tekst verwijderd volgens de voorwaarden van LinkedIn; open het bericht op LinkedIn.';
const PERMALINK = 'https://www.linkedin.example/1';

let api: ApiUnderTest;
let key: string;
const asked: StoredMessage[] = [];

beforeAll(async () => {
  api = await apiUnderTest({
    textStorage: (message) => {
      asked.push(message);
      return message.erasedFor === null
        ? { keptUntilMs: Date.parse(UNTIL), erased: null }
        : { keptUntilMs: null, erased: { reason: REASON, permalink: PERMALINK } };
    },
  });
  key = await api.key('municipality', ALFA.tenant);
});
afterAll(() => api.close());

async function shown(): Promise<unknown> {
  const path = `/api/v1/tickets/${api.alfa.ticketId}`;
  return (await request(api.app).get(path).set('authorization', `Bearer ${key}`)).body;
}

describe('a ticket of which texts have a time', () => {
  it('says until when they stay, and then why they are gone and where they stand', async () => {
    expect(await shown()).toMatchObject({
      textKeptUntil: UNTIL,
      messages: [{ textKeptUntil: UNTIL, erased: null, text: expect.stringMatching(/./) as unknown }],
    });
    expect(asked[0]).toMatchObject({ tenant: ALFA.tenant, channel: 'facebook', ofCitizens: true, erasedFor: null });
    await api.db.owner.query("update message set text = '', erased_at = now(), erased_for = 'channel'");
    expect(await shown()).toMatchObject({
      textKeptUntil: null,
      messages: [{ textKeptUntil: null, text: '', erased: { reason: REASON, permalink: PERMALINK } }],
    });
  });
});
