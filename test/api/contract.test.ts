import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import request from 'supertest';
import { apiUnderTest, BOOTSTRAP_KEY, type ApiUnderTest } from './api-under-test.js';
import { startFakeDecider } from './fake-decider.js';
import { ALFA, BETA } from './fixture-tenants.js';
import { routeName, routesOf } from './routes-of.js';

const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => Ajv2020;

let api: ApiUnderTest;
let stopDecider: () => Promise<void>;
let ajv: Ajv2020;
let document: Record<string, unknown>;

beforeAll(async () => {
  api = await apiUnderTest();
  stopDecider = startFakeDecider(api.db.handling);
  document = ((await request(api.app).get('/openapi.json')).body ?? {}) as Record<string, unknown>;
  ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema(document, 'api');
});

afterAll(async () => {
  await stopDecider();
  await api.close();
});

/** Path of a route and the values for its parameters; a POST has a body. */
interface Case {
  readonly path: () => string;
  readonly body?: () => object;
}

const CASES: Readonly<Record<string, Case>> = {
  'GET /api/v1/tickets': { path: () => '/tickets?limit=1&sla=ok&q=vuilnis' },
  'GET /api/v1/tickets/:id': { path: () => `/tickets/${api.alfa.ticketId}` },
  'GET /api/v1/tickets/:id/explain': { path: () => `/tickets/${api.alfa.number}/explain` },
  'POST /api/v1/tickets/:id/replies': {
    path: () => `/tickets/${api.alfa.ticketId}/replies`,
    body: () => ({ text: 'Dank u, morgen.', final: true }),
  },
  'POST /api/v1/tickets/:id/status': {
    path: () => `/tickets/${api.alfa.ticketId}/status`,
    body: () => ({ status: 'waiting' }),
  },
  'POST /api/v1/tickets/:id/forward': {
    path: () => `/tickets/${api.alfa.ticketId}/forward`,
    body: () => ({ to: 'desk', reason: 'Niet voor ons.' }),
  },
  'POST /api/v1/tickets/:id/merge': {
    path: () => `/tickets/${api.alfa.ticketId}/merge`,
    body: () => ({ into: String(api.beta.number), reason: 'Zelfde melding.' }),
  },
  'POST /api/v1/tickets/:id/split': {
    path: () => `/tickets/${api.alfa.ticketId}/split`,
    body: () => ({ messageIds: [api.alfa.messageId], reason: 'Ander onderwerp.' }),
  },
  'POST /api/v1/tickets/:id/invitation': {
    path: () => `/tickets/${api.alfa.ticketId}/invitation`,
    body: () => ({}),
  },
  'POST /api/v1/tickets/:id/messages/:message/hide': {
    path: () => `/tickets/${api.alfa.ticketId}/messages/${api.alfa.messageId}/hide`,
    body: () => ({ hidden: true }),
  },
  'GET /api/v1/municipalities': { path: () => '/municipalities' },
  'POST /api/v1/tickets/:id/statutory': {
    path: () => `/tickets/${api.alfa.ticketId}/statutory`,
    body: () => ({ procedure: 'complaint', step: 'started', registeredOn: '2026-11-02' }),
  },
  'POST /api/v1/municipalities/:nis/crisis': {
    path: () => `/municipalities/${ALFA.nis}/crisis`,
    body: () => ({
      ...{ mode: 'relax', factor: 3, reason: 'Overstroming van de Dender' },
      until: new Date(api.nowMs() + 3_600_000).toISOString(),
    }),
  },
  'GET /api/v1/municipalities/:nis/crisis': { path: () => `/municipalities/${ALFA.nis}/crisis` },
  'POST /api/v1/municipalities/:nis/crisis/end': {
    path: () => `/municipalities/${ALFA.nis}/crisis/end`,
    body: () => ({ reason: 'Het water zakt.' }),
  },
  'GET /api/v1/municipalities/:nis/usage': { path: () => `/municipalities/${ALFA.nis}/usage?period=2026-11` },
  'GET /api/v1/municipalities/:nis/scorecard': { path: () => `/municipalities/${ALFA.nis}/scorecard?period=2026-11` },
  'GET /api/v1/municipalities/:nis/invoice-preview': {
    path: () => `/municipalities/${ALFA.nis}/invoice-preview?period=2026-11`,
  },
  'GET /api/v1/invoices': { path: () => `/invoices?municipality=${ALFA.nis}` },
  'GET /api/v1/invoices/:id': { path: () => `/invoices/${api.alfa.invoice}` },
  'GET /api/v1/invoices/:id/lines/:n/facts': { path: () => `/invoices/${api.alfa.invoice}/lines/1/facts` },
  'GET /api/v1/deliveries': { path: () => '/deliveries?state=parked&target=desk' },
  'GET /api/v1/file-reads': { path: () => '/file-reads' },
  'POST /api/v1/deliveries/redrive': {
    path: () => '/deliveries/redrive',
    body: () => ({ ids: [api.beta.deliveryIds.parked] }),
  },
  'POST /api/v1/whatif': {
    path: () => '/whatif',
    body: () => ({ period: new Date(api.nowMs()).toISOString().slice(0, 7) }),
  },
  'POST /api/v1/whatif/tariffs': {
    path: () => '/whatif/tariffs',
    body: () => ({ period: new Date(api.nowMs()).toISOString().slice(0, 7), tariff: 'basis' }),
  },
  'GET /api/v1/events': { path: () => '/events?state=quarantined' },
  'GET /api/v1/channels': { path: () => '/channels' },
  'GET /api/v1/reconciliation': { path: () => '/reconciliation' },
};
/** Answered in another shape than JSON by a key; each has its own test. */
const OTHER = [
  ...['GET /api/v1/stream', 'GET /api/v1/tickets/:id/attachments/:attachmentId', 'GET /openapi.json'],
  ...['GET /docs', 'GET /docs/style.css'],
];

function answerSchema(name: string, status: number, type: string): string {
  const [method = '', path = ''] = name.split(' ');
  const template = path.replace(/:(\w+)/g, '{$1}').replaceAll('/', '~1');
  return `api#/paths/${encodeURIComponent(template)}/${method.toLowerCase()}/responses/${status}/content/${type.replace('/', '~1')}/schema`;
}

async function call(name: string): Promise<request.Response> {
  const { path, body } = CASES[name] ?? { path: () => '' };
  const url = `/api/v1${path()}`;
  if (body === undefined) {
    return request(api.app).get(url).set('authorization', `Bearer ${BOOTSTRAP_KEY}`);
  }
  return request(api.app)
    .post(url)
    .set('authorization', `Bearer ${BOOTSTRAP_KEY}`)
    .set('idempotency-key', `contract ${name}`)
    .send(body());
}

function errorsOf(schema: string, value: unknown): unknown {
  const check = ajv.getSchema(schema);
  if (check === undefined) {
    return `the document has no ${schema}`;
  }
  return check(value) === true ? [] : check.errors;
}

describe('the OpenAPI document', () => {
  it('has a case here for every route of the router', () => {
    expect(routesOf(api.router).map(routeName).toSorted()).toEqual([...Object.keys(CASES), ...OTHER].toSorted());
  });

  it('names every route of the API and no other', () => {
    const paths = document['paths'] as Record<string, Record<string, unknown>>;
    const named = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    const served = routesOf(api.router).map(routeName);
    expect(named.toSorted()).toEqual(served.filter((name) => name.includes('/api/v1')).toSorted());
  });

  it.each(Object.keys(CASES))('describes the real answer of %s', async (name) => {
    const response = await call(name);
    expect({ status: response.status, body: response.body }).toMatchObject({ status: 200 });
    expect(errorsOf(answerSchema(name, 200, 'application/json'), response.body)).toEqual([]);
  });

  it.each(Object.keys(CASES))('describes the refusal of %s without a key', async (name) => {
    const { path, body } = CASES[name] ?? { path: () => '' };
    const url = `/api/v1${path()}`;
    const response = await (body === undefined ? request(api.app).get(url) : request(api.app).post(url).send(body()));
    expect(response.status).toBe(401);
    expect(response.get('www-authenticate')).toBe('Bearer realm="schakel"');
    expect(response.type).toBe('application/problem+json');
    expect(errorsOf(answerSchema(name, 401, 'application/problem+json'), response.body)).toEqual([]);
  });

  it('can be read as a page without scripts', async () => {
    const page = await request(api.app).get('/docs');
    expect(page.status).toBe(200);
    expect(page.text).toContain('/api/v1/tickets/{id}/replies');
    expect(page.text).not.toContain('<script');
    expect((await request(api.app).get('/docs/style.css')).type).toBe('text/css');
  });
});

describe('what the answers say', () => {
  function get(path: string): request.Test {
    return request(api.app).get(`/api/v1${path}`).set('authorization', `Bearer ${BOOTSTRAP_KEY}`);
  }

  it('shows a ticket whole, by its short number too', async () => {
    const byNumber = (await get(`/tickets/${api.alfa.number}`)).body as Record<string, unknown>;
    expect(byNumber).toMatchObject({
      id: api.alfa.ticketId,
      number: 1001,
      sla: 'ok',
      citizen: { name: 'Burger merk-alfa' },
    });
    expect(byNumber['messages']).toHaveLength(1);
    expect(byNumber['timeline']).toHaveLength(1);
    expect(byNumber['clocks']).toHaveLength(1);
    expect(byNumber['usage']).toHaveLength(2);
  });

  it('explains destination, deadline and amount in sentences', async () => {
    const { sentences } = (await get(`/tickets/${api.alfa.ticketId}/explain`)).body as {
      sentences: { about: string; text: string }[];
    };
    expect(sentences.filter(({ about }) => about !== 'clock').map(({ text }) => text)).toEqual([
      'Een bericht via Facebook werd ticket 1001, een melding.',
      'Het onderwerp is "afval-merk-alfa" (bevoegdheid: lokaal) door "vuilnis".',
      'Het ticket ging naar desk volgens de regel "regel-merk-alfa": Afval is een taak van Alfadorp merk-alfa.',
      'Aangerekend: 1 × het openen van dit ticket volgens tarief "basis": € 1,2345.',
      'Aangerekend: 1 × een ontvangen bericht volgens tarief "basis": € 0,35.',
    ]);
  });

  it('finds municipalities by NIS, OVO and retired NIS code', async () => {
    for (const code of [BETA.nis, BETA.ovo, BETA.formerNis]) {
      const { items } = (await get(`/tickets?municipality=${code}`)).body as { items: { number: number }[] };
      expect(items.map(({ number }) => number)).toEqual([api.beta.number]);
    }
    expect((await get('/tickets?municipality=99999')).body).toMatchObject({
      status: 404,
      code: 'MUNICIPALITY_UNKNOWN',
    });
  });

  it('redrives what waits, once, and rings', async () => {
    const { parked, quarantined, delivered } = api.alfa.deliveryIds;
    function redrive(key: string): request.Test {
      return request(api.app)
        .post('/api/v1/deliveries/redrive')
        .set('authorization', `Bearer ${BOOTSTRAP_KEY}`)
        .set('idempotency-key', key)
        .send({ ids: [parked, quarantined, delivered] });
    }
    const before = api.rung.filter((lane) => lane === 'deliver').length;
    expect((await redrive('one')).body).toEqual({ redriven: 2, skipped: 1, more: false });
    expect((await redrive('two')).body).toEqual({ redriven: 0, skipped: 3, more: false });
    expect(api.rung.filter((lane) => lane === 'deliver')).toHaveLength(before + 1);
    const rows = await api.db.owner.query<{ state: string }>('select state from delivery where id = any($1::uuid[])', [
      [parked, quarantined, delivered],
    ]);
    expect(rows.map(({ state }) => state).toSorted()).toEqual(['delivered', 'due', 'due']);
  });

  it('had nothing to report as an error of ours', () => {
    expect(api.reported).toEqual([]);
  });
});
