import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { apiUnderTest, type ApiUnderTest } from './api-under-test.js';
import { startFakeDecider } from './fake-decider.js';
import { ALFA, BETA } from './fixture-tenants.js';
import { routeName, routesOf } from './routes-of.js';
import { readFirstEvents } from './stream-reader.js';

/**
 * With a key of tenant A, every route the router really serves is tried with everything of tenant B that a caller
 * could know. Nothing of B may come back, not even its name, and nothing of B may change.
 */

let api: ApiUnderTest;
let stopDecider: () => Promise<void>;
let keys: Record<'municipality' | 'operator' | 'admin' | 'auditor', string>;

beforeAll(async () => {
  api = await apiUnderTest();
  stopDecider = startFakeDecider(api.db.handling);
  keys = {
    municipality: await api.key('municipality', ALFA.tenant),
    operator: await api.key('operator', ALFA.tenant),
    admin: await api.key('admin', ALFA.tenant),
    auditor: await api.key('auditor', ALFA.tenant),
  };
});

afterAll(async () => {
  await stopDecider();
  await api.close();
});

const OWN = 'own rows only';

interface Attempt {
  readonly path: string;
  readonly body?: object;
  /** The status, or that it is a list in which only rows of A may be. */
  readonly gives: number | typeof OWN;
}

function bothWays(path: (ticket: string) => string, body?: object): Attempt[] {
  const tickets = [api.beta.ticketId, String(api.beta.number)];
  return tickets.map((ticket) => ({ path: path(ticket), gives: 404, ...(body === undefined ? {} : { body }) }));
}

function betaCodes(): string[] {
  return [BETA.nis, BETA.ovo, BETA.formerNis, BETA.tenant, 'unassigned', '*'];
}

function listAttempts(path: string): Attempt[] {
  const filtered = betaCodes().map((code) => ({
    path: `${path}?municipality=${encodeURIComponent(code)}`,
    gives: 404,
  }));
  return [{ path, gives: OWN }, ...filtered];
}

/** Per route, what is tried with B's things. A route without a line here fails the first test. */
const ATTEMPTS: Readonly<Record<string, () => Attempt[]>> = {
  'GET /api/v1/tickets': () => [
    ...listAttempts('/tickets'),
    { path: `/tickets?q=${BETA.marker}`, gives: OWN },
    { path: `/tickets?number=${api.beta.number}`, gives: OWN },
    { path: `/tickets?topic=afval-${BETA.marker}`, gives: OWN },
    { path: '/tickets?target=desk&status=new&channel=facebook&sla=ok', gives: OWN },
  ],
  'GET /api/v1/tickets/:id': () => bothWays((ticket) => `/tickets/${ticket}`),
  'GET /api/v1/tickets/:id/attachments/:attachmentId': () => [
    ...bothWays((ticket) => `/tickets/${ticket}/attachments/${api.beta.attachmentId}`),
    // By way of a ticket of its own.
    { path: `/tickets/${api.alfa.ticketId}/attachments/${api.beta.attachmentId}`, gives: 404 },
  ],
  'GET /api/v1/tickets/:id/explain': () => bothWays((ticket) => `/tickets/${ticket}/explain`),
  'POST /api/v1/tickets/:id/replies': () => bothWays((ticket) => `/tickets/${ticket}/replies`, { text: 'Hallo' }),
  'POST /api/v1/tickets/:id/status': () => bothWays((ticket) => `/tickets/${ticket}/status`, { status: 'closed' }),
  'POST /api/v1/tickets/:id/forward': () =>
    bothWays((ticket) => `/tickets/${ticket}/forward`, { to: 'desk', reason: 'Overnemen' }),
  'POST /api/v1/tickets/:id/statutory': () =>
    bothWays((ticket) => `/tickets/${ticket}/statutory`, { procedure: 'complaint', step: 'started' }),
  'POST /api/v1/tickets/:id/merge': () => [
    ...bothWays((ticket) => `/tickets/${ticket}/merge`, { into: String(api.alfa.number), reason: 'Zelfde' }),
    ...[api.beta.ticketId, String(api.beta.number)].map((into) => ({
      ...{ path: `/tickets/${api.alfa.ticketId}/merge`, body: { into, reason: 'Zelfde' }, gives: 422 },
    })),
  ],
  'POST /api/v1/tickets/:id/split': () =>
    bothWays((ticket) => `/tickets/${ticket}/split`, { messageIds: [api.beta.messageId], reason: 'Apart' }),
  'POST /api/v1/tickets/:id/invitation': () => bothWays((ticket) => `/tickets/${ticket}/invitation`, {}),
  'POST /api/v1/tickets/:id/messages/:message/hide': () =>
    bothWays((ticket) => `/tickets/${ticket}/messages/${api.beta.messageId}/hide`, {}),
  'GET /api/v1/municipalities': () => [{ path: '/municipalities', gives: OWN }],
  'GET /api/v1/municipalities/:nis/usage': () =>
    betaCodes().map((code) => ({
      path: `/municipalities/${encodeURIComponent(code)}/usage?period=2026-11`,
      gives: 404,
    })),
  'GET /api/v1/municipalities/:nis/crisis': () =>
    betaCodes().map((code) => ({ path: `/municipalities/${encodeURIComponent(code)}/crisis`, gives: 404 })),
  'POST /api/v1/municipalities/:nis/crisis': () =>
    betaCodes().map((code) => ({
      path: `/municipalities/${encodeURIComponent(code)}/crisis`,
      body: { mode: 'suspend', until: new Date(Date.now() + 3_600_000).toISOString(), reason: 'Overstroming' },
      gives: 404,
    })),
  'POST /api/v1/municipalities/:nis/crisis/end': () =>
    betaCodes().map((code) => ({
      path: `/municipalities/${encodeURIComponent(code)}/crisis/end`,
      body: { reason: 'Voorbij' },
      gives: 404,
    })),
  'GET /api/v1/municipalities/:nis/scorecard': () =>
    betaCodes().map((code) => ({
      path: `/municipalities/${encodeURIComponent(code)}/scorecard?period=2026-11`,
      gives: 404,
    })),
  'GET /api/v1/municipalities/:nis/invoice-preview': () =>
    betaCodes().map((code) => ({
      path: `/municipalities/${encodeURIComponent(code)}/invoice-preview?period=2026-11`,
      gives: 404,
    })),
  'GET /api/v1/invoices': () => listAttempts('/invoices'),
  'GET /api/v1/invoices/:id': () => [{ path: `/invoices/${api.beta.invoice}`, gives: 404 }],
  'GET /api/v1/invoices/:id/lines/:n/facts': () => [
    { path: `/invoices/${api.beta.invoice}/lines/1/facts`, gives: 404 },
  ],
  'GET /api/v1/deliveries': () => [
    ...listAttempts('/deliveries'),
    { path: '/deliveries?state=parked&target=desk', gives: OWN },
  ],
  // Not for operators: who looked is not for who looks.
  'GET /api/v1/file-reads': () =>
    listAttempts('/file-reads').map((one) => ({ ...one, gives: one.gives === OWN ? 200 : 404 })),
  'POST /api/v1/deliveries/redrive': () => [
    { path: '/deliveries/redrive', body: { ids: Object.values(api.beta.deliveryIds) }, gives: 200 },
    { path: '/deliveries/redrive', body: { target: 'desk', state: 'parked' }, gives: 200 },
  ],
  'POST /api/v1/whatif': () => [
    { path: '/whatif', body: { period: new Date(api.nowMs()).toISOString().slice(0, 7) }, gives: 200 },
    ...betaCodes().flatMap((code) => [
      { path: '/whatif', body: { period: '2026-11', municipality: code }, gives: 404 },
      { path: '/whatif', body: { period: '2026-11', municipalities: [{ municipality: code, sla: 'x' }] }, gives: 404 },
    ]),
  ],
  'POST /api/v1/whatif/tariffs': () => [
    { path: '/whatif/tariffs', body: { period: new Date(api.nowMs()).toISOString().slice(0, 7) }, gives: 200 },
    ...betaCodes().map((municipality) => ({
      ...{ path: '/whatif/tariffs', body: { period: '2026-11', municipality }, gives: 404 },
    })),
  ],
  'GET /api/v1/events': () => listAttempts('/events'),
  'GET /api/v1/channels': () => [{ path: '/channels', gives: OWN }],
  'GET /api/v1/reconciliation': () => [{ path: '/reconciliation', gives: 200 }],
  'GET /api/v1/stream': () =>
    betaCodes().map((code) => ({ path: `/stream?municipality=${encodeURIComponent(code)}`, gives: 404 })),
};
const WITHOUT_DATA = ['GET /openapi.json', 'GET /docs', 'GET /docs/style.css'];

async function attempt({ path, body }: Attempt, key: string, name: string): Promise<request.Response> {
  const url = `/api/v1${path}`;
  const base = body === undefined ? request(api.app).get(url) : request(api.app).post(url).send(body);
  return base.set('authorization', `Bearer ${key}`).set('idempotency-key', `${name} ${path} ${key.slice(0, 12)}`);
}

/** Everything of B as the database holds it, to see that nothing moved. */
async function stateOfBeta(): Promise<unknown> {
  const [state] = await api.db.owner.query(
    `select (select json_agg(t order by id) from ticket t where tenant = $1) as tickets,
            (select json_agg(d order by id) from delivery d where tenant = $1) as deliveries,
            (select count(*) from event where tenant = $1) as events,
            (select count(*) from idempotency where tenant = $1) as keys`,
    [BETA.tenant],
  );
  return state;
}

describe('a key of one tenant', () => {
  it('is tried on every route that the router serves', () => {
    const tried = [...Object.keys(ATTEMPTS), ...WITHOUT_DATA];
    expect(routesOf(api.router).map(routeName).toSorted()).toEqual(tried.toSorted());
  });

  it.each(Object.keys(ATTEMPTS))('gets nothing of another tenant from %s', async (name) => {
    const before = await stateOfBeta();
    for (const [role, key] of Object.entries(keys)) {
      for (const one of ATTEMPTS[name]?.() ?? []) {
        const response = await attempt(one, key, name);
        const said = JSON.stringify([response.headers, response.body, response.text]);
        // What the caller sent itself may come back in an error; what it did not know may not.
        const known = decodeURIComponent(one.path) + JSON.stringify(one.body ?? {});
        expect({ role, path: one.path, leaks: said.includes(BETA.marker) && !known.includes(BETA.marker) }).toEqual({
          ...{ role, path: one.path, leaks: false },
        });
        expect({ role, path: one.path, leaks: said.includes(BETA.name) }).toEqual({
          role,
          path: one.path,
          leaks: false,
        });
        const allowed = one.gives === OWN ? [200] : [one.gives, 403];
        expect({ role, path: one.path, status: allowed.includes(response.status) ? 'right' : response.status }).toEqual(
          {
            ...{ role, path: one.path, status: 'right' },
          },
        );
        if (one.gives === OWN) {
          expect(JSON.stringify((response.body as { items: unknown }).items)).not.toContain(BETA.marker);
        }
      }
    }
    expect(await stateOfBeta()).toEqual(before);
  });

  it('streams changes of its own tickets and of no other', async () => {
    const events = await readFirstEvents(api.app, keys.municipality, 2, async () => {
      await api.db.owner.query('update ticket set updated_at = now(), seq = seq + 1', []);
    });
    expect(events.map(({ event }) => event)).toEqual(['ready', 'ticket']);
    expect(JSON.stringify(events)).toContain(api.alfa.ticketId);
    expect(JSON.stringify(events)).not.toContain(api.beta.ticketId);
  });

  it('sees its own, so that the emptiness above means something', async () => {
    const list = await attempt({ path: '/tickets', gives: OWN }, keys.municipality, 'own');
    expect((list.body as { items: unknown[] }).items).toHaveLength(1);
    const usage = await attempt(
      { path: `/municipalities/${ALFA.nis}/usage?period=2026-11`, gives: 200 },
      keys.auditor,
      'own',
    );
    expect(usage.status).toBe(200);
    const report = await attempt({ path: '/reconciliation', gives: 200 }, keys.admin, 'own');
    expect(report.body).toMatchObject({ rows: [{ municipality: ALFA.tenant }], findings: [] });
  });

  it('had nothing to report as an error of ours', () => {
    expect(api.reported).toEqual([]);
  });
});
