import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { HttpRequest, HttpResult, PullOutcome } from '../../../src/adapter-sdk/index.js';
import { AN, answering, AT_MS, refusing, scriptedServer, type ScriptedServer } from './bluesky-fixture.js';
import { blueskyPuller } from './puller.js';

const LIST = 'app.bsky.notification.listNotifications';
const LOG = 'chat.bsky.convo.getLog';
const CONVOS = 'chat.bsky.convo.listConvos';
const MINUTE_MS = 60_000;

interface Notification {
  readonly uri: string;
  readonly indexedAt: string;
}

function at(minutes: number, name: string = `p${minutes}`): Notification {
  return {
    uri: `at://${AN}/app.bsky.feed.post/${name}`,
    indexedAt: new Date(AT_MS + minutes * MINUTE_MS).toISOString(),
  };
}

/** The list as the platform keeps it: sorted by time, newest first, with a place in it as its cursor. */
class List {
  readonly items: Notification[] = [];

  readonly answer = (request: HttpRequest): HttpResult => {
    const cursor = new URL(request.url).searchParams.get('cursor');
    const newestFirst = this.items.toSorted((a, b) => b.indexedAt.localeCompare(a.indexedAt));
    const rest = newestFirst.filter(({ indexedAt }) => cursor === null || indexedAt < cursor);
    const notifications = rest.slice(0, this.pageSize);
    const last = notifications.at(-1)?.indexedAt;
    return answering(200, { notifications, ...(last === undefined ? {} : { cursor: last }) });
  };

  private readonly pageSize: number;

  constructor(pageSize: number = 100) {
    this.pageSize = pageSize;
  }
}

type Pulled = Extract<PullOutcome, { kind: 'pulled' }>;

/** Looks as Schakel does: each from where the one before ended. */
class Looks {
  cursor: string | null = null;
  private readonly server: ScriptedServer;
  private readonly settings: object;

  constructor(server: ScriptedServer, settings: object = {}) {
    this.server = server;
    this.settings = settings;
  }

  outcome(): Promise<PullOutcome> {
    const request = { account: 'a', cursor: this.cursor };
    return blueskyPuller.pull(request, this.server.context(AT_MS, { ...this.settings }));
  }

  async once(): Promise<Pulled> {
    const outcome = await this.outcome();
    if (outcome.kind !== 'pulled') {
      throw new Error(`the look gave ${outcome.kind}`);
    }
    this.cursor = outcome.cursor;
    return outcome;
  }
}

interface Body {
  readonly did: string;
  readonly notifications: readonly Notification[];
  readonly logs: readonly { readonly rev: string }[];
}

function bodyOf(outcome: Pulled): Body {
  return JSON.parse(outcome.body?.toString() ?? '{"notifications":[],"logs":[]}') as Body;
}

/** Order says nothing where several looks are put together. */
function sorted(names: readonly (string | undefined)[]): readonly string[] {
  return names.map(String).toSorted((a, b) => a.localeCompare(b));
}

function namesIn(outcome: Pulled): readonly string[] {
  return bodyOf(outcome).notifications.map(({ uri }) => uri.split('/').at(-1) ?? '');
}

describe('looks at posts', () => {
  it('ask for what speaks to us only', async () => {
    const server = scriptedServer({ [LIST]: new List().answer });
    await new Looks(server).once();
    expect(server.requests.at(-1)?.url).toContain(`${LIST}?limit=100&reasons=mention&reasons=reply&reasons=quote`);
  });

  it('take nothing of before the first one in, and each later post once, oldest first', async () => {
    const list = new List();
    list.items.push(at(-500), at(-3), at(-1));
    const looks = new Looks(scriptedServer({ [LIST]: list.answer }));
    expect(namesIn(await looks.once())).toEqual([]);
    list.items.push(at(1), at(2));
    expect(namesIn(await looks.once())).toEqual(['p1', 'p2']);
    expect(await looks.once()).toMatchObject({ body: null, hasMore: false });
  });

  it('begin with an empty list too', async () => {
    const list = new List();
    const looks = new Looks(scriptedServer({ [LIST]: list.answer }));
    await looks.once();
    list.items.push(at(-1));
    expect(namesIn(await looks.once())).toEqual(['p-1']);
  });

  it('find a post whose telephone is behind, below those that are known', async () => {
    const list = new List();
    list.items.push(at(0));
    const looks = new Looks(scriptedServer({ [LIST]: list.answer }));
    await looks.once();
    list.items.push(at(-90, 'late'));
    expect(namesIn(await looks.once())).toEqual(['late']);
    expect((await looks.once()).body).toBeNull();
  });

  it('skip nothing when more came than one look fetches, nor what comes meanwhile', async () => {
    const list = new List(2);
    list.items.push(at(0));
    const looks = new Looks(scriptedServer({ [LIST]: list.answer }));
    await looks.once();
    list.items.push(...Array.from({ length: 15 }, (_none, index) => at(index + 1)));
    const first = await looks.once();
    expect(first.hasMore).toBe(true);
    expect(namesIn(first)).toEqual(['p10', 'p11', 'p12', 'p13', 'p14', 'p15']);
    list.items.push(at(100), at(101));
    const names = [...namesIn(first)];
    for (let count = 0; count < 6; count += 1) {
      names.push(...namesIn(await looks.once()));
    }
    expect(sorted(names)).toEqual(sorted(list.items.slice(1).map(({ uri }) => uri.split('/').at(-1))));
  });

  it('never lose or repeat a post, however they come', async () => {
    const burst = fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.array(burst, { minLength: 1, maxLength: 6 }), async (bursts) => {
        const list = new List(2);
        list.items.push(at(0));
        const looks = new Looks(scriptedServer({ [LIST]: list.answer }));
        await looks.once();
        const got: string[] = [];
        let clock = 0;
        for (const steps of bursts) {
          for (const step of steps) {
            clock += step;
            list.items.push(at(clock));
          }
          got.push(...namesIn(await looks.once()));
        }
        for (let outcome = await looks.once(), count = 0; count < 60; outcome = await looks.once(), count += 1) {
          got.push(...namesIn(outcome));
        }
        expect(sorted(got)).toEqual(sorted(list.items.slice(1).map(({ uri }) => uri.split('/').at(-1))));
      }),
      { numRuns: 60 },
    );
  });

  it('never go back, also when the newest posts are deleted', async () => {
    const list = new List();
    list.items.push(at(0), at(10));
    const looks = new Looks(scriptedServer({ [LIST]: list.answer }));
    const watermark = (await looks.once()).cursor;
    list.items.splice(0);
    const { cursor } = await looks.once();
    const msOf = (text: string) => (JSON.parse(text) as { readonly watermarkMs: number }).watermarkMs;
    expect(msOf(cursor)).toBe(msOf(watermark));
  });

  it('end when the platform gives one cursor for ever', async () => {
    const server = scriptedServer({ [LIST]: () => answering(200, { notifications: [at(1)], cursor: 'same' }) });
    const looks = new Looks(server);
    await looks.once();
    expect(await looks.once()).toMatchObject({ hasMore: false });
    expect(server.called().filter((name) => name === LIST).length).toBeLessThan(5);
  });

  it('wait for a person when the place where they were cannot be read', async () => {
    const looks = new Looks(scriptedServer({ [LIST]: new List().answer }));
    looks.cursor = 'nonsense';
    expect(await looks.outcome()).toEqual({ kind: 'park', code: 'BLUESKY_CURSOR_UNREADABLE' });
  });
});

describe('looks at direct messages', () => {
  const settings = { directMessages: true };
  const log = (...revs: readonly string[]) =>
    answering(200, { cursor: revs.at(-1), logs: revs.map((rev) => ({ rev })) });
  const revsIn = (outcome: Pulled): readonly string[] => bodyOf(outcome).logs.map(({ rev }) => rev);

  it('are not made unless the settings say so', async () => {
    const server = scriptedServer({ [LIST]: new List().answer });
    await new Looks(server).once();
    expect(server.called().some((name) => name.startsWith('chat.'))).toBe(false);
  });

  it('begin where the log is, and go on from its last entry', async () => {
    const entries = ['r1', 'r2', 'r3'];
    const server = scriptedServer({
      [LIST]: new List().answer,
      [CONVOS]: () => answering(200, { convos: [{ rev: 'r1' }] }),
      [LOG]: (request) =>
        log(...entries.filter((rev) => rev > (new URL(request.url).searchParams.get('cursor') ?? ''))),
    });
    const looks = new Looks(server, settings);
    expect((await looks.once()).body).toBeNull();
    const second = await looks.once();
    expect([revsIn(second), second.hasMore]).toEqual([['r2', 'r3'], true]);
    expect(await looks.once()).toMatchObject({ body: null, hasMore: false });
    expect(server.requests.at(-1)).toMatchObject({ headers: { 'atproto-proxy': 'did:web:api.bsky.chat#bsky_chat' } });
  });

  it('begin where the log is when they are switched on later', async () => {
    const server = scriptedServer({
      [LIST]: new List().answer,
      [CONVOS]: () => answering(200, { convos: [{ rev: 'r7' }] }),
      [LOG]: () => log('r8'),
    });
    const posts = new Looks(server);
    await posts.once();
    const both = new Looks(server, settings);
    both.cursor = posts.cursor;
    expect((await both.once()).body).toBeNull();
    expect(revsIn(await both.once())).toEqual(['r8']);
  });

  it('that are not allowed keep no post out, and are told', async () => {
    const list = new List();
    const server = scriptedServer({
      [LIST]: list.answer,
      [CONVOS]: () => answering(200, { convos: [] }),
      [LOG]: () => refusing('InvalidToken', 'Bad token method'),
    });
    const looks = new Looks(server, settings);
    await looks.once();
    list.items.push(at(1));
    expect(namesIn(await looks.once())).toEqual(['p1']);
    expect(await looks.outcome()).toMatchObject({ kind: 'park', code: 'BLUESKY_PASSWORD_NOT_PRIVILEGED' });
  });
});

describe('the pause between two looks', () => {
  it.each([
    [{}, 30_000],
    [{ pollSeconds: 2 }, 2000],
    [{ pollSeconds: 0 }, 30_000],
    [{ pollSeconds: 'x' }, 30_000],
  ])('with %j', (settings, everyMs) => {
    expect(blueskyPuller.everyMs(settings)).toBe(everyMs);
  });
});
