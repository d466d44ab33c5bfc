import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { apiUnderTest, type ApiUnderTest } from './api-under-test.js';
import { ALFA } from './fixture-tenants.js';

let api: ApiUnderTest;
let key: string;
/** What `openCopy` finds for a digest; undefined for the bytes that every digest has in these tests. */
let content: AsyncIterable<Buffer> | undefined | 'its bytes' = 'its bytes';

async function* bytesOf(digest: string): AsyncGenerator<Buffer> {
  yield Buffer.from(digest.slice(0, 32));
  yield Buffer.from(digest.slice(32));
}

beforeAll(async () => {
  api = await apiUnderTest({
    openCopy: (digest) => Promise.resolve(content === 'its bytes' ? bytesOf(digest) : content),
  });
  key = await api.key('municipality', ALFA.tenant);
});
afterAll(() => api.close());

function get(path: string): request.Test {
  return request(api.app).get(`/api/v1${path}`).set('authorization', `Bearer ${key}`);
}

function pathTo(attachmentId: string, ticket: string = api.alfa.ticketId): string {
  return `/tickets/${ticket}/attachments/${attachmentId}`;
}

describe('a copy of a file', () => {
  it('is given as a file to save, which no browser draws as a page of ours', async () => {
    const response = await get(pathTo(api.alfa.attachmentId));
    expect(response.status).toBe(200);
    expect((response.body as Buffer).toString()).toBe(ALFA.marker.padEnd(64, '0'));
    expect(response.headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': '64',
      // The citizen called it .exe.
      'content-disposition': `attachment; filename="foto ${ALFA.marker}.png"`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });

  it('is given for the short number of the ticket too, to every role that reads tickets', async () => {
    expect((await get(pathTo(api.alfa.attachmentId, String(api.alfa.number)))).status).toBe(200);
    const auditor = await api.key('auditor', ALFA.tenant);
    const response = await get(pathTo(api.alfa.attachmentId)).set('authorization', `Bearer ${auditor}`);
    expect(response.status).toBe(200);
    expect((await request(api.app).get(`/api/v1${pathTo(api.alfa.attachmentId)}`)).status).toBe(401);
  });

  it.each(['1', 'x.1', '../../x', '019ad000-0000-7000-8000-000000000001.1', '019ad000-0000-7000-8000-000000000001.0'])(
    'is not there for %s',
    async (id) => {
      const response = await get(pathTo(encodeURIComponent(id)));
      expect(response.status).toBe(404);
      expect(response.body).toMatchObject({ code: 'ATTACHMENT_UNKNOWN' });
    },
  );

  it('is not given before it is written down who reads it: one entry for a reader and day, shown to the municipality', async () => {
    const reader = await api.key('operator', ALFA.tenant);
    const readAs = (token: string) => get(pathTo(api.alfa.attachmentId)).set('authorization', `Bearer ${token}`);
    await readAs(reader);
    await readAs(reader);
    const listed = await get('/file-reads');
    const items = (listed.body as { items: { reader: { name: string | null }; times: number }[] }).items;
    expect(items.filter((one) => one.reader.name === 'Balie operator')).toEqual([
      expect.objectContaining({ ticketId: api.alfa.ticketId, attachmentId: api.alfa.attachmentId, times: 2 }),
    ]);
    // Who looked is not for who looks.
    const response = await get('/file-reads').set('authorization', `Bearer ${reader}`);
    expect(response.status).toBe(403);
    expect(await api.db.owner.query('select count(*)::int as n from media where reads > 3')).toEqual([{ n: 1 }]);
    // What cannot be written down is not given.
    await api.db.owner.query('revoke insert on file_read from schakel_api');
    const unwritten = await readAs(reader);
    await api.db.owner.query('grant insert on file_read to schakel_api');
    expect(unwritten.status).toBe(500);
    expect(api.reported.splice(0)).toHaveLength(1);
  });

  it('is shown on the ticket with where it stands', async () => {
    const { body } = await get(`/tickets/${api.alfa.ticketId}`);
    expect(body).toMatchObject({
      messages: [{ attachments: [{ id: api.alfa.attachmentId, state: 'fetched', mimeType: 'image/png', bytes: 64 }] }],
    });
  });

  it('is not there when the bytes are lost, and breaks off when they turn out to be broken', async () => {
    content = undefined;
    expect((await get(pathTo(api.alfa.attachmentId))).status).toBe(404);
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from('half');
      throw new Error('Unsupported state or unable to authenticate data');
    }
    content = broken();
    await expect(get(pathTo(api.alfa.attachmentId))).rejects.toThrow('aborted');
    content = 'its bytes';
  });

  it('is not given from the moment on at which its message is redacted', async () => {
    await api.db.owner.query('update message set redacted_at = now() where id = $1', [api.alfa.messageId]);
    expect((await get(pathTo(api.alfa.attachmentId))).status).toBe(404);
  });
});
