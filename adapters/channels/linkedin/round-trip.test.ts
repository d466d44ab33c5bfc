import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type {
  ChannelContext,
  ChannelEvent,
  LookUpOutcome,
  OutgoingPart,
  PullOutcome,
  SendOutcome,
} from '../../../src/adapter-sdk/index.js';
import type { FakeLinkedIn } from '../../../src/demo/linkedin/fake-linkedin.js';
import type { FakeLinkedInOptions } from '../../../src/demo/linkedin/options.js';
import { startFakeLinkedIn } from '../../../src/demo/linkedin/server.js';
import { createHttpClient, type HttpOut } from '../../../src/platform/http-out/http-client.js';
import { adapter } from './index.js';

const ACCOUNT = '9900001';
const PAGE = { organization: ACCOUNT, name: 'Stad Voorbeeld', token: 'AQX-round-trip' };
const PAGE_URN = `urn:li:organization:${ACCOUNT}`;
const AN = 'urn:li:person:An1';
const JEF = 'urn:li:person:Jef2';
const MINUTE_MS = 60_000;
const MOST_LOOKS = 50;

/** The adapter at work for one page: it keeps the place, and takes each fact once, as Schakel does. */
class Reader {
  readonly events: ChannelEvent[] = [];
  cursor: string | null = null;

  async look(): Promise<PullOutcome> {
    const outcome = await adapter.puller?.pull({ account: ACCOUNT, cursor: this.cursor }, context());
    if (outcome === undefined) {
      throw new Error('the channel is pulled');
    }
    if (outcome.kind === 'pulled') {
      this.cursor = outcome.cursor;
      this.take(outcome.body);
    }
    return outcome;
  }

  /** Looks until there is no more, and gives what was new. */
  async readAll(): Promise<readonly ChannelEvent[]> {
    const known = this.events.length;
    for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
      const outcome = await this.look();
      if (outcome.kind !== 'pulled') {
        throw new Error(outcome.code);
      }
      if (!outcome.hasMore) {
        return this.events.slice(known);
      }
    }
    throw new Error('it never ends');
  }

  private take(body: Buffer | null): void {
    const told =
      body === null ? [] : adapter.receiver.split({ rawBody: body, headers: {}, account: ACCOUNT }, linkedIn.nowMs());
    for (const event of told) {
      if (!this.events.some(({ key }) => key === event.key)) {
        this.events.push(event);
      }
    }
  }
}

let linkedIn: FakeLinkedIn;
let http: HttpOut;
let reader: Reader;
let post: string;

async function begin(options: Partial<FakeLinkedInOptions> = {}): Promise<void> {
  linkedIn = await startFakeLinkedIn({ pages: [PAGE], seed: 'round trip', ...options });
  ({ post } = linkedIn.publish({ organization: ACCOUNT, text: 'Het zwembad opent.' }));
  linkedIn.comment({ actor: AN, post, text: 'Van voor de eerste blik' });
  linkedIn.advanceClock(1000);
  reader = new Reader();
  await reader.readAll();
  linkedIn.advanceClock(1000);
}

beforeEach(async () => {
  http = createHttpClient({ allowPrivateAddresses: true, maxConnectionsPerHost: 8, userAgent: 'test' });
  await begin();
});

afterEach(async () => {
  await linkedIn.close();
  await http.close();
});

async function beginAgain(options: Partial<FakeLinkedInOptions>): Promise<void> {
  await linkedIn.close();
  await begin(options);
}

function context(): ChannelContext {
  return {
    http: http.request,
    baseUrl: linkedIn.url,
    settings: { accessToken: PAGE.token, version: '202607' },
    nowMs: linkedIn.nowMs(),
  };
}

function partFor(event: ChannelEvent | undefined, text: string): OutgoingPart {
  return {
    ...{ reference: 'schakel:out:1', account: ACCOUNT, conversation: event?.conversation ?? '', text },
    ...{ citizenAliases: event?.citizen?.aliases ?? [], replyMode: 'public', firstAttemptAtMs: linkedIn.nowMs() },
    ...(event?.message === undefined ? {} : { inReplyTo: event.message.id }),
  };
}

function send(part: OutgoingPart): Promise<SendOutcome> {
  return adapter.send(part, context());
}

function lookUp(part: OutgoingPart): Promise<LookUpOutcome> {
  return adapter.lookUp(part, context());
}

async function asked(text: string = 'Wanneer?'): Promise<ChannelEvent | undefined> {
  linkedIn.comment({ actor: AN, post, text });
  return (await reader.readAll())[0];
}

function pageSaid(): readonly string[] {
  return linkedIn
    .transcript({ who: 'page' })
    .map(({ text }) => text)
    .slice(1);
}

describe('reading a page', () => {
  it('takes in nothing of before the first look', () => {
    expect(reader.events).toEqual([]);
  });

  it('keeps one tree together, with what colleagues answer in it, and another one apart', async () => {
    const first = linkedIn.comment({ actor: AN, post, text: 'Wanneer?' });
    linkedIn.comment({ actor: JEF, post, text: 'Hoe duur?' });
    linkedIn.comment({ actor: PAGE_URN, post, text: 'Morgen.', replyTo: first.urn });
    const reply = linkedIn.comment({ actor: AN, post, text: 'Dank u', replyTo: first.urn });
    linkedIn.comment({ actor: AN, post, text: 'En overmorgen?', replyTo: reply.urn });
    const events = await reader.readAll();
    const of = (text: string): ChannelEvent | undefined => events.find(({ message }) => message?.text === text);
    const tree = of('Wanneer?')?.conversation;
    expect(events).toHaveLength(5);
    expect(of('Morgen.')).toMatchObject({ action: 'outside', conversation: tree });
    expect(of('Dank u')).toMatchObject({ action: 'open', conversation: tree });
    expect(of('En overmorgen?')).toMatchObject({ action: 'open', conversation: tree });
    expect(of('Hoe duur?')?.conversation).not.toBe(tree);
    expect(of('Wanneer?')?.citizen?.aliases).toEqual([{ kind: 'linkedin_person', value: AN }]);
  });

  it('follows changes and deletions of what it knows', async () => {
    const { urn } = linkedIn.comment({ actor: AN, post, text: 'Waneer?' });
    const [opened] = await reader.readAll();
    linkedIn.advanceClock(MINUTE_MS);
    linkedIn.edit({ urn, text: 'Wanneer?' });
    linkedIn.advanceClock(MINUTE_MS);
    linkedIn.edit({ urn, text: 'Wanneer juist?' });
    linkedIn.advanceClock(MINUTE_MS);
    const edits = await reader.readAll();
    expect(edits.map(({ action }) => action)).toEqual(['amend', 'amend']);
    expect(edits.at(-1)?.message).toMatchObject({ id: opened?.message?.id, text: 'Wanneer juist?' });
    linkedIn.remove({ urn });
    expect(await reader.readAll()).toMatchObject([{ action: 'redact', about: opened?.message?.id }]);
  });

  it('gets comments that the list leaves out, and opens nothing for one that is gone', async () => {
    linkedIn.comment({ actor: AN, post, text: 'Wanneer?', isBare: true });
    expect(await reader.readAll()).toMatchObject([{ action: 'open', message: { text: 'Wanneer?' } }]);
    const { urn } = linkedIn.comment({ actor: JEF, post, text: 'Weg' });
    linkedIn.advanceClock(1000);
    linkedIn.remove({ urn });
    expect(await reader.readAll()).toMatchObject([{ action: 'drop' }, { action: 'redact' }]);
  });

  it('takes in a mention and no like, and answers it under that post', async () => {
    const mentioned = linkedIn.mention({ actor: JEF, organization: ACCOUNT, text: 'Mooi, @Stad. Een fietspad?' });
    linkedIn.like({ actor: JEF, post });
    const [event, ...more] = await reader.readAll();
    expect(more).toEqual([]);
    expect(event).toMatchObject({ action: 'open', message: { text: 'Mooi, @Stad. Een fietspad?' } });
    expect(await send(partFor(event, 'Ja, in mei.'))).toMatchObject({ kind: 'delivered' });
    expect(linkedIn.transcript({ post: mentioned.post, who: 'page' })).toMatchObject([{ text: 'Ja, in mei.' }]);
  });

  it('gives each fact once and none too few, over many pages, doubles and latecomers', async () => {
    await beginAgain({ faultPlan: { seed: 'doubles', duplicateShare: 0.3 }, mostOnPage: 7 });
    const texts = Array.from({ length: 60 }, (_, index) => `Vraag ${String(index)}`);
    for (const [index, text] of texts.entries()) {
      linkedIn.comment({ actor: AN, post, text, ...(index % 5 === 0 ? { lateMs: 30 * MINUTE_MS } : {}) });
      linkedIn.advanceClock(1000);
      if (index % 20 === 10) {
        await reader.readAll();
      }
    }
    await reader.readAll();
    linkedIn.advanceClock(31 * MINUTE_MS);
    await reader.readAll();
    expect(reader.events).toHaveLength(texts.length);
    expect(new Set(reader.events.map(({ message }) => message?.text))).toEqual(new Set(texts));
    const before = linkedIn.calls().length;
    expect(await reader.look()).toMatchObject({ kind: 'pulled', body: null, hasMore: true });
    expect(
      linkedIn
        .calls()
        .slice(before)
        .map(({ endpoint }) => endpoint),
    ).toEqual(['notifications']);
  });

  it('loses nothing while the token is dead, LinkedIn is throttled or the connection cut', async () => {
    linkedIn.comment({ actor: AN, post, text: 'Wanneer?' });
    const place = reader.cursor;
    linkedIn.setToken(ACCOUNT, 'revoked');
    expect(await reader.look()).toMatchObject({ kind: 'park', code: 'LINKEDIN_TOKEN_INVALID' });
    linkedIn.setToken(ACCOUNT, 'not-admin');
    expect(await reader.look()).toMatchObject({ kind: 'park', code: 'LINKEDIN_ACCESS_LOST' });
    linkedIn.setToken(ACCOUNT, 'valid');
    for (const endpoint of ['notifications', 'getComment'] as const) {
      linkedIn.fault({ endpoint, kind: 'too-many' });
      expect(await reader.look()).toMatchObject({ kind: 'retry', code: 'LINKEDIN_RATE_LIMITED' });
      linkedIn.fault({ endpoint, kind: 'close-before-effect' });
      expect(await reader.look()).toMatchObject({ kind: 'retry', code: 'LINKEDIN_NO_ANSWER' });
      linkedIn.fault({ endpoint, kind: 'html-200' });
      expect(await reader.look()).toMatchObject({ kind: 'retry', code: 'LINKEDIN_ANSWER_UNREADABLE' });
    }
    expect(reader.cursor).toBe(place);
    expect(await reader.readAll()).toMatchObject([{ message: { text: 'Wanneer?' } }]);
  });

  it('says so when LinkedIn switched the version off', async () => {
    await linkedIn.close();
    linkedIn = await startFakeLinkedIn({ pages: [PAGE], versions: { oldest: '202608' } });
    expect(await reader.look()).toMatchObject({ kind: 'park', code: 'LINKEDIN_VERSION_GONE' });
  });
});

describe('answering', () => {
  it('publishes once, and knows its own answer again when the page tells of it', async () => {
    const event = await asked();
    const outcome = await send(partFor(event, 'Morgen (om 9 uur).'));
    expect(pageSaid()).toEqual(['Morgen (om 9 uur).']);
    const [echo] = await reader.readAll();
    expect(echo).toMatchObject({ action: 'outside', conversation: event?.conversation });
    expect(outcome).toEqual({ kind: 'delivered', remoteId: echo?.message?.id });
  });

  it('finds the answer whose connection was cut, and publishes it no second time', async () => {
    const part = partFor(await asked(), 'Morgen.');
    linkedIn.fault({ endpoint: 'createComment', kind: 'close-after-effect' });
    expect(await send(part)).toMatchObject({ kind: 'unknown', code: 'LINKEDIN_NO_ANSWER' });
    const found = await lookUp(part);
    const [echo] = await reader.readAll();
    expect(found).toEqual({ kind: 'found', remoteId: echo?.message?.id });
    expect(pageSaid()).toEqual(['Morgen.']);
  });

  it('knows in the end that an answer never came', async () => {
    const part = partFor(await asked(), 'Morgen.');
    linkedIn.fault({ endpoint: 'createComment', kind: 'http-500' });
    expect(await send(part)).toMatchObject({ kind: 'unknown', code: 'LINKEDIN_SERVER_ERROR' });
    expect(await lookUp(part)).toMatchObject({ kind: 'unsure', code: 'LINKEDIN_NOT_SHOWN_YET' });
    linkedIn.advanceClock(11 * MINUTE_MS);
    expect(await lookUp(part)).toEqual({ kind: 'absent' });
    expect(await send(part)).toMatchObject({ kind: 'delivered' });
    expect(pageSaid()).toEqual(['Morgen.']);
  });

  it('waits, or says why it cannot', async () => {
    const event = await asked();
    const part = partFor(event, 'Morgen.');
    linkedIn.fault({ endpoint: 'createComment', kind: 'too-many' });
    expect(await send(part)).toMatchObject({ kind: 'retry', code: 'LINKEDIN_RATE_LIMITED' });
    linkedIn.setToken(ACCOUNT, 'expired');
    expect(await send(part)).toMatchObject({ kind: 'park', code: 'LINKEDIN_TOKEN_INVALID' });
    linkedIn.setToken(ACCOUNT, 'valid');
    expect(await send({ ...part, text: 'a'.repeat(1_251) })).toMatchObject({ code: 'LINKEDIN_TEXT_TOO_LONG' });
    const [top] = linkedIn.transcript({ who: 'citizen' }).filter(({ text }) => text === 'Wanneer?');
    linkedIn.remove({ urn: top?.urn ?? '' });
    expect(await send(part)).toMatchObject({ kind: 'refused', code: 'LINKEDIN_POST_GONE' });
    expect(pageSaid()).toEqual([]);
  });
});
