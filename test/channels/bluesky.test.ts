import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { adapter } from '../../adapters/channels/bluesky/index.js';
import type { ChannelContext, ChannelEvent, OutgoingPart, PullOutcome } from '../../src/adapter-sdk/index.js';
import type { FakeBluesky } from '../../src/demo/bluesky/fake-bluesky.js';
import { startFakeBluesky } from '../../src/demo/bluesky/server.js';
import { createHttpClient, type HttpOut } from '../../src/platform/http-out/http-client.js';

const TOWN = { did: 'did:plc:town', handle: 'stad.test', appPassword: 'abcd-efgh', isPrivileged: true };
const AN = { did: 'did:plc:an', handle: 'an.test', displayName: 'An' };
const PUT = 'com.atproto.repo.putRecord';
const SEND = 'chat.bsky.convo.sendMessage';

let platform: FakeBluesky;
let client: HttpOut;
let cursor: string | null;

beforeEach(async () => {
  platform = await startFakeBluesky({ accounts: [TOWN] });
  client = createHttpClient({ allowPrivateAddresses: true, maxConnectionsPerHost: 4, userAgent: 'schakel-test' });
  cursor = null;
  await look();
});

afterEach(async () => {
  await client.close();
  await platform.close();
});

function context(): ChannelContext {
  const settings = { identifier: TOWN.handle, appPassword: TOWN.appPassword, directMessages: true };
  return { http: client.request, baseUrl: platform.url, settings, nowMs: platform.nowMs() };
}

async function look(): Promise<readonly ChannelEvent[]> {
  const outcome: PullOutcome | undefined = await adapter.puller?.pull({ account: 'stad', cursor }, context());
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
    ...{ citizenAliases: event?.citizen?.aliases ?? [], replyMode: 'post', firstAttemptAtMs: platform.nowMs() },
    ...(event?.message === undefined ? {} : { inReplyTo: event.message.id }),
  };
}

function seen(text: string): number {
  return platform.transcript().filter((entry) => entry.text === text).length;
}

describe('the adapter and our own Bluesky, which share no code', () => {
  it('carry a question in, its answer back, and the reply to it into the same conversation', async () => {
    const question = platform.post({ citizen: AN, text: '@stad.test een zak', mentions: TOWN.handle });
    const [event] = await look();
    expect(event).toMatchObject({
      action: 'open',
      message: { id: question.uri, isPublic: true },
      citizen: { name: 'An' },
    });
    const outcome = await adapter.send(answerTo(event, 'Donderdag.'), context());
    expect(outcome).toMatchObject({ kind: 'delivered' });
    const replyTo = outcome.kind === 'delivered' ? (outcome.remoteId ?? '') : '';
    platform.post({ citizen: AN, text: 'Dank u', replyTo });
    expect(await look()).toMatchObject([{ action: 'open', conversation: event?.conversation, message: { replyTo } }]);
    expect(await look()).toEqual([]);
  });

  it('make one post of an answer whose connection was cut', async () => {
    platform.post({ citizen: AN, text: '@stad.test een zak', mentions: TOWN.handle });
    const part = answerTo((await look())[0], 'Vrijdag.');
    platform.fault({ endpoint: PUT, kind: 'close-before-effect' });
    expect(await adapter.send(part, context())).toMatchObject({ kind: 'unknown' });
    expect(await adapter.lookUp(part, context())).toEqual({ kind: 'absent' });
    platform.fault({ endpoint: PUT, kind: 'close-after-effect' });
    expect(await adapter.send(part, context())).toMatchObject({ kind: 'unknown' });
    expect(await adapter.lookUp(part, context())).toMatchObject({ kind: 'found' });
    expect(await adapter.send(part, context())).toMatchObject({ kind: 'delivered' });
    expect(seen('Vrijdag.')).toBe(1);
  });

  it('carry direct messages, find one that was sent without an answer, and tell of deletions', async () => {
    const { id, convoId } = platform.write({ account: TOWN.handle, citizen: AN, text: 'Mag ik iets vragen?' });
    const [event] = await look();
    expect(event).toMatchObject({ action: 'open', conversation: convoId, message: { id, isPublic: false } });
    const part = answerTo(event, 'Dat mag.');
    platform.fault({ endpoint: SEND, kind: 'close-after-effect' });
    expect(await adapter.send(part, context())).toMatchObject({ kind: 'unknown' });
    expect(await adapter.lookUp(part, context())).toMatchObject({ kind: 'found' });
    expect(seen('Dat mag.')).toBe(1);
    platform.unwrite(convoId, id);
    expect(await look()).toMatchObject([
      { action: 'outside', message: { text: 'Dat mag.' } },
      { action: 'redact', about: id },
    ]);
  });

  it('answer a public post in private, find it again, and know the citizen who writes on there', async () => {
    platform.post({ citizen: AN, text: '@stad.test mijn dossier', mentions: TOWN.handle });
    const [event] = await look();
    const part = { ...answerTo(event, 'Uw nummer?'), privateReplyTo: event?.message?.id ?? '' };
    platform.fault({ endpoint: SEND, kind: 'close-after-effect' });
    expect(await adapter.send(part, context())).toMatchObject({ kind: 'unknown' });
    const found = await adapter.lookUp(part, context());
    platform.write({ account: TOWN.handle, citizen: AN, text: '2026-117' });
    const back = (await look()).find(({ action }) => action === 'open');
    expect(found).toMatchObject({
      kind: 'found',
      privately: { conversation: back?.conversation, aliases: back?.citizen?.aliases },
    });
    expect(platform.transcript().filter(({ text }) => text === part.text)).toMatchObject([{ kind: 'message' }]);
  });

  it.each(['disabled', 'not-followed', 'blocked'] as const)(
    'say nothing in private to who lets nothing in: %s',
    async (why) => {
      platform.post({ citizen: AN, text: '@stad.test mijn dossier', mentions: TOWN.handle });
      const [event] = await look();
      platform.closeMessages(AN.did, why);
      const part = { ...answerTo(event, 'Uw nummer?'), privateReplyTo: event?.message?.id ?? '' };
      expect(await adapter.send(part, context())).toMatchObject({
        kind: 'refused',
        code: 'BLUESKY_CONVERSATION_CLOSED',
      });
      expect(seen(part.text)).toBe(0);
    },
  );

  it('go on with a session that ended, without a second log-in', async () => {
    platform.advanceClock(3 * 3_600_000);
    platform.post({ citizen: AN, text: '@stad.test later', mentions: TOWN.handle });
    expect(await look()).toHaveLength(1);
    const names = platform.calls().map(({ name }) => name);
    expect(names.filter((name) => name === 'com.atproto.server.createSession')).toHaveLength(1);
    expect(names).toContain('com.atproto.server.refreshSession');
  });
});
