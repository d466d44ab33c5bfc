import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Express } from 'express';
import request from 'supertest';
import { createHttpApp } from '../platform/http-in/app.js';
import type { Database } from '../platform/store/store.js';
import { newestDatabase } from '../../test/support/newest-database.js';
import type { CounterAccount, CounterDeps } from './counter-deps.js';
import { counterRouter } from './counter-router.js';
import { conversationOf, receiptNumber, tokenOfForm } from './session.js';

const SITE = 'https://www.brugge.be';
const ACCOUNT: CounterAccount = {
  ...{ tenant: 'brugge', account: 'brugge-loket', municipality: 'Brugge <& co>', origins: [SITE] },
  ...{ privacyUrl: 'https://www.brugge.be/privacy', accessibilityUrl: '', hasMail: false },
};
const SESSION = 'a'.repeat(32);
const ID = 'b2f1c7de-0000-4000-8000-000000000001';
const NOW = 1_795_600_000_000;

let db: Database;
let kept: Record<string, unknown>[];
let isStoreThere: boolean;
let refused: string[];
let app: Express;

beforeAll(async () => {
  db = await newestDatabase();
});
afterAll(async () => {
  await db.close();
});
beforeEach(async () => {
  await db.owner.query('truncate counter_quota');
  [kept, refused, isStoreThere] = [[], [], true];
  app = appWith({});
});

function appWith(change: Partial<CounterDeps>): Express {
  const router = counterRouter({
    store: db.api,
    accountOf: (account) => (account === ACCOUNT.account ? ACCOUNT : undefined),
    takeIn: (_account, body) => {
      if (isStoreThere) {
        kept.push(JSON.parse(body.toString()) as Record<string, unknown>);
      }
      return Promise.resolve(isStoreThere);
    },
    onRefused: (reason) => refused.push(reason),
    onTrouble: () => undefined,
    ...{ key: Buffer.alloc(32, 1), addressHeader: undefined, nowMs: () => NOW, hasDemoPage: false },
    closing: new AbortController().signal,
    ...change,
  });
  return createHttpApp({ first: [], routers: [router], report: () => undefined });
}

const FORM = '/counter/brugge-loket/submissions';
const fields = {
  submissionId: ID,
  openedAt: String(NOW - 9_000),
  text: '<script>alert(1)</script> & "dag"',
  name: 'Els',
};

describe('the form', () => {
  it('is a page without anything inline, which the sites in the settings may frame', async () => {
    const page = await request(app).get('/counter/brugge-loket');
    expect(page.status).toBe(200);
    expect(page.text).toContain('Stel uw vraag aan Brugge &lt;&amp; co&gt;');
    expect(page.text).not.toMatch(/<script|\son\w+=|\sstyle=|<style/);
    expect(page.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self' ${SITE}`,
    );
    expect(page.get('x-frame-options')).toBeUndefined();
    expect(page.get('cache-control')).toBe('no-store');
  });

  it('has a label for every field that a person sees', async () => {
    const { text } = await request(app).get('/counter/brugge-loket');
    const ids = [...text.matchAll(/<(?:input|textarea)[^>]*?\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual(['text', 'name', 'website']);
    for (const id of ids) {
      expect(text).toContain(`<label for="${id}">`);
    }
    expect(text).toContain('<html lang="nl-BE">');
  });

  it('is kept with a hash in place of its id, and answered with its number and a private link', async () => {
    const page = await request(app).post(FORM).type('form').send(fields);
    const token = tokenOfForm('brugge-loket', ID);
    const conversation = conversationOf('brugge-loket', token);
    const number = receiptNumber(conversation);
    expect(page.status).toBe(200);
    expect(page.text).toContain(number);
    expect(page.text).toContain(`href="/counter/brugge-loket/receipt/${token}"`);
    expect(kept).toEqual([{ kind: 'submission', conversation, number, text: fields.text, name: 'Els' }]);
    expect(JSON.stringify(kept)).not.toContain(ID);
    expect(JSON.stringify(kept)).not.toContain(token);
    const json = await request(app).post(FORM).send({ submissionId: ID, text: 'Dag' });
    expect(json.body).toEqual({ receipt: number, page: `/counter/brugge-loket/receipt/${token}` });
  });

  it('comes back with what was written and what is wrong, and keeps its id', async () => {
    const page = await request(app)
      .post(FORM)
      .type('form')
      .send({ ...fields, text: '', website: 'x' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('<title>Fout: ');
    expect(page.text).toContain('href="#text"');
    expect(page.text).toContain(`value="${ID}"`);
    expect(page.text).toContain('aria-invalid="true"');
    expect(page.text).toContain('Laat het veld leeg');
    expect(kept).toEqual([]);
    expect(refused).toEqual(['counter_input']);
  });

  it('that came without a good id comes back with one', async () => {
    const page = await request(app)
      .post(FORM)
      .type('form')
      .send({ ...fields, submissionId: 'x' });
    expect([page.status, page.text.includes('value="x"')]).toEqual([422, false]);
    expect(page.text).toMatch(/name="submissionId" value="[0-9a-f-]{36}"/);
  });

  it('is not lost when it cannot be stored: 503, and the same form again', async () => {
    isStoreThere = false;
    const page = await request(app).post(FORM).type('form').send(fields);
    expect(page.status).toBe(503);
    expect(page.get('retry-after')).toBe('5');
    expect(page.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;dag&quot;');
    expect(page.text).toContain(`value="${ID}"`);
    const broken = appWith({ store: { ...db.api, transaction: () => Promise.reject(new Error('away')) } });
    expect((await request(broken).post(FORM).type('form').send(fields)).status).toBe(503);
  });

  it('asks for an address only where an answer can go by e-mail, and keeps none elsewhere', async () => {
    const email = 'els@burger.voorbeeld';
    await request(app)
      .post(FORM)
      .type('form')
      .send({ ...fields, email });
    expect(kept[0]).not.toHaveProperty('email');
    const mailing = appWith({ accountOf: () => ({ ...ACCOUNT, hasMail: true }) });
    expect((await request(mailing).get('/counter/brugge-loket')).text).toContain('<label for="email">');
    const page = await request(mailing)
      .post(FORM)
      .type('form')
      .send({ ...fields, email });
    expect(page.text).toContain(`Wij sturen ons antwoord ook naar ${email}.`);
    expect(kept[1]).toMatchObject({ email });
  });

  it('has a page in Dutch where there is no counter', async () => {
    const page = await request(app).get('/counter/niemand');
    expect(page.status).toBe(404);
    expect(page.text).toContain('Deze pagina bestaat niet');
    expect((await request(app).get('/counter/brugge-loket/receipt/kort')).status).toBe(404);
    expect((await request(app).post('/counter/niemand/messages').send({})).body).toMatchObject({
      code: 'COUNTER_UNKNOWN',
    });
  });
});

describe('the widget', () => {
  const say = (origin: string | undefined, body: object) => {
    const call = request(app).post('/counter/brugge-loket/messages');
    return (origin === undefined ? call : call.set('origin', origin)).send(body);
  };
  const message = { session: SESSION, messageId: ID, text: 'Dag' };

  it('is one script that other sites may load', async () => {
    const script = await request(app).get('/counter/widget.js');
    expect(script.type).toMatch(/javascript/);
    expect(script.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect((await request(app).get('/counter/counter.css')).type).toBe('text/css');
    expect((await request(app).get('/counter/demo')).status).toBe(404);
    expect((await request(appWith({ hasDemoPage: true })).get('/counter/demo')).text).toContain('widget.js');
  });

  it('may be used on the sites in the settings and on our own, and nowhere else', async () => {
    const listed = await say(SITE, message);
    expect(listed.status).toBe(200);
    expect(listed.get('access-control-allow-origin')).toBe(SITE);
    const other = await say('https://www.brugge.be.kwaad.voorbeeld', message);
    expect(other.status).toBe(403);
    expect(other.get('access-control-allow-origin')).toBeUndefined();
    expect((await say('null', message)).status).toBe(403);
    expect((await say(undefined, message)).status).toBe(200);
    expect(kept).toHaveLength(2);
    const preflight = await request(app).options('/counter/brugge-loket/messages').set('origin', SITE);
    expect([preflight.status, preflight.get('access-control-allow-origin')]).toEqual([204, SITE]);
    expect(preflight.get('access-control-allow-headers')).toBe('authorization, content-type');
  });

  it('is answered after the message is kept, under the hash of its session', async () => {
    const conversation = conversationOf('brugge-loket', SESSION);
    const number = receiptNumber(conversation);
    expect((await say(SITE, message)).body).toEqual({ receipt: number });
    expect(kept).toEqual([{ kind: 'message', conversation, number, messageId: ID, text: 'Dag' }]);
    expect(JSON.stringify(kept)).not.toContain(SESSION);
    isStoreThere = false;
    const failed = await say(SITE, message);
    expect([failed.status, failed.body.code]).toEqual([503, 'COUNTER_NOT_STORED']);
  });

  it('needs a session, a text and an id', async () => {
    expect((await say(SITE, { ...message, session: 'kort' })).body).toMatchObject({ status: 401 });
    expect((await say(SITE, { ...message, text: ' ' })).body).toMatchObject({
      ...{ status: 422, code: 'COUNTER_INPUT_WRONG', title: 'Schrijf uw vraag of melding.' },
    });
    const withoutSession = await request(app).get('/counter/brugge-loket/messages').set('origin', SITE);
    expect(withoutSession.status).toBe(401);
    expect((await say(SITE, { ...message, text: 'x'.repeat(70_000) })).status).toBe(413);
    expect(kept).toEqual([]);
  });
});
