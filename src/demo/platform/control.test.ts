import { afterEach, expect, it } from '@jest/globals';
import { asObject, type JsonObject } from '../basics/json.js';
import { PAGE, type PlatformFixture, startFixture } from './platform-fixture.js';

let fixture: PlatformFixture | undefined;

async function start(): Promise<PlatformFixture> {
  fixture = await startFixture();
  return fixture;
}

afterEach(async () => {
  await fixture?.close();
  fixture = undefined;
});

async function control(
  { platform }: PlatformFixture,
  route: string,
  body?: JsonObject,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly body: JsonObject }> {
  const response = await fetch(`${platform.url}/_control/${route}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: asObject(await response.json()) ?? {} };
}

it('plays citizens and colleagues over HTTP', async () => {
  const current = await start();
  const author = { id: '77001', name: 'Bo Proef' };
  const commented = await control(current, 'comment', { account: PAGE, author, text: 'Putt' });
  const id = commented.body['commentId'];
  await control(current, 'edit', { id, text: 'Put' });
  await control(current, 'answer-outside', { parentId: id, text: 'Dank u' });
  await control(current, 'say', { channel: 'messenger', account: PAGE, citizen: { id: '61001' }, text: 'Vraag' });
  const outside = { channel: 'messenger', account: PAGE, citizenId: '61001', text: 'Antwoord' };
  await control(current, 'answer-outside', outside);
  await control(current, 'delete', { id });
  expect((await control(current, 'settle', {})).body).toMatchObject({ delivered: 6 });
  const { body } = await control(current, 'transcript');
  expect(body['items']).toMatchObject([
    { who: 'citizen', text: 'Put', visible: false },
    { who: 'colleague', text: 'Dank u', publicOrPrivate: 'public' },
    { who: 'citizen', text: 'Vraag' },
    { who: 'colleague', text: 'Antwoord', publicOrPrivate: 'private' },
  ]);
});

it('sets faults, switches, tokens and the clock', async () => {
  const current = await start();
  expect((await control(current, 'fault', { endpoint: 'any', kind: 'http-500' })).status).toBe(200);
  expect((await current.graph('GET', PAGE)).status).toBe(500);
  expect((await control(current, 'switch', { requireAppsecretProof: true })).body).toMatchObject({
    requireAppsecretProof: true,
  });
  expect((await current.graph('GET', PAGE)).error).toMatchObject({ code: 100 });
  await control(current, 'spoil-token', { token: 'page-token', subcode: 460 });
  expect((await current.graph('GET', PAGE)).error).toMatchObject({ code: 190, error_subcode: 460 });
  const before = current.platform.nowMs();
  expect((await control(current, 'advance-clock', { ms: 5 })).body).toEqual({ nowMs: before + 5 });
  expect((await control(current, 'subscribe', {})).body).toEqual({ ok: true, status: 200 });
});

it.each([
  { route: 'say', body: { channel: 'fax' }, error: 'The field channel must be one of messenger, instagram, whatsapp.' },
  {
    route: 'say',
    body: { channel: 'messenger', account: '1', citizen: { id: '2' }, text: 'x' },
    error: 'There is no messenger account with id 1.',
  },
  { route: 'edit', body: { id: 'm_none', text: 'x' }, error: 'There is no message, comment or post with id m_none.' },
  { route: 'advance-clock', body: { ms: 'soon' }, error: 'The field ms must be a number.' },
  { route: 'switch', body: { turbo: true }, error: 'turbo is no switch, or has a value of another type.' },
])('says in a sentence what is wrong with $body for $route', async ({ route, body, error }) => {
  expect(await control(await start(), route, body)).toEqual({ status: 400, body: { error } });
});

it('lists its routes and refuses web pages', async () => {
  const current = await start();
  expect((await control(current, '')).body['routes']).toContain('POST /_control/say');
  expect((await control(current, 'nothing', {})).status).toBe(404);
  expect((await control(current, 'hold', {}, { origin: 'https://example.org' })).status).toBe(403);
});
