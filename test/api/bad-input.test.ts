import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { apiUnderTest, BOOTSTRAP_KEY, type ApiUnderTest } from './api-under-test.js';

let api: ApiUnderTest;

beforeAll(async () => {
  api = await apiUnderTest();
});

afterAll(async () => {
  await api.close();
});

const UNKNOWN_ID = '01890000-0000-7000-8000-000000000000';

describe('GET', () => {
  it.each([
    ['/tickets?staus=new', 400, 'QUERY_INVALID'],
    ['/tickets?status=open', 400, 'QUERY_INVALID'],
    ['/tickets?status=', 400, 'QUERY_INVALID'],
    ['/tickets?status=new&status=closed', 400, 'QUERY_INVALID'],
    ['/tickets?status[$ne]=new', 400, 'QUERY_INVALID'],
    ['/tickets?limit=0', 400, 'QUERY_INVALID'],
    ['/tickets?limit=ten', 400, 'QUERY_INVALID'],
    ['/tickets?limit=1e3', 400, 'QUERY_INVALID'],
    ['/tickets?number=-1', 400, 'QUERY_INVALID'],
    ['/tickets?number=99999999999999999999', 400, 'QUERY_INVALID'],
    ['/tickets?number=1%00', 400, 'NUL_CHARACTER'],
    ['/tickets?q=a%00b', 400, 'NUL_CHARACTER'],
    ['/tickets?q=a', 400, 'QUERY_INVALID'],
    ['/tickets?municipality=%00', 400, 'NUL_CHARACTER'],
    ['/tickets?__proto__=x', 400, 'QUERY_INVALID'],
    ['/tickets/%00', 400, 'NUL_CHARACTER'],
    ['/tickets/%zz', 400, 'PATH_MALFORMED'],
    ['/tickets/geen-id', 404, 'TICKET_UNKNOWN'],
    ['/tickets/0', 404, 'TICKET_UNKNOWN'],
    [`/tickets/${UNKNOWN_ID}`, 404, 'TICKET_UNKNOWN'],
    [`/tickets/${UNKNOWN_ID}/explain`, 404, 'TICKET_UNKNOWN'],
    [`/tickets/${'9'.repeat(30)}`, 404, 'TICKET_UNKNOWN'],
    [`/tickets/${'a'.repeat(500)}`, 404, 'NOT_FOUND'],
    ['/municipalities/44021/usage', 400, 'QUERY_INVALID'],
    ['/municipalities/44021/usage?period=2026-13', 400, 'QUERY_INVALID'],
    ['/municipalities/44021/usage?period=2026-1', 400, 'QUERY_INVALID'],
    ['/municipalities/00000/usage?period=2026-11', 404, 'MUNICIPALITY_UNKNOWN'],
    ['/deliveries?state=lost', 400, 'QUERY_INVALID'],
    ['/events?state=handled', 400, 'QUERY_INVALID'],
    ['/reconciliation?deep=1', 400, 'QUERY_INVALID'],
    ['/nowhere', 404, 'NOT_FOUND'],
    ['/deliveries/redrive', 404, 'NOT_FOUND'],
  ])('%s gives %i %s', async (path, status, code) => {
    const response = await request(api.app).get(`/api/v1${path}`).set('authorization', `Bearer ${BOOTSTRAP_KEY}`);
    expect(response.body).toMatchObject({ status, code });
    expect(response.type).toBe('application/problem+json');
  });

  it('names the parameters that are allowed', async () => {
    const response = await request(api.app)
      .get('/api/v1/deliveries?stat=due')
      .set('authorization', `Bearer ${BOOTSTRAP_KEY}`);
    expect((response.body as { errors: string[] }).errors).toEqual([
      '"stat" is not a parameter here. Allowed: state, target, municipality, limit, cursor.',
    ]);
  });
});

describe('POST', () => {
  function post(path: string, body: string, type = 'application/json'): request.Test {
    return request(api.app)
      .post(`/api/v1${path}`)
      .set('authorization', `Bearer ${BOOTSTRAP_KEY}`)
      .set('idempotency-key', 'bad')
      .set('content-type', type)
      .send(body);
  }

  it.each([
    ['replies', '{}', 400, 'BODY_INVALID'],
    ['replies', '{"text":""}', 400, 'BODY_INVALID'],
    ['replies', '{"text":"  \\n "}', 400, 'BODY_INVALID'],
    ['replies', '{"text":7}', 400, 'BODY_INVALID'],
    ['replies', '{"text":"a","final":"yes"}', 400, 'BODY_INVALID'],
    ['replies', '{"text":"a","to":"x"}', 400, 'BODY_INVALID'],
    ['replies', '{"text":"a\\u0000b"}', 400, 'NUL_CHARACTER'],
    ['replies', '{"text":"a","\\u0000":1}', 400, 'NUL_CHARACTER'],
    ['replies', '[]', 400, 'BODY_INVALID'],
    ['replies', 'null', 400, 'BODY_NOT_JSON'],
    ['replies', '{"text":', 400, 'BODY_NOT_JSON'],
    ['replies', `{"text":"${'a'.repeat(20_001)}"}`, 400, 'BODY_INVALID'],
    ['replies', `{"text":"${'a'.repeat(300_000)}"}`, 413, 'BODY_TOO_LARGE'],
    ['replies', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400, 'BODY_INVALID'],
    ['status', '{"status":"open"}', 400, 'BODY_INVALID'],
    ['status', '{"status":"closed","reason":""}', 400, 'BODY_INVALID'],
    ['forward', '{"to":"desk"}', 400, 'BODY_INVALID'],
    ['forward', '{"to":"","reason":"a"}', 400, 'BODY_INVALID'],
  ])('%s with %.40s gives %i %s', async (verb, body, status, code) => {
    const response = await post(`/tickets/${api.alfa.ticketId}/${verb}`, body);
    expect(response.body).toMatchObject({ status, code });
  });

  it.each([
    ['{}', 400],
    ['{"ids":[]}', 400],
    ['{"ids":["x"]}', 400],
    ['{"target":"desk","state":"due"}', 400],
    ['{"target":"desk","state":"parked","ids":[]}', 400],
    [JSON.stringify({ ids: Array.from({ length: 1001 }, () => UNKNOWN_ID) }), 400],
    [JSON.stringify({ ids: [UNKNOWN_ID] }), 200],
  ])('redrive with %.40s gives %i', async (body, status) => {
    expect((await post('/deliveries/redrive', body)).status).toBe(status);
  });

  it('wants JSON and says so', async () => {
    const response = await post(
      `/tickets/${api.alfa.ticketId}/replies`,
      'text=hallo',
      'application/x-www-form-urlencoded',
    );
    expect(response.body).toMatchObject({ status: 415, code: 'CONTENT_TYPE_UNSUPPORTED' });
  });

  it('reads nothing of a stranger', async () => {
    const response = await request(api.app)
      .post(`/api/v1/tickets/${api.alfa.ticketId}/replies`)
      .set('content-type', 'application/json')
      .send('{"text":');
    expect(response.status).toBe(401);
  });

  it('stored none of it, and reported none of it as an error of ours', async () => {
    expect(await api.db.owner.query(`select id from event where source = 'api'`)).toEqual([]);
    expect(api.reported).toEqual([]);
  });
});
