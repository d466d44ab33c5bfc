import { describe, expect, it } from '@jest/globals';
import type { ChannelContext, HttpRequest, HttpResult, PullOutcome } from '../../../src/adapter-sdk/index.js';
import { adapter } from './index.js';

const NOW_MS = 1_795_600_000_000;
const MIB = 1_048_576;

interface Scene extends ChannelContext {
  readonly requests: HttpRequest[];
}

function ok(body: unknown): HttpResult {
  return { kind: 'answer', status: 200, headers: {}, text: typeof body === 'string' ? body : JSON.stringify(body) };
}

function scene(answers: (url: string) => HttpResult): Scene {
  const requests: HttpRequest[] = [];
  return {
    requests,
    http: (request) => {
      requests.push(request);
      return Promise.resolve(answers(request.url));
    },
    baseUrl: '',
    settings: { instance: 'https://mast.voorbeeld', accessToken: 'token-1' },
    nowMs: NOW_MS,
  };
}

async function pull(context: ChannelContext, cursor: string | null = '10'): Promise<PullOutcome | undefined> {
  return adapter.puller?.pull({ account: 'a', cursor }, context);
}

function mention(id: string, parent: string | null = null): object {
  const account = { id: '5501', acct: 'wout@social.voorbeeld', bot: false };
  return { id, type: 'mention', account, status: { id: `9${id}`, visibility: 'public', in_reply_to_id: parent } };
}

function threads(url: string, page: unknown, context: HttpResult): HttpResult {
  return url.includes('/context') ? context : ok(page);
}

function bodyOf(outcome: PullOutcome | undefined): unknown {
  return outcome?.kind === 'pulled' && outcome.body !== null ? JSON.parse(outcome.body.toString()) : undefined;
}

describe('a look', () => {
  it('asks for mentions and quotes from the cursor, and begins with the newest one only', async () => {
    const context = scene(() => ok([mention('12')]));
    await pull(context);
    await pull(context, null);
    const types = 'types%5B%5D=mention&types%5B%5D=quote';
    expect(context.requests.map(({ url }) => url)).toEqual([
      `https://mast.voorbeeld/api/v1/notifications?${types}&include_filtered=true&limit=40&min_id=10`,
      `https://mast.voorbeeld/api/v1/notifications?${types}&include_filtered=true&limit=1`,
    ]);
    expect(context.requests[0]?.headers?.['authorization']).toBe('Bearer token-1');
  });

  it('begins before all ids where there is none yet', async () => {
    expect(
      await pull(
        scene(() => ok([])),
        null,
      ),
    ).toMatchObject({ cursor: '0', body: null });
  });

  it.each([
    ['the newest first', ['12', '11']],
    ['the oldest first', ['11', '12']],
    ['ids that grew a digit', ['12', '9']],
  ])('goes on after the latest: %s', async (_label, ids) => {
    expect(
      await pull(
        scene(() => ok(ids.map((id) => mention(id)))),
        '8',
      ),
    ).toMatchObject({ cursor: '12', hasMore: false });
  });

  it('looks again at once after a full page, and not when the page brings it nowhere', async () => {
    const full = Array.from({ length: 40 }, (_, index) => mention(String(100 + index)));
    expect(await pull(scene(() => ok(full)))).toMatchObject({ cursor: '139', hasMore: true });
    expect(
      await pull(
        scene(() => ok(full)),
        '139',
      ),
    ).toMatchObject({ cursor: '139', hasMore: false, body: null });
  });

  it('asks for a page that is too long in smaller ones', async () => {
    const context = scene((url) => (url.includes('limit=40') ? ok(`[${' '.repeat(MIB - 1)}`) : ok([mention('12')])));
    expect(await pull(context)).toMatchObject({ kind: 'pulled', cursor: '12' });
    expect(context.requests[1]?.url).toContain('limit=4&');
  });

  it.each([
    ['too many', 429, { 'x-ratelimit-reset': new Date(NOW_MS + 5000).toISOString() }, { kind: 'retry', afterMs: 5000 }],
    ['a fault', 500, {}, { kind: 'retry', code: 'MASTODON_SERVER_ERROR' }],
    ['no permission', 403, {}, { kind: 'park', code: 'MASTODON_ACCESS_DENIED' }],
    ['a move', 301, {}, { kind: 'retry', code: 'MASTODON_ANSWER_UNREADABLE' }],
  ])('tells of %s', async (_label, status, headers, expected) => {
    expect(await pull(scene(() => ({ kind: 'answer', status, headers, text: '{"error":"x"}' })))).toMatchObject(
      expected,
    );
  });

  it('waits for configuration', async () => {
    expect(await pull({ ...scene(() => ok([])), settings: {} })).toEqual({
      kind: 'park',
      code: 'MASTODON_NOT_CONFIGURED',
    });
  });
});

describe('the pause between two looks', () => {
  it.each([
    [{}, 60_000],
    [{ pollSeconds: 2 }, 2000],
    [{ pollSeconds: 0 }, 60_000],
    [{ pollSeconds: 'x' }, 60_000],
  ])('with %j', (settings, everyMs) => {
    expect(adapter.puller?.everyMs(settings)).toBe(everyMs);
  });
});

describe('the thread of a reply', () => {
  const page = [mention('12', '800'), mention('11')];

  it('is asked for, and its first post is kept beside what came', async () => {
    const context = scene((url) =>
      threads(url, page, ok({ ancestors: [{ id: '700' }, { id: '800' }], descendants: [] })),
    );
    expect(bodyOf(await pull(context))).toEqual({ notifications: page, roots: { '912': '700' } });
    expect(context.requests.map(({ url }) => new URL(url).pathname)).toEqual([
      '/api/v1/notifications',
      '/api/v1/statuses/912/context',
    ]);
  });

  it('is called after its first post by whoever splits it', async () => {
    const context = scene((url) => threads(url, page, ok({ ancestors: [{ id: '700' }], descendants: [] })));
    const outcome = await pull(context);
    const rawBody = outcome?.kind === 'pulled' ? (outcome.body ?? Buffer.alloc(0)) : Buffer.alloc(0);
    const events = adapter.receiver.split({ rawBody, headers: {}, account: 'a' }, NOW_MS);
    expect(events.map(({ conversation }) => conversation)).toEqual(['open:911:5501', 'open:700:5501']);
  });

  it.each<[string, HttpResult]>([
    ['is gone', { kind: 'answer', status: 404, headers: {}, text: '{"error":"Record not found"}' }],
    ['shows nothing above', ok({ ancestors: [], descendants: [] })],
  ])('begins with the reply itself when it %s', async (_label, thread) => {
    expect(bodyOf(await pull(scene((url) => threads(url, page, thread))))).toMatchObject({ roots: { '912': '912' } });
  });

  it('that is too long still has a first post', async () => {
    const cut = `{"ancestors":[{"id":"700","content":"${'x'.repeat(MIB)}`;
    expect(bodyOf(await pull(scene((url) => threads(url, page, ok(cut)))))).toMatchObject({ roots: { '912': '700' } });
  });

  it.each<[string, HttpResult, string]>([
    ['cannot be reached', { kind: 'not-sent', cause: 'x' }, 'retry'],
    ['gives no answer', { kind: 'no-answer', cause: 'x' }, 'retry'],
    ['is a page of a proxy', ok('<html>'), 'retry'],
    ['is limited', { kind: 'answer', status: 429, headers: {}, text: '' }, 'retry'],
    ['may not be read', { kind: 'answer', status: 401, headers: {}, text: '' }, 'park'],
  ])('that %s makes the whole look fail', async (_label, thread, kind) => {
    expect(await pull(scene((url) => threads(url, page, thread)))).toMatchObject({ kind });
  });

  it('is asked for eight at a time', async () => {
    let [now, most] = [0, 0];
    const replies = Array.from({ length: 20 }, (_, index) => mention(String(100 + index), '800'));
    const context = scene(() => ok(replies));
    const outcome = await pull({
      ...context,
      http: async (request) => {
        now += 1;
        most = Math.max(most, now);
        await Promise.resolve();
        now -= 1;
        return threads(request.url, replies, ok({ ancestors: [{ id: '1' }] }));
      },
    });
    expect(outcome).toMatchObject({ kind: 'pulled' });
    expect(most).toBe(8);
  });
});
