import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { adapter } from '../../adapters/channels/x/index.js';
import type { ChannelContext, ChannelEvent, OutgoingPart, WebhookReceiver } from '../../src/adapter-sdk/index.js';
import type { FakeX } from '../../src/demo/x/fake-x.js';
import { startFakeX } from '../../src/demo/x/server.js';
import { splitReply } from '../../src/domain/split-reply.js';
import { createHttpClient, type HttpOut } from '../../src/platform/http-out/http-client.js';

const TOWN = {
  ...{ id: '1700000000000000001', username: 'Voorbeeldegem', name: 'Voorbeeldegem' },
  ...{ token: '1700000000000000001-token', tokenSecret: 'token-secret' },
};
const APP = { consumerKey: 'key', consumerSecret: 'consumer-secret' };
const SECRETS = { signing: [APP.consumerSecret] };
const LIES = { username: 'lies_vb', name: 'Lies' };

let platform: FakeX;
let client: HttpOut;
let door: Server;
let events: ChannelEvent[];
let refused: number;

/** The front door as intake has it: the handshake, and what passes the check of its signature. */
function startDoor(): Promise<string> {
  const receiver = adapter.receiver as WebhookReceiver;
  door = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = { rawBody: Buffer.concat(chunks), headers: request.headers as Record<string, string> };
      if (request.method === 'GET') {
        const answer = receiver.handshake?.(Object.fromEntries(url.searchParams), SECRETS);
        response.writeHead(answer?.status ?? 404).end(answer?.body);
        return;
      }
      const isGood = receiver.verify(raw, SECRETS, Date.now()).ok;
      refused += isGood ? 0 : 1;
      events.push(...(isGood ? receiver.split(raw, platform.nowMs()) : []));
      response.writeHead(isGood ? 200 : 401).end();
    });
  });
  return new Promise((resolve) => {
    door.listen(0, '127.0.0.1', () => {
      const address = door.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/webhooks/x`);
    });
  });
}

beforeEach(async () => {
  [events, refused] = [[], 0];
  platform = await startFakeX({ ...APP, accounts: [TOWN] });
  client = createHttpClient({ allowPrivateAddresses: true, maxConnectionsPerHost: 8, userAgent: 'schakel-test' });
  expect(await platform.subscribe(await startDoor())).toEqual({ ok: true, status: 200 });
});

afterEach(async () => {
  await client.close();
  await platform.close();
  door.closeAllConnections();
  door.close();
});

function context(change: object = {}): ChannelContext {
  const settings = { ...APP, accessToken: TOWN.token, accessTokenSecret: TOWN.tokenSecret, ...change };
  return { http: client.request, baseUrl: platform.url, settings, nowMs: platform.nowMs() };
}

async function told(): Promise<readonly ChannelEvent[]> {
  await platform.settled(5000);
  const all = events;
  events = [];
  return all;
}

function answerTo(event: ChannelEvent | undefined, text: string): OutgoingPart {
  return {
    ...{ reference: 'schakel:out:1', account: TOWN.id, conversation: event?.conversation ?? '', text },
    ...{ citizenAliases: [], replyMode: 'summoned', firstAttemptAtMs: platform.nowMs() },
    ...(event?.message === undefined ? {} : { inReplyTo: event.message.id }),
  };
}

describe('what citizens write on X', () => {
  it('is one message when it is a mention and a reply at once, posted twice, out of order, and looked for', async () => {
    platform.setDisorder({ seed: 'a', duplicateShare: 0.6, reorderShare: 0.6, delayMs: 20 });
    const own = platform.postAsAccount({ account: TOWN.username, text: 'Morgen markt.' });
    for (let n = 0; n < 10; n += 1) {
      platform.write({ citizen: LIES, inReplyTo: own.id, text: `tot hoe laat @Voorbeeldegem ${n}?` });
    }
    const opened = (await told()).filter(({ action }) => action === 'open');
    expect(opened.length).toBeGreaterThan(20);
    expect(new Set(opened.map(({ key }) => key)).size).toBe(10);
    const outcome = await adapter.puller?.pull({ account: TOWN.id, cursor: '1' }, context());
    const rawBody = outcome?.kind === 'pulled' ? (outcome.body ?? Buffer.alloc(0)) : Buffer.alloc(0);
    const pulled = adapter.receiver.split({ rawBody, headers: {}, account: TOWN.id }, platform.nowMs());
    expect(pulled.map(({ key }) => key).toSorted()).toEqual([...new Set(opened.map(({ key }) => key))].toSorted());
    const about = (list: readonly ChannelEvent[]) =>
      new Map(
        list.map(({ key, conversation, message }) => [key, `${conversation} ${message?.text} ${message?.answerable}`]),
      );
    expect(about(pulled)).toEqual(about(opened));
    expect(refused).toBe(0);
  });

  it('says whether it may be answered, as X will decide', async () => {
    const own = platform.postAsAccount({ account: TOWN.username, text: 'Morgen markt.' });
    platform.write({ citizen: LIES, text: '@Voorbeeldegem is er markt?' });
    platform.write({ citizen: LIES, text: 'Zie hier', quotes: own.id });
    platform.write({ citizen: LIES, text: 'goed zo', inReplyTo: own.id });
    platform.write({ citizen: LIES, text: 'wat zegt @Voorbeeldegem hiervan?', inReplyTo: own.id });
    const opened = (await told()).filter(({ action }) => action === 'open');
    const firsts = [...new Map(opened.map((event) => [event.key, event])).values()];
    const outcomes = await Promise.all(
      firsts.map(async (event, n) => ({
        allowed: event.message?.answerable,
        kind: (await adapter.send(answerTo(event, `Antwoord ${n}`), context())).kind,
      })),
    );
    expect(outcomes.length).toBe(4);
    expect(outcomes.every(({ allowed, kind }) => kind === (allowed === true ? 'delivered' : 'refused'))).toBe(true);
    expect(outcomes.filter(({ allowed }) => allowed === false)).toHaveLength(1);
  });

  it('in private comes with its writer, encrypted or not', async () => {
    platform.message({ citizen: LIES, account: TOWN.username, text: 'Mijn pas werkt niet' });
    platform.message({ citizen: LIES, account: TOWN.username });
    expect((await told()).map(({ message, citizen }) => [message?.text, message?.answerable, citizen?.name])).toEqual([
      ['Mijn pas werkt niet', undefined, 'Lies'],
      [expect.stringContaining('Versleuteld'), false, undefined],
    ]);
  });
});

describe('answers on X', () => {
  it('go in private to who wrote in public, also where X takes no reply, and the citizen writes on there', async () => {
    const own = platform.postAsAccount({ account: TOWN.username, text: 'Morgen markt.' });
    platform.write({ citizen: LIES, text: 'mijn dossier ligt stil', inReplyTo: own.id });
    const asked = (await told()).find(({ action }) => action === 'open');
    const part = { ...answerTo(asked, 'Uw nummer?'), privateReplyTo: asked?.message?.id ?? '' };
    platform.closeMessages(LIES.username, true);
    expect(await adapter.send(part, context())).toMatchObject({ kind: 'refused', code: 'X_RECIPIENT_CLOSED' });
    platform.closeMessages(LIES.username, false);
    platform.fault({ endpoint: 'message', kind: 'close-after-effect' });
    expect(await adapter.send(part, context())).toMatchObject({ kind: 'unknown' });
    const found = await adapter.lookUp(part, context());
    platform.message({ citizen: LIES, account: TOWN.username, text: '2026-117' });
    const since = await told();
    const back = since.find(({ action }) => action === 'open');
    expect(found).toMatchObject({
      kind: 'found',
      privately: { conversation: back?.conversation, aliases: back?.citizen?.aliases },
    });
    expect(since.find(({ action }) => action === 'outside')?.conversation).toBe(back?.conversation);
    expect(platform.transcript({ who: 'service', kind: 'message' })).toMatchObject([{ to: LIES.username }]);
  });

  it('are posted once when X took one and the answer got lost, and known again when they come back', async () => {
    platform.write({ citizen: LIES, text: '@Voorbeeldegem is er markt?' });
    const [asked] = (await told()).filter(({ action }) => action === 'open');
    const part = answerTo(asked, 'Ja, zie https://voorbeeldegem.be/markt & tot dan 💡');
    platform.fault({ endpoint: 'post', kind: 'close-after-effect' });
    expect(await adapter.send(part, context())).toMatchObject({ kind: 'unknown' });
    expect(await adapter.lookUp(part, context())).toMatchObject({ kind: 'found' });
    const [echo] = (await told()).filter(({ action }) => action === 'outside');
    expect(echo).toMatchObject({ conversation: asked?.conversation, message: { text: part.text } });
    expect(platform.transcript({ who: 'service' })).toHaveLength(1);
    platform.advanceClock(60_000);
    const later = { ...part, text: 'Nooit gezegd', firstAttemptAtMs: platform.nowMs() - 60_000 };
    expect(await adapter.lookUp(later, context())).toEqual({ kind: 'absent' });
  });

  it('in private are found again as well', async () => {
    platform.message({ citizen: LIES, account: TOWN.username, text: 'Mijn pas werkt niet' });
    const [asked] = await told();
    const part = answerTo(asked, 'Kom langs aan het loket.');
    platform.fault({ endpoint: 'message', kind: 'close-after-effect' });
    expect(await adapter.send(part, context())).toMatchObject({ kind: 'unknown' });
    expect(await adapter.lookUp(part, context())).toMatchObject({ kind: 'found' });
    expect(platform.transcript({ who: 'service', to: LIES.username })).toHaveLength(1);
  });

  it('are as long as X allows, whatever is in them', async () => {
    platform.write({ citizen: LIES, text: '@Voorbeeldegem vraag' });
    const [asked] = (await told()).filter(({ action }) => action === 'open');
    const long = Array.from({ length: 12 }, (_, n) => `💡 ${n} 请问 https://voorbeeldegem.be/a/b?c=1 en gent.be.`).join(
      ' ',
    );
    const split = splitReply(long, adapter.textLimit);
    const texts = split.ok ? split.parts : [];
    expect(texts.length).toBeGreaterThan(1);
    for (const [n, text] of texts.entries()) {
      expect({ n, outcome: await adapter.send(answerTo(asked, text), context()) }).toMatchObject({
        ...{ n, outcome: { kind: 'delivered' } },
      });
    }
  });

  it('are told in words that the adapter knows when X takes none', async () => {
    platform.write({ citizen: LIES, text: '@Voorbeeldegem vraag' });
    const [asked] = (await told()).filter(({ action }) => action === 'open');
    const part = answerTo(asked, 'Dag');
    const wrong = context({ accessTokenSecret: 'another' });
    expect(await adapter.send(part, wrong)).toMatchObject({ kind: 'park', code: 'X_TOKEN_INVALID' });
    platform.fault({ endpoint: 'post', kind: 'usage-capped' });
    expect(await adapter.send(part, context())).toMatchObject({ kind: 'park', code: 'X_CREDIT_EXHAUSTED' });
    platform.fault({ endpoint: 'post', kind: 'too-many', resetSeconds: 30 });
    expect(await adapter.send(part, context())).toMatchObject({ kind: 'retry', code: 'X_RATE_LIMITED' });
    expect(await adapter.send(part, context())).toMatchObject({ kind: 'delivered' });
    expect(await adapter.send(part, context())).toMatchObject({ kind: 'refused', code: 'X_DUPLICATE_TEXT' });
    platform.remove(asked?.message?.id.slice('post:'.length) ?? '');
    expect(await adapter.send({ ...part, text: 'Dag dag' }, context())).toMatchObject({ code: 'X_POST_GONE' });
  });
});

it('a mention that its writer deleted is found by a look, the day after', async () => {
  const { id } = platform.write({ citizen: LIES, text: '@Voorbeeldegem vraag' });
  const looking = context({ looksForDeleted: true });
  const first = await adapter.puller?.pull({ account: TOWN.id, cursor: '1' }, looking);
  platform.remove(id);
  const cursor = first?.kind === 'pulled' ? first.cursor : '';
  const nextDay = { ...looking, nowMs: platform.nowMs() + 86_400_000 };
  const second = await adapter.puller?.pull({ account: TOWN.id, cursor }, nextDay);
  const rawBody = second?.kind === 'pulled' ? (second.body ?? Buffer.alloc(0)) : Buffer.alloc(0);
  expect(adapter.receiver.split({ rawBody, headers: {}, account: TOWN.id }, platform.nowMs())).toMatchObject([
    { action: 'redact', about: `post:${id}` },
  ]);
});
