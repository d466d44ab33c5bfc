import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { asObject, asText, type JsonObject } from '../basics/json.js';
import { AN, startLinkedInFixture, type LinkedInFixture } from './linkedin-fixture.js';

let fixture: LinkedInFixture;

beforeEach(async () => {
  fixture = await startLinkedInFixture();
});

afterEach(() => fixture.close());

async function control(route: string, input?: object, headers: Record<string, string> = {}): Promise<JsonObject> {
  const [method = '', name = ''] = route.split(' ');
  const response = await fetch(`${fixture.platform.url}/_control/${name}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(input === undefined ? {} : { body: JSON.stringify(input) }),
  });
  return { status: response.status, ...asObject(await response.json()) };
}

const organization = '9900001';

describe('the control routes', () => {
  it('play people on LinkedIn and show what there is to see', async () => {
    const { post } = await control('POST publish', { organization, text: 'Dag' });
    const made = await control('POST comment', { actor: AN, post, text: 'Wanneer?' });
    const urn = asText(made['urn']) ?? '';
    await control('POST comment', { actor: AN, post, text: 'En?', replyTo: urn, isBare: true, lateMs: 5 });
    await control('POST edit', { urn, text: 'Wanneer juist?' });
    await control('POST like', { actor: AN, post });
    await control('POST mention', { actor: AN, organization, text: 'Dag @Stad' });
    const { items } = await control('GET transcript?who=citizen');
    expect(items).toMatchObject([{ text: 'Wanneer juist?' }, { text: 'En?', parent: urn }, { text: 'Dag @Stad' }]);
    await control('POST delete', { urn });
    expect(await fixture.listed()).toHaveLength(5);
    expect(await control('POST advance-clock', { ms: 5 })).toMatchObject({ status: 200 });
    expect(await fixture.listed()).toHaveLength(6);
  });

  it('break a token and calls, and make them whole again', async () => {
    await control('POST token', { organization, token: 'expired' });
    expect((await fixture.call('posts')).status).toBe(401);
    await control('POST token', { organization, token: 'valid' });
    await control('POST fault', { endpoint: 'any', kind: 'http-500', times: 5 });
    await control('POST clear-faults');
    expect((await fixture.call('posts')).status).toBe(404);
    expect(await control('GET calls')).toMatchObject({ items: [{ outcome: 401 }, { outcome: 404 }] });
    expect(await control('GET clock')).toMatchObject({ nowMs: fixture.platform.nowMs() });
  });

  it.each([
    ['POST publish', { organization: '1', text: 'x' }, 'There is no page 1.'],
    ['POST comment', { actor: AN, post: 'urn:li:activity:1', text: 'x' }, 'There is no post urn:li:activity:1.'],
    ['POST edit', { urn: 'x', text: 'x' }, 'There is no comment x.'],
    ['POST like', { actor: AN, post: 'x' }, 'There is no post of a page x.'],
    ['POST mention', { actor: 'An', organization, text: 'x' }, 'An is neither a person nor an organisation.'],
    ['POST token', { organization, token: 'x' }, expect.stringMatching(/^The field token must be one of valid,/)],
    ['POST fault', { endpoint: 'x', kind: 'x' }, expect.stringMatching(/^The field endpoint must be one of any,/)],
  ])('refuse %s %j in a sentence', async (route, input, error) => {
    expect(await control(route, input)).toEqual({ status: 400, error });
  });

  it('are not for web pages, and name themselves', async () => {
    expect(await control('POST like', {}, { origin: 'https://x.example' })).toMatchObject({ status: 403 });
    expect(await control('GET nothing')).toMatchObject({
      status: 404,
      routes: expect.arrayContaining(['POST /_control/comment']),
    });
  });
});
