import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ChannelContext, ChannelEvent, PullOutcome } from '../../../src/adapter-sdk/index.js';
import { conversations, metaHistory, metaReceiver, PAGE_FEED } from './index.js';

const PAGE = '104500000000001';
const SINCE_MS = Date.parse('2026-11-26T08:00:00Z');
const FEED = metaHistory('page', [PAGE_FEED]);
const TALKS = metaHistory('page', [conversations('messenger')]);

function at(minutes: number): string {
  return new Date(SINCE_MS + minutes * 60_000).toISOString().replace(/\.\d{3}Z$/, '+0000');
}

function comment(id: string, minutes: number, more: object = {}): object {
  return { id, message: `woord ${id}`, created_time: at(minutes), from: { id: '77', name: 'Mia' }, ...more };
}

function page(data: readonly object[], after?: string): object {
  return after === undefined ? { data } : { data, paging: { next: 'https://x/?access_token=t', cursors: { after } } };
}

type Asked = Readonly<Record<string, string>>;

/** Answers by path and cursor, such as `104/feed A`. */
function serving(pages: Readonly<Record<string, unknown>>): ChannelContext & { readonly asked: Asked[] } {
  const asked: Asked[] = [];
  return {
    asked,
    http: (request) => {
      const url = new URL(request.url);
      asked.push(Object.fromEntries(url.searchParams));
      const after = url.searchParams.get('after');
      const key = url.pathname.split('/').slice(2).join('/') + (after === null ? '' : ` ${after}`);
      return Promise.resolve({ kind: 'answer', status: 200, headers: {}, text: JSON.stringify(pages[key] ?? {}) });
    },
    baseUrl: 'http://127.0.0.1:9',
    settings: { accessToken: 't', appSecret: 's' },
    nowMs: SINCE_MS + 86_400_000,
  };
}

function eventsIn(outcome: PullOutcome): readonly ChannelEvent[] {
  const body = outcome.kind === 'pulled' ? outcome.body : null;
  return body === null ? [] : metaReceiver.split({ rawBody: body, headers: {} }, SINCE_MS);
}

/** Reads to the end; gives what was recovered, a list a call. */
async function readAll(history: typeof FEED, context: ChannelContext): Promise<readonly (readonly ChannelEvent[])[]> {
  const found: (readonly ChannelEvent[])[] = [];
  let cursor: string | null = null;
  for (let calls = 0; calls < 20; calls += 1) {
    const outcome: PullOutcome = await history.read({ account: PAGE, sinceMs: SINCE_MS, page: cursor }, context);
    if (outcome.kind !== 'pulled') {
      throw new Error(`the call gave ${outcome.kind} ${outcome.code}`);
    }
    found.push(eventsIn(outcome));
    if (!outcome.hasMore) {
      return found;
    }
    cursor = outcome.cursor;
  }
  throw new Error('it does not end');
}

describe('the history of a page', () => {
  it('gives what was said since, as Meta would have posted it, the oldest first', async () => {
    const post = {
      ...{ id: `${PAGE}_1`, created_time: at(-900), from: { id: PAGE } },
      comments: page([
        comment('1_3', 9, { parent: { id: '1_2' }, attachment: { media: { image: { src: 'https://x/put.jpg' } } } }),
        comment('1_2', 5),
        comment('1_1', -1),
      ]),
    };
    const [events] = await readAll(FEED, serving({ [`${PAGE}/feed`]: page([post]) }));
    expect(events).toMatchObject([
      { key: 'feed:comment:add:1_2', conversation: '1_2', action: 'open', occurredAtMs: SINCE_MS + 300_000 },
      {
        ...{ key: 'feed:comment:add:1_3', conversation: '1_2' },
        message: { text: 'woord 1_3', replyTo: '1_2', attachments: [{ type: 'image' }] },
      },
    ]);
    expect(events).toHaveLength(2);
  });

  it('takes posts of visitors, and the answers of colleagues', async () => {
    const visitor = { ...comment(`${PAGE}_9`, 3), comments: page([comment('9_1', 4, { from: { id: PAGE } })]) };
    const [events] = await readAll(FEED, serving({ [`${PAGE}/feed`]: page([visitor]) }));
    expect(events?.map(({ action, conversation }) => [action, conversation])).toEqual([
      ['open', `${PAGE}_9`],
      ['outside', `${PAGE}_9`],
    ]);
  });

  it('reads on where more was said than comes with the post, until before the gap', async () => {
    const post = (id: string, comments: object) => ({ id, created_time: at(-900), from: { id: PAGE }, comments });
    const context = serving({
      [`${PAGE}/feed`]: page([post('P1', page([comment('1_4', 9)], 'C1'))], 'F1'),
      [`${PAGE}/feed F1`]: page([post('P2', page([comment('2_1', 8)]))]),
      'P1/comments C1': page([comment('1_3', 7)], 'C2'),
      'P1/comments C2': page([comment('1_2', 6), comment('1_1', -5)], 'C3'),
    });
    const found = await readAll(FEED, context);
    expect(found.map((events) => events.map(({ message }) => message?.id))).toEqual([
      ['1_4'],
      ['2_1'],
      ['1_3'],
      ['1_2'],
    ]);
    expect(JSON.stringify(context.asked)).not.toContain('access_token');
  });

  it('looks at a hundred posts and no further', async () => {
    const endless = page([{ id: 'P', created_time: at(-900), comments: page([]) }], 'A');
    const context = serving({ [`${PAGE}/feed`]: endless, [`${PAGE}/feed A`]: endless });
    await readAll(FEED, context);
    expect(context.asked).toHaveLength(4);
  });
});

describe('the history of conversations', () => {
  const message = (id: string, minutes: number, from: string, to: string) => ({
    ...{ id, message: `woord ${id}`, created_time: at(minutes), from: { id: from }, to: { data: [{ id: to }] } },
  });

  it('gives both sides under the ids of the posts, and stops at what did not move', async () => {
    const context = serving({
      [`${PAGE}/conversations`]: page(
        [
          {
            id: 't_1',
            updated_time: at(9),
            messages: page([message('m_2', 9, PAGE, '61'), message('m_1', 5, '61', PAGE)]),
          },
          { id: 't_2', updated_time: at(-1), messages: page([message('m_0', -1, '62', PAGE)]) },
        ],
        'A',
      ),
    });
    const found = await readAll(TALKS, context);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject([
      { channel: 'messenger', key: 'message:m_1', conversation: '61', action: 'open' },
      { channel: 'messenger', key: 'message:m_2', conversation: '61', action: 'outside' },
    ]);
  });

  it('keeps files', async () => {
    const attachments = { data: [{ mime_type: 'image/jpeg', image_data: { url: 'https://x/a.jpg' } }] };
    const talk = {
      id: 't_1',
      updated_time: at(9),
      messages: page([{ ...message('m_1', 5, '61', PAGE), attachments }]),
    };
    const [[event] = []] = await readAll(TALKS, serving({ [`${PAGE}/conversations`]: page([talk]) }));
    expect(event?.message?.attachments).toEqual([{ type: 'image', url: 'https://x/a.jpg' }]);
  });
});

describe('a history that cannot be read', () => {
  const read = async (text: string, status = 200, cursor: string | null = null): Promise<PullOutcome> =>
    FEED.read(
      { account: PAGE, sinceMs: SINCE_MS, page: cursor },
      { ...serving({}), http: () => Promise.resolve({ kind: 'answer', status, headers: {}, text }) },
    );

  it('is tried again, or waits for a person', async () => {
    expect(await read('<html>')).toMatchObject({ kind: 'retry', code: 'META_LOOK_UP_UNREADABLE' });
    expect(await read('{"error":{"code":4}}', 400)).toMatchObject({ kind: 'retry', code: 'META_RATE_LIMITED' });
    expect(await read('{"error":{"code":190}}', 400)).toMatchObject({ kind: 'park', code: 'META_TOKEN_INVALID' });
  });

  it('has one of the known outcomes for any answer and cursor', async () => {
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((json) => `{"data":[${json}]}`),
    );
    await fc.assert(
      fc.asyncProperty(texts, fc.option(fc.oneof(fc.string(), fc.json())), async (text, cursor) => {
        expect(['pulled', 'retry', 'park']).toContain((await read(text, 200, cursor)).kind);
      }),
    );
  });
});
