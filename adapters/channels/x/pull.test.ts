import { describe, expect, it } from '@jest/globals';
import type { ChannelContext, HttpRequest, HttpResult, PullOutcome } from '../../../src/adapter-sdk/index.js';
import { adapter } from './index.js';

const AT_MS = Date.UTC(2026, 10, 27, 12);
const DAY_MS = 86_400_000;
const OWN = '1700000000000000001';
const SETTINGS = { consumerKey: 'key', consumerSecret: 'cs', accessToken: 'token', accessTokenSecret: 'ts' };

interface Scene extends ChannelContext {
  readonly requests: HttpRequest[];
}

function ok(body: object): HttpResult {
  return { kind: 'answer', status: 200, headers: {}, text: JSON.stringify(body) };
}

function scene(answers: (url: URL) => HttpResult, change: object = {}): Scene {
  const requests: HttpRequest[] = [];
  return {
    requests,
    http: (request) => {
      requests.push(request);
      return Promise.resolve(answers(new URL(request.url)));
    },
    ...{ baseUrl: 'https://api.x.com', settings: SETTINGS, nowMs: AT_MS, ...change },
  };
}

function look(context: ChannelContext, cursor: string | null, isThrifty = false): Promise<PullOutcome> {
  return adapter.puller?.pull({ account: OWN, cursor, isThrifty }, context) ?? Promise.reject(new Error('no puller'));
}

function mention(id: string): object {
  return { id, author_id: '99', conversation_id: id, text: '@Voorbeeldegem vraag' };
}

/** X: at most `most` a page, the newest first, between two ids. */
function mentions(ids: readonly number[], most: number): (url: URL) => HttpResult {
  return ({ searchParams }) => {
    const [since, until] = [Number(searchParams.get('since_id') ?? 0), Number(searchParams.get('until_id') ?? 1e9)];
    const within = ids.filter((id) => id > since && id < until).toSorted((a, b) => b - a);
    const shown = within.slice(0, most);
    return ok({
      ...(shown.length === 0 ? {} : { data: shown.map((id) => mention(String(id))) }),
      meta: { result_count: shown.length, ...(within.length > shown.length ? { next_token: 'x' } : {}) },
    });
  };
}

function textsIn(outcome: PullOutcome): readonly string[] {
  return outcome.kind === 'pulled' && outcome.body !== null
    ? adapter.receiver
        .split({ rawBody: outcome.body, headers: {}, account: OWN }, AT_MS)
        .map(({ key, action }) => `${action} ${key}`)
    : [];
}

describe('a look at the mentions', () => {
  it('begins after the newest one, and takes nothing in', async () => {
    const context = scene(mentions([7, 8, 9], 5));
    expect(await look(context, null)).toEqual({ kind: 'pulled', body: null, cursor: '9', hasMore: false });
    expect(new URL(context.requests[0]?.url ?? '').searchParams.get('max_results')).toBe('5');
    expect(await look(scene(mentions([], 5)), null)).toMatchObject({ cursor: '0', body: null });
  });

  it('reads all pages from the newest to the oldest before it goes on after the newest', async () => {
    const context = scene(mentions([11, 12, 13, 14, 15], 2));
    const read: string[] = [];
    let cursor = '10';
    for (let n = 0; n < 4; n += 1) {
      const outcome = await look(context, cursor);
      read.push(...textsIn(outcome));
      cursor = outcome.kind === 'pulled' ? outcome.cursor : 'failed';
      if (outcome.kind === 'pulled' && !outcome.hasMore) {
        break;
      }
    }
    expect(cursor).toBe('15');
    expect(read).toEqual(['open post:14', 'open post:15', 'open post:12', 'open post:13', 'open post:11']);
  });

  it('comes to an end when X gives the same page again and again', async () => {
    const same = scene(() => ok({ data: [mention('12')], meta: { result_count: 1, next_token: 'x' } }));
    const first = await look(same, '10');
    expect(first).toMatchObject({ hasMore: true });
    expect(await look(same, first.kind === 'pulled' ? first.cursor : '')).toMatchObject({
      cursor: '12',
      hasMore: false,
    });
  });

  it.each([
    [
      'too many',
      429,
      { 'x-rate-limit-reset': String(AT_MS / 1000 + 5) },
      { kind: 'retry', code: 'X_RATE_LIMITED', afterMs: 5000 },
    ],
    ['a fault', 503, {}, { kind: 'retry', code: 'X_SERVER_ERROR' }],
    ['no permission', 403, {}, { kind: 'park', code: 'X_ACCESS_DENIED' }],
    ['no credit', 402, {}, { kind: 'park', code: 'X_CREDIT_EXHAUSTED' }],
    ['a move', 301, {}, { kind: 'retry', code: 'X_ANSWER_UNREADABLE' }],
  ])('tells of %s', async (_label, status, headers, expected) => {
    expect(
      await look(
        scene(() => ({ kind: 'answer', status, headers, text: '{"title":"x"}' })),
        '10',
      ),
    ).toMatchObject(expected);
  });

  it('waits for configuration', async () => {
    expect(await look(scene(mentions([], 5), { settings: {} }), '10')).toEqual({
      kind: 'park',
      code: 'X_NOT_CONFIGURED',
    });
  });

  it.each([
    [{}, 900_000],
    [{ pollSeconds: 60 }, 60_000],
    [{ pollSeconds: 0 }, 900_000],
  ])('has the pause of %j', (settings, everyMs) => {
    expect(adapter.puller?.everyMs(settings)).toBe(everyMs);
  });
});

describe('a mention that was deleted', () => {
  const settings = { ...SETTINGS, looksForDeleted: true };
  const answers = (url: URL): HttpResult =>
    url.pathname === '/2/tweets'
      ? ok({
          data: [{ id: '12' }],
          errors: [
            { resource_id: '11', type: 'https://api.x.com/2/problems/resource-not-found' },
            { resource_id: '12', type: 'https://api.x.com/2/problems/not-authorized-for-resource' },
          ],
        })
      : mentions([11, 12], 100)(url);

  async function seen(change: object = {}): Promise<string> {
    const outcome = await look(scene(answers, { settings, ...change }), '10');
    return outcome.kind === 'pulled' ? outcome.cursor : '';
  }

  it('is looked for once a day, and erased', async () => {
    const cursor = await seen();
    const sameDay = scene(answers, { settings });
    expect(textsIn(await look(sameDay, cursor))).toEqual([]);
    expect(sameDay.requests).toHaveLength(1);
    const nextDay = scene(answers, { settings, nowMs: AT_MS + DAY_MS });
    const outcome = await look(nextDay, cursor);
    expect(textsIn(outcome)).toEqual(['redact gone:11']);
    expect(nextDay.requests[1]?.url).toBe('https://api.x.com/2/tweets?ids=12%2C11');
    const again = await look(nextDay, outcome.kind === 'pulled' ? outcome.cursor : '');
    expect(textsIn(again)).toEqual([]);
    expect(nextDay.requests).toHaveLength(3);
  });

  it('is not looked for while the municipality reads less, nor where nobody asked for it', async () => {
    const cursor = await seen();
    const thrifty = scene(answers, { settings, nowMs: AT_MS + DAY_MS });
    await look(thrifty, cursor, true);
    expect(thrifty.requests).toHaveLength(1);
    const never = scene(answers, { nowMs: AT_MS + DAY_MS });
    expect(await look(never, cursor)).toMatchObject({ cursor: '12' });
    expect(never.requests).toHaveLength(1);
  });

  it('is looked for again when the look failed', async () => {
    const cursor = await seen();
    const broken = scene((url) => (url.pathname === '/2/tweets' ? { kind: 'no-answer', cause: 'x' } : answers(url)), {
      settings,
      nowMs: AT_MS + DAY_MS,
    });
    const outcome = await look(broken, cursor);
    const after = scene(answers, { settings, nowMs: AT_MS + DAY_MS });
    expect(textsIn(await look(after, outcome.kind === 'pulled' ? outcome.cursor : ''))).toEqual(['redact gone:11']);
  });
});
