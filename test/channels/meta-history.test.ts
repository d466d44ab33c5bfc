import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { adapter as facebook } from '../../adapters/channels/facebook/index.js';
import { adapter as instagram } from '../../adapters/channels/instagram/index.js';
import { adapter as messenger } from '../../adapters/channels/messenger/index.js';
import type { ChannelAdapter, ChannelEvent, PullOutcome } from '../../src/adapter-sdk/index.js';
import type { FakePlatform } from '../../src/demo/platform/fake-platform.js';
import { startRecordingReceiver, type RecordingReceiver } from '../../src/demo/platform/recording-receiver.js';
import { startFakePlatform } from '../../src/demo/platform/server.js';
import { createHttpClient, type HttpOut } from '../../src/platform/http-out/http-client.js';
import { InMemoryHandling } from '../support/decide/in-memory.js';

const PAGE = { id: '104500000000001', name: 'Stad', token: 'page-token', instagramId: '17841400000000001' };
const CITIZEN = { id: '6100000000000042', name: 'Mia' };
const AUTHOR = { id: '7712000000000042', name: 'Mia' };
const HOUR_MS = 3_600_000;

let platform: FakePlatform;
let receiver: RecordingReceiver;
let client: HttpOut;

beforeEach(async () => {
  receiver = await startRecordingReceiver('v');
  platform = await startFakePlatform({
    ...{ appSecret: 'geheim', verifyToken: 'v', callbackUrl: receiver.url, pages: [PAGE], whatsappNumbers: [] },
  });
  client = createHttpClient({ allowPrivateAddresses: true, maxConnectionsPerHost: 8, userAgent: 'schakel-test' });
});

afterEach(async () => {
  await client.close();
  await platform.close();
  await receiver.close();
});

/** Everything that was posted, split. */
async function posted(): Promise<readonly ChannelEvent[]> {
  await platform.settled();
  return receiver.posts.flatMap(({ rawBody }) => facebook.receiver.split({ rawBody, headers: {} }, platform.nowMs()));
}

async function historyOf(
  { history, receiver: splitter }: ChannelAdapter,
  account: string,
): Promise<readonly ChannelEvent[]> {
  const context = {
    ...{ http: client.request, baseUrl: platform.url, nowMs: platform.nowMs() },
    settings: { accessToken: PAGE.token, appSecret: 'geheim' },
  };
  const events: ChannelEvent[] = [];
  let page: string | null = null;
  for (;;) {
    const outcome: PullOutcome | undefined = await history?.read(
      { account, sinceMs: platform.nowMs() - HOUR_MS, page },
      context,
    );
    if (outcome?.kind !== 'pulled') {
      throw new Error(`the history gave ${String(outcome?.kind)}`);
    }
    if (outcome.body !== null) {
      events.push(...splitter.split({ rawBody: outcome.body, headers: {} }, platform.nowMs()));
    }
    if (!outcome.hasMore) {
      return events;
    }
    page = outcome.cursor;
  }
}

async function recovered(): Promise<readonly ChannelEvent[]> {
  return [
    ...(await historyOf(facebook, PAGE.id)),
    ...(await historyOf(messenger, PAGE.id)),
    ...(await historyOf(instagram, PAGE.instagramId)),
  ];
}

/** A day of a town: words in every place, an answer of a colleague in each. */
function live(): void {
  const { commentId } = platform.comment({ account: PAGE.id, author: AUTHOR, text: 'Een put in de Kerkstraat' });
  platform.comment({ account: PAGE.id, author: { id: '78', name: 'Jan' }, parentId: commentId, text: 'Hier ook' });
  platform.answerOutside({ parentId: commentId, text: 'We komen langs' });
  platform.post({ account: PAGE.id, author: AUTHOR, text: 'Is de markt open?' });
  platform.say({ channel: 'messenger', account: PAGE.id, citizen: CITIZEN, text: 'Goeiemorgen' });
  platform.answerOutside({ channel: 'messenger', account: PAGE.id, citizenId: CITIZEN.id, text: 'Goeiemorgen terug' });
  platform.say({ channel: 'instagram', account: PAGE.instagramId, citizen: { id: '99' }, text: 'Hallo' });
  const onInstagram = { channel: 'instagram', account: PAGE.instagramId } as const;
  const top = platform.comment({ ...onInstagram, author: { id: '98', name: 'buur' }, text: 'Glas op straat' });
  platform.comment({
    ...onInstagram,
    author: { id: '97', name: 'ander' },
    parentId: top.commentId,
    text: 'Al een week',
  });
}

/** In one order, whatever they are. */
function sorted<T>(values: readonly T[]): readonly T[] {
  const named = values.map((value) => ({ value, name: JSON.stringify(value) }));
  return named.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(({ value }) => value);
}

function keysOf(events: readonly ChannelEvent[]): readonly string[] {
  return sorted(events.map(({ channel, account, key }) => `${channel} ${account} ${key}`));
}

/**
 * Tickets with what citizens said in each, whatever they are called. A colleague's answer that came when the question was
 * lost is on no ticket, and stays on none: its key is known.
 */
function outcomeOf(events: readonly ChannelEvent[]): readonly (readonly string[])[] {
  const handling = new InMemoryHandling();
  for (const event of events) {
    handling.tell(event);
  }
  const byTicket = new Map<string, string[]>();
  for (const { ticket, message } of handling.draft.messages.filter((one) => one.message.author === 'citizen')) {
    byTicket.set(ticket.id, [...(byTicket.get(ticket.id) ?? []), message.text]);
  }
  return sorted([...byTicket.values()].map((texts) => sorted(texts)));
}

describe('the history of Meta', () => {
  it('gives every message under the key of its post', async () => {
    live();
    const [posts, history] = [await posted(), await recovered()];
    expect(history.length).toBe(9);
    expect(keysOf(history)).toEqual(keysOf(posts));
    const said = (events: readonly ChannelEvent[]) =>
      sorted(events.map(({ key, conversation, action, message }) => [key, conversation, action, message?.text]));
    expect(said(history)).toEqual(said(posts));
  });

  it('and the posts come to the same as the posts alone, whichever were lost and whatever comes first', async () => {
    live();
    const [posts, history] = [await posted(), await recovered()];
    const all = outcomeOf(posts);
    expect(all).toHaveLength(5);
    await fc.assert(
      fc.asyncProperty(fc.subarray([...posts]), fc.boolean(), (kept, historyFirst) => {
        const told = historyFirst ? [...history, ...kept] : [...kept, ...history];
        expect(outcomeOf(told)).toEqual(all);
        return Promise.resolve();
      }),
      { numRuns: 60 },
    );
  });

  it('says nothing of before the gap', async () => {
    live();
    await platform.settled();
    platform.advanceClock(2 * HOUR_MS);
    expect(await recovered()).toEqual([]);
  });
});
