import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { adapter } from '../../adapters/channels/mastodon/index.js';
import type { ChannelContext, ChannelEvent, OutgoingPart, PullOutcome } from '../../src/adapter-sdk/index.js';
import type { FakeMastodon } from '../../src/demo/mastodon/fake-mastodon.js';
import { startFakeMastodon } from '../../src/demo/mastodon/server.js';
import { createHttpClient, type HttpOut } from '../../src/platform/http-out/http-client.js';

const TOWN = { username: 'stad', name: 'Stad', token: 'stad-token' };
const AN = { handle: 'an@social.test', name: 'An' };
const HOUR_MS = 3_600_000;

let platform: FakeMastodon;
let client: HttpOut;
let cursor: string | null;

beforeEach(async () => {
  platform = await startFakeMastodon({ accounts: [TOWN] });
  client = createHttpClient({ allowPrivateAddresses: true, maxConnectionsPerHost: 8, userAgent: 'schakel-test' });
  cursor = null;
  await look();
});

afterEach(async () => {
  await client.close();
  await platform.close();
});

function context(): ChannelContext {
  const settings = { instance: 'https://mast.voorbeeld', accessToken: TOWN.token };
  return { http: client.request, baseUrl: platform.url, settings, nowMs: platform.nowMs() };
}

async function pull(): Promise<PullOutcome | undefined> {
  return adapter.puller?.pull({ account: 'stad', cursor }, context());
}

async function look(): Promise<readonly ChannelEvent[]> {
  const outcome = await pull();
  if (outcome?.kind !== 'pulled') {
    throw new Error(`the look gave ${String(outcome?.kind)}`);
  }
  cursor = outcome.cursor;
  return outcome.body === null
    ? []
    : adapter.receiver.split({ rawBody: outcome.body, headers: {}, account: 'stad' }, platform.nowMs());
}

function answerTo(event: ChannelEvent | undefined, text: string): OutgoingPart {
  return {
    ...{ reference: `schakel:out:${text}`, account: 'stad', conversation: event?.conversation ?? '', text },
    ...{ citizenAliases: event?.citizen?.aliases ?? [], replyMode: 'reply', firstAttemptAtMs: platform.nowMs() },
    ...(event?.message === undefined ? {} : { inReplyTo: event.message.id }),
  };
}

function answers(): readonly object[] {
  return platform.transcript({ who: 'service' }).map(({ text, visibility, notified }) => ({
    ...{ text, visibility, notified },
  }));
}

function statusOf(outcome: { readonly remoteId?: string }): string {
  return outcome.remoteId?.split(':')[1] ?? '';
}

describe('the adapter and our own Mastodon, which share no code', () => {
  it('carry a question in, its answer back, and the reply to it into the same conversation', async () => {
    platform.write({
      citizen: AN,
      text: '@stad@mast.voorbeeld zie https://www.x.be/een/lang/pad/naar/de/kaart?punt=1',
    });
    const [event] = await look();
    expect(event).toMatchObject({
      action: 'open',
      citizen: { name: 'An', aliases: [{ value: AN.handle }] },
      message: { text: '@stad zie https://www.x.be/een/lang/pad/naar/de/kaart?punt=1', isPublic: true },
    });
    const outcome = await adapter.send(answerTo(event, 'Donderdag.'), context());
    expect(outcome).toMatchObject({ kind: 'delivered' });
    expect(answers()).toEqual([{ text: '@an@social.test Donderdag.', visibility: 'public', notified: [AN.handle] }]);
    platform.write({ citizen: AN, text: '@stad Dank u', inReplyTo: statusOf(outcome as { remoteId?: string }) });
    expect(await look()).toMatchObject([{ action: 'open', conversation: event?.conversation }]);
    expect(await look()).toEqual([]);
  });

  it.each(['public', 'unlisted', 'private', 'direct'] as const)('answer what is %s as it was', async (visibility) => {
    platform.write({ citizen: AN, text: '@stad vraag', visibility });
    const [event] = await look();
    await adapter.send(answerTo(event, 'Antwoord.'), context());
    expect(answers()).toMatchObject([{ visibility, notified: [AN.handle] }]);
  });

  it('keep what is private apart from the thread in which it is written', async () => {
    const root = platform.write({ citizen: AN, text: '@stad in het openbaar' }).statusId;
    platform.write({ citizen: AN, text: '@stad en dit niet', inReplyTo: root, visibility: 'direct' });
    platform.write({ citizen: AN, text: '@stad en dit weer wel', inReplyTo: root, visibility: 'unlisted' });
    const [open, closed, again] = await look();
    expect(again?.conversation).toBe(open?.conversation);
    expect(closed?.conversation).not.toBe(open?.conversation);
    expect(closed?.message).toMatchObject({ isPublic: false });
  });

  it('answer a public post in private, once, and know the citizen again who writes on there', async () => {
    platform.write({ citizen: AN, text: '@stad mijn dossier', visibility: 'unlisted' });
    const [event] = await look();
    const part = { ...answerTo(event, 'Uw nummer?'), privateReplyTo: event?.message?.id ?? '' };
    platform.fault({ endpoint: 'post', kind: 'close-after-effect' });
    expect(await adapter.send(part, context())).toMatchObject({ kind: 'unknown' });
    const outcome = await adapter.send(part, context());
    expect(answers()).toMatchObject([{ visibility: 'direct', notified: [AN.handle] }]);
    platform.write({
      citizen: AN,
      text: '@stad 2026-117',
      inReplyTo: statusOf(outcome as { remoteId?: string }),
      visibility: 'direct',
    });
    const [back] = await look();
    expect(outcome).toMatchObject({ kind: 'delivered', privately: { conversation: back?.conversation } });
    expect(back?.conversation).not.toBe(event?.conversation);
    platform.advanceClock(2 * HOUR_MS);
    expect(await adapter.lookUp(part, context())).toEqual({ ...outcome, kind: 'found' });
  });

  it('make one post of an answer whose connection was cut, within the hour and after it', async () => {
    platform.write({ citizen: AN, text: '@stad een zak' });
    const [event] = await look();
    const part = answerTo(event, 'Vrijdag.');
    platform.fault({ endpoint: 'post', kind: 'close-after-effect' });
    expect(await adapter.send(part, context())).toMatchObject({ kind: 'unknown' });
    expect(await adapter.lookUp(part, context())).toEqual({ kind: 'absent' });
    expect(await adapter.send(part, context())).toMatchObject({ kind: 'delivered' });
    expect(answers()).toHaveLength(1);
    platform.advanceClock(2 * HOUR_MS);
    expect(await adapter.lookUp(part, context())).toMatchObject({ kind: 'found' });
    expect(await adapter.lookUp({ ...part, text: 'Nooit.' }, context())).toEqual({ kind: 'absent' });
  });

  it('take more than a page in, in the order in which it was written', async () => {
    for (let n = 0; n < 45; n += 1) {
      platform.write({ citizen: AN, text: `@stad vraag ${n}` });
    }
    const first = await look();
    const second = await look();
    const texts = [...first, ...second].map(({ message }) => message?.text);
    expect([first.length, second.length]).toEqual([40, 5]);
    expect(texts).toEqual(Array.from({ length: 45 }, (_, n) => `@stad vraag ${n}`));
  });

  it('lose nothing by a look that failed, and say when the token is dead', async () => {
    platform.write({ citizen: AN, text: '@stad een zak' });
    platform.fault({ endpoint: 'notifications', kind: 'http-500' });
    expect(await pull()).toMatchObject({ kind: 'retry', code: 'MASTODON_SERVER_ERROR' });
    platform.fault({ endpoint: 'notifications', kind: 'too-many', resetSeconds: 30 });
    expect(await pull()).toMatchObject({ kind: 'retry', code: 'MASTODON_RATE_LIMITED' });
    platform.setToken('stad', false);
    expect(await pull()).toMatchObject({ kind: 'park', code: 'MASTODON_TOKEN_INVALID' });
    platform.setToken('stad', true);
    expect(await look()).toHaveLength(1);
  });
});
