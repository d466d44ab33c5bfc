import { deepStrictEqual as equal, ok } from 'node:assert';
import { startBreakingWay } from './server.mjs';

const HOUR_MS = 3_600_000;
const PUT = 'com.atproto.repo.putRecord';

/** A town and a citizen with a question, and the means to answer it. */
async function worldOf({ adapter, createHttpClient, server }) {
  const client = createHttpClient({ allowPrivateAddresses: true, maxConnectionsPerHost: 4, userAgent: 'schakel-test' });
  const town = await server.account('gemeente');
  const citizen = await server.account('burger');
  const question = await citizen.post('Wanneer wordt de zak opgehaald?');
  const settings = { identifier: town.handle, appPassword: await town.appPassword(), directMessages: false };

  const contextOf = (more = {}) => ({
    ...{ http: client.request, baseUrl: server.url, settings, nowMs: Date.now() },
    ...more,
  });
  let count = 0;
  const partOf = (more = {}) => {
    count += 1;
    return {
      ...{ reference: `schakel:out:${count}`, account: 'brugge', conversation: `${question.uri} ${citizen.did}` },
      ...{ text: `Antwoord ${count}: donderdag.`, citizenAliases: [], inReplyTo: question.uri, replyMode: 'post' },
      firstAttemptAtMs: Date.now(),
      ...more,
    };
  };
  const answersWith = async (text) => (await town.posts()).filter(({ value }) => value.text === text);
  /** Remembers names of methods, and may change an answer. */
  const watched =
    (called, change = (_name, result) => result) =>
    async (request) => {
      const name = new URL(request.url).pathname.split('/').at(-1);
      called.push(name);
      return change(name, await client.request(request));
    };
  const newPassword = async () => ({ ...settings, appPassword: await town.appPassword() });
  const throughBreak = async (when, check) => {
    const way = await startBreakingWay(server.url, PUT, when);
    try {
      return await check(contextOf({ baseUrl: way.url }));
    } finally {
      await way.close();
    }
  };
  return {
    adapter,
    server,
    settings,
    town,
    citizen,
    question,
    contextOf,
    partOf,
    answersWith,
    watched,
    newPassword,
    throughBreak,
  };
}

/** What becomes of an answer. */
function sendingChecks({ adapter, citizen, question, contextOf, partOf, answersWith, throughBreak }) {
  return [
    [
      'an answer that is sent twice is one post, under the post that it answers',
      async () => {
        const part = partOf();
        const first = await adapter.send(part, contextOf());
        equal(first.kind, 'delivered');
        equal(await adapter.send(part, contextOf()), first);
        const posts = await answersWith(part.text);
        equal([posts.length, posts[0].uri], [1, first.remoteId]);
        const { uri, cid } = question;
        equal(posts[0].value.reply, { root: { uri, cid }, parent: { uri, cid } });
      },
    ],
    [
      'an answer to a reply names the first post of the thread',
      async () => {
        const { uri, cid } = question;
        const reply = await citizen.post('En bij ons?', { root: { uri, cid }, parent: { uri, cid } });
        const part = partOf({ inReplyTo: reply.uri });
        equal((await adapter.send(part, contextOf())).kind, 'delivered');
        const [post] = await answersWith(part.text);
        equal(post.value.reply, { root: { uri, cid }, parent: { uri: reply.uri, cid: reply.cid } });
      },
    ],
    [
      'a connection that is cut after the server wrote is looked up, found, and one post after all',
      async () => {
        const part = partOf();
        equal((await throughBreak('after', (context) => adapter.send(part, context))).kind, 'unknown');
        const [post] = await answersWith(part.text);
        equal(await adapter.lookUp(part, contextOf()), { kind: 'found', remoteId: post.uri });
        equal(await adapter.send(part, contextOf()), { kind: 'delivered', remoteId: post.uri });
        equal((await answersWith(part.text)).length, 1);
      },
    ],
    [
      'a connection that is cut before the server heard is looked up and absent',
      async () => {
        const part = partOf();
        equal((await throughBreak('before', (context) => adapter.send(part, context))).kind, 'unknown');
        equal(await adapter.lookUp(part, contextOf()), { kind: 'absent' });
        equal((await answersWith(part.text)).length, 0);
      },
    ],
    [
      'addresses and names in an answer are accepted as links, by bytes',
      async () => {
        const part = partOf({ text: `Één blik op https://brugge.be/één, @${citizen.handle}!` });
        equal((await adapter.send(part, contextOf())).kind, 'delivered');
        const [post] = await answersWith(part.text);
        equal(
          post.value.facets.map(({ features: [{ uri, did }] }) => uri ?? did),
          ['https://brugge.be/één', citizen.did],
        );
      },
    ],
  ];
}

/** Logging in and staying so. */
function sessionChecks({ adapter, server, settings, contextOf, partOf, watched, newPassword }) {
  return [
    [
      'a session that the server calls expired is refreshed, and the answer goes out',
      async () => {
        const called = [];
        const http = watched(called, (name, result) => {
          if (name !== 'com.atproto.server.createSession') {
            return result;
          }
          const body = JSON.parse(result.text);
          return { ...result, text: JSON.stringify({ ...body, accessJwt: server.expired(body.accessJwt) }) };
        });
        // By this clock the token is still good, so that the server is the one who says that it is not.
        const context = contextOf({ http, settings: await newPassword(), nowMs: Date.now() - 3 * HOUR_MS });
        equal((await adapter.send(partOf(), context)).kind, 'delivered');
        equal(
          called.filter((name) => name.endsWith('Session')).map((name) => name.split('.').at(-1)),
          ['createSession', 'refreshSession'],
        );
      },
    ],
    [
      'a session is refreshed before it ends, and used while it is good',
      async () => {
        const called = [];
        const context = contextOf({ http: watched(called), settings: await newPassword() });
        equal((await adapter.send(partOf(), context)).kind, 'delivered');
        equal((await adapter.send(partOf(), context)).kind, 'delivered');
        equal((await adapter.send(partOf(), { ...context, nowMs: Date.now() + 2 * HOUR_MS })).kind, 'delivered');
        equal(
          called.filter((name) => name.endsWith('Session')).map((name) => name.split('.').at(-1)),
          ['createSession', 'refreshSession'],
        );
      },
    ],
    [
      'a wrong password waits for a person, and is not tried again at once',
      async () => {
        const called = [];
        const wrong = { ...settings, appPassword: 'abcd-efgh-ijkl-mnop' };
        const context = contextOf({ http: watched(called), settings: wrong });
        for (const outcome of [await adapter.send(partOf(), context), await adapter.send(partOf(), context)]) {
          equal([outcome.kind, outcome.code], ['park', 'BLUESKY_PASSWORD_WRONG']);
        }
        equal(called, ['com.atproto.server.createSession']);
      },
    ],
  ];
}

/** What the server does not take. */
function refusalChecks({ adapter, citizen, contextOf, partOf }) {
  return [
    [
      'a text of 300 signs is taken, one of 301 is refused as too long',
      async () => {
        equal((await adapter.send(partOf({ text: 'a'.repeat(300) }), contextOf())).kind, 'delivered');
        const { kind, code } = await adapter.send(partOf({ text: 'a'.repeat(301) }), contextOf());
        equal([kind, code], ['refused', 'BLUESKY_TEXT_TOO_LONG']);
      },
    ],
    [
      'an answer to a post that was deleted is refused',
      async () => {
        const gone = await citizen.post('Laat maar.');
        await citizen.remove(gone.uri);
        const { kind, code } = await adapter.send(partOf({ inReplyTo: gone.uri }), contextOf());
        equal([kind, code], ['refused', 'BLUESKY_POST_GONE']);
      },
    ],
    [
      'a look at the account without an AppView comes again later',
      async () => {
        const { kind, code } = await adapter.puller.pull({ account: 'brugge', cursor: null }, contextOf());
        equal(kind, 'retry');
        ok(code.startsWith('BLUESKY_'));
      },
    ],
  ];
}

/**
 * What must hold between our adapter and the real server, as pairs of a sentence and a check. Each check asks the server
 * itself for what it has now.
 */
export async function checksOf(parts) {
  const world = await worldOf(parts);
  return [...sendingChecks(world), ...sessionChecks(world), ...refusalChecks(world)];
}
