import { describe, expect, it } from '@jest/globals';
import type { ChannelContext, HttpRequest, HttpResult, PullOutcome } from '../../../src/adapter-sdk/index.js';
import { adapter } from './index.js';

const NOW_MS = 1_795_600_000_000;
const HOUR_MS = 3_600_000;
const SINCE_MS = NOW_MS - 24 * HOUR_MS;
const THREAD = 'urn:li:activity:7400000000000000001';

type Reply = HttpResult | ((request: HttpRequest) => HttpResult);

function json(status: number, body: object, headers: Readonly<Record<string, string>> = {}): HttpResult {
  return { kind: 'answer', status, headers, text: JSON.stringify(body) };
}

function listing(elements: readonly object[], paging: object = { start: 0, count: 20, links: [] }): HttpResult {
  return json(200, { elements, paging });
}

function notification(id: number, atMs: number, more: object = {}): object {
  return {
    notificationId: id,
    action: 'COMMENT',
    generatedActivity: `urn:li:comment:(activity:7400000000000000001,${String(7_400_000 + id)})`,
    lastModifiedAt: atMs,
    decoratedGeneratedActivity: { comment: { owner: 'urn:li:person:A', text: 'Vraag' } },
    ...more,
  };
}

/** LinkedIn, which lists what it is told to list and shows comments as it is told to. */
function linkedIn(list: Reply, comment: Reply = shown): ChannelContext & { readonly requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  return {
    requests,
    http: (request) => {
      requests.push(request);
      const reply = request.url.includes('/socialActions/') ? comment : list;
      return Promise.resolve(typeof reply === 'function' ? reply(request) : reply);
    },
    baseUrl: 'https://linkedin.example',
    settings: { accessToken: 'token' },
    nowMs: NOW_MS,
  };
}

function shown(request: HttpRequest): HttpResult {
  const number = request.url.split('/').at(-1) ?? '';
  return json(200, {
    commentUrn: `urn:li:comment:(${THREAD},${number})`,
    actor: 'urn:li:person:A',
    message: { text: 'Vraag' },
    parentComment: `urn:li:comment:(${THREAD},1)`,
  });
}

async function pull(context: ChannelContext, cursor: string | null = String(SINCE_MS)): Promise<PullOutcome> {
  const outcome = await adapter.puller?.pull({ account: '9900001', cursor }, context);
  if (outcome === undefined) {
    throw new Error('the channel is pulled');
  }
  return outcome;
}

function itemsIn(outcome: PullOutcome): readonly { readonly notification: { readonly notificationId: number } }[] {
  const text = outcome.kind === 'pulled' && outcome.body !== null ? outcome.body.toString('utf8') : '{"items":[]}';
  // The body that the puller itself wrote.
  return (JSON.parse(text) as { items: [] }).items;
}

function numbersIn(outcome: PullOutcome): readonly number[] {
  return itemsIn(outcome).map((item) => item.notification.notificationId);
}

function cursorOf(outcome: PullOutcome): string {
  return outcome.kind === 'pulled' ? outcome.cursor : outcome.code;
}

describe('a look', () => {
  it('asks as Rest.li wants it: brackets of its own stay, those of a URN are escaped', async () => {
    const context = linkedIn(listing([]));
    await pull(context);
    expect(context.requests).toEqual([
      {
        method: 'GET',
        url:
          'https://linkedin.example/rest/organizationalEntityNotifications?q=criteria' +
          '&organizationalEntity=urn%3Ali%3Aorganization%3A9900001' +
          '&actions=List(COMMENT,ADMIN_COMMENT,COMMENT_EDIT,COMMENT_DELETE,SHARE_MENTION)' +
          `&timeRange=(start:${String(SINCE_MS)},end:${String(NOW_MS)})&start=0&count=20`,
        headers: {
          authorization: 'Bearer token',
          'linkedin-version': '202607',
          'x-restli-protocol-version': '2.0.0',
        },
        timeoutMs: 15_000,
      },
    ]);
  });

  it('begins now, and asks for no comment at the first one', async () => {
    const context = linkedIn(listing([notification(1, NOW_MS - 1000)]));
    expect(await pull(context, null)).toEqual({
      ...{ kind: 'pulled', body: null, cursor: String(NOW_MS), hasMore: false },
    });
    expect(context.requests).toHaveLength(1);
  });

  it('asks no further back than LinkedIn keeps', async () => {
    const context = linkedIn(listing([]));
    await pull(context, '10');
    expect(context.requests[0]?.url).toContain(`start:${String(NOW_MS - 59 * 24 * HOUR_MS)},`);
  });

  it('keeps each notification with its comment, which tells the tree', async () => {
    const outcome = await pull(linkedIn(listing([notification(1, NOW_MS - 1000)])));
    expect(itemsIn(outcome)).toMatchObject([
      { notification: { notificationId: 1 }, comment: { parentComment: `urn:li:comment:(${THREAD},1)` } },
    ]);
  });

  it('waits for no comment of which it is also told that it was deleted', async () => {
    const deletion = { ...notification(1, NOW_MS - 500), notificationId: 2, action: 'COMMENT_DELETE' };
    const context = linkedIn(listing([deletion, notification(1, NOW_MS - 1000)]));
    expect(itemsIn(await pull(context))).toMatchObject([{}, { missing: 'deleted' }]);
    expect(context.requests).toHaveLength(1);
  });

  it('fetches no comment of a deletion, a mention or what has no id', async () => {
    const kinds = [{ action: 'COMMENT_DELETE' }, { action: 'SHARE_MENTION' }, { generatedActivity: 'urn:li:like:1' }];
    const context = linkedIn(listing(kinds.map((kind, index) => notification(index, NOW_MS - 1000, kind))));
    expect(numbersIn(await pull(context))).toEqual([0, 1, 2]);
    expect(context.requests).toHaveLength(1);
  });
});

describe('the place', () => {
  it('moves to the newest event, looks back an hour, and leaves out what it saw there', async () => {
    const first = await pull(linkedIn(listing([notification(1, NOW_MS - HOUR_MS), notification(2, NOW_MS - 5000)])));
    const late = notification(3, NOW_MS - 20_000);
    const context = linkedIn(listing([notification(2, NOW_MS - 5000), late]));
    const second = await pull(context, cursorOf(first));
    expect(context.requests[0]?.url).toContain(`start:${String(NOW_MS - 5000 - HOUR_MS)},`);
    expect(numbersIn(second)).toEqual([3]);
    // The late one is older than the place, which does not go back.
    expect(JSON.parse(cursorOf(second))).toMatchObject({ since: NOW_MS - 5000 });
    expect(await pull(context, cursorOf(second))).toMatchObject({ body: null, cursor: cursorOf(second) });
  });

  it('goes back an hour, and never behind where the reading began', async () => {
    const context = linkedIn(listing([notification(1, SINCE_MS + 1000)]));
    const early = cursorOf(await pull(context));
    await pull(context, early);
    expect(context.requests.at(-1)?.url).toContain(`start:${String(SINCE_MS)},`);
    const later = linkedIn(listing([notification(2, SINCE_MS + 2 * HOUR_MS)]));
    const place = cursorOf(await pull(later, early));
    await pull(later, place);
    expect(later.requests.at(-1)?.url).toContain(`start:${String(SINCE_MS + HOUR_MS)},`);
    expect(place).not.toContain('begun');
  });

  it('takes a second change of one notification for news', async () => {
    const first = await pull(linkedIn(listing([notification(1, NOW_MS - 5000)])));
    expect(numbersIn(await pull(linkedIn(listing([notification(1, NOW_MS - 4000)])), cursorOf(first)))).toEqual([1]);
  });

  it('does not follow a clock that is ahead', async () => {
    const outcome = await pull(linkedIn(listing([notification(1, NOW_MS + HOUR_MS)])));
    expect(JSON.parse(cursorOf(outcome))).toMatchObject({ since: NOW_MS });
  });

  it('goes through all pages of one window before it moves', async () => {
    const all = Array.from({ length: 45 }, (_, index) => notification(index, NOW_MS - 1000 * (index + 1)));
    const list = (request: HttpRequest): HttpResult => {
      const start = Number(/&start=(\d+)/.exec(request.url)?.[1]);
      return listing(all.slice(start, start + 20), { start, count: 20, links: [] });
    };
    const seen: number[] = [];
    const ends: unknown[] = [];
    let cursor = String(SINCE_MS);
    for (let page = 0; page < 3; page += 1) {
      const context = { ...linkedIn(list), nowMs: NOW_MS + page * HOUR_MS };
      const outcome = await pull(context, cursor);
      expect(context.requests[0]?.url).toContain(`,end:${String(NOW_MS)})`);
      seen.push(...numbersIn(outcome));
      ends.push(outcome.kind === 'pulled' && outcome.hasMore);
      cursor = cursorOf(outcome);
      expect(JSON.parse(cursor)).toMatchObject({ since: page < 2 ? SINCE_MS : NOW_MS - 1000 });
    }
    expect(seen).toEqual(all.map((_, index) => index));
    expect(ends).toEqual([true, true, false]);
  });

  it.each([
    ['a named next page', { start: 0, count: 20, links: [{ rel: 'next', href: '/x' }] }, true],
    ['a named page before', { start: 0, count: 20, links: [{ rel: 'prev', href: '/x' }] }, false],
    ['a higher total', { start: 0, count: 20, total: 2 }, true],
    ['a total that was reached', { start: 0, count: 1, total: 1 }, false],
    ['a page as full as LinkedIn makes it', { start: 0, count: 1 }, true],
    ['nothing', {}, false],
  ])('knows from %s whether there is more', async (_label, paging, hasMore) => {
    const outcome = await pull(linkedIn(listing([notification(1, NOW_MS - 1000)], paging)));
    expect(outcome).toMatchObject({ kind: 'pulled', hasMore });
  });

  it('ends at an empty page, whatever that page says of a next one', async () => {
    const paging = { start: 0, count: 20, total: 99, links: [{ rel: 'next', href: '/x' }] };
    expect(await pull(linkedIn(listing([], paging)))).toMatchObject({ kind: 'pulled', body: null, hasMore: false });
  });

  it('goes past elements that cannot be read', async () => {
    const list = json(200, { elements: [5, null], paging: { start: 0, count: 2, total: 4 } });
    expect(JSON.parse(cursorOf(await pull(linkedIn(list))))).toMatchObject({ page: { start: 2 } });
  });

  it('waits for a person rather than skip or begin anew', async () => {
    const full = JSON.stringify({ since: 10, seen: [], page: { until: NOW_MS, start: 5_001, newest: 10 } });
    expect(await pull(linkedIn(listing([])), full)).toEqual({ kind: 'park', code: 'LINKEDIN_WINDOW_TOO_FULL' });
    for (const cursor of ['', 'x', '{}', '-1', 'null', '[]']) {
      expect(await pull(linkedIn(listing([])), cursor)).toEqual({ kind: 'park', code: 'LINKEDIN_CURSOR_UNREADABLE' });
    }
  });

  it('waits for a number of an organisation', async () => {
    const context = linkedIn(listing([]));
    const outcome = await adapter.puller?.pull({ account: 'stad-brugge', cursor: null }, context);
    expect(outcome).toEqual({ kind: 'park', code: 'LINKEDIN_ACCOUNT_INVALID' });
    expect(context.requests).toEqual([]);
  });
});

describe('a comment that cannot be had', () => {
  const refusal = (status: number, message: string = 'x'): HttpResult => json(status, { status, message });
  const bare = (atMs: number): object => notification(1, atMs, { decoratedGeneratedActivity: undefined });
  const young = NOW_MS - 1000;
  const old = NOW_MS - 2 * HOUR_MS;

  it.each([
    ['gone, words known', refusal(404), notification(1, young), { missing: 'gone' }],
    ['withheld, words known', refusal(403), notification(1, young), { missing: 'withheld' }],
    ['gone for long', refusal(404), bare(old), { missing: 'gone' }],
    ['withheld for long', refusal(403), bare(old), { missing: 'withheld' }],
    ['broken for long', refusal(500), bare(old), { missing: 'withheld' }],
    ['unreadable for long', json(200, {}), bare(old), { missing: 'withheld' }],
  ])('%s: is taken as far as it is known', async (_label, comment, told, expected) => {
    expect(itemsIn(await pull(linkedIn(listing([told]), comment)))).toMatchObject([expected]);
  });

  it.each([
    ['gone', refusal(404), 'LINKEDIN_COMMENT_NOT_SHOWN'],
    ['withheld', refusal(403), 'LINKEDIN_COMMENT_NOT_SHOWN'],
    ['broken', refusal(500), 'LINKEDIN_SERVER_ERROR'],
    ['unreadable', json(200, {}), 'LINKEDIN_ANSWER_UNREADABLE'],
    ['silent', { kind: 'no-answer', cause: 'timeout' } as const, 'LINKEDIN_NO_ANSWER'],
  ])('%s, new, and unknown: holds the look up', async (_label, comment, code) => {
    expect(await pull(linkedIn(listing([bare(young)]), comment))).toMatchObject({ kind: 'retry', code });
  });

  it.each([
    ['a dead token', refusal(401), { kind: 'park', code: 'LINKEDIN_TOKEN_INVALID' }],
    ['a version that ended', refusal(426), { kind: 'park', code: 'LINKEDIN_VERSION_GONE' }],
    [
      'a version that ended, told as 400',
      refusal(400, 'Version 202607'),
      { kind: 'park', code: 'LINKEDIN_VERSION_GONE' },
    ],
    ['a limit', refusal(429), { kind: 'retry', code: 'LINKEDIN_RATE_LIMITED' }],
  ])('%s: ends the look, however old it is', async (_label, comment, expected) => {
    expect(await pull(linkedIn(listing([notification(1, old)]), comment))).toMatchObject(expected);
  });
});

describe('what LinkedIn answers to a look', () => {
  it.each<[string, HttpResult, object]>([
    ['no access', json(403, { status: 403, code: 'ACCESS_DENIED' }), { kind: 'park', code: 'LINKEDIN_ACCESS_LOST' }],
    ['not found', json(404, { status: 404 }), { kind: 'park', code: 'LINKEDIN_POST_GONE' }],
    [
      'a limit with a time',
      json(429, { status: 429 }, { 'retry-after': '7' }),
      { kind: 'retry', code: 'LINKEDIN_RATE_LIMITED', afterMs: 7000 },
    ],
    ['a list that is none', json(200, { elements: 5 }), { kind: 'retry', code: 'LINKEDIN_ANSWER_UNREADABLE' }],
  ])('%s', async (_label, result, expected) => {
    expect(await pull(linkedIn(result))).toMatchObject(expected);
  });
});

describe('the pause between two looks', () => {
  it.each([
    [{}, 900_000],
    [{ pollSeconds: 2 }, 2000],
    [{ pollSeconds: 0 }, 900_000],
    [{ pollSeconds: 'x' }, 900_000],
  ])('with %j', (settings, everyMs) => {
    expect(adapter.puller?.everyMs(settings)).toBe(everyMs);
  });
});
