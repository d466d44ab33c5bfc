import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { adapter as bluesky } from '../../adapters/channels/bluesky/index.js';
import { forgetSessions } from '../../adapters/channels/bluesky/sessions.js';
import { adapter as facebook } from '../../adapters/channels/facebook/index.js';
import { adapter as instagram } from '../../adapters/channels/instagram/index.js';
import { adapter as linkedin } from '../../adapters/channels/linkedin/index.js';
import { adapter as mastodon } from '../../adapters/channels/mastodon/index.js';
import { adapter as messenger } from '../../adapters/channels/messenger/index.js';
import { adapter as telegram } from '../../adapters/channels/telegram/index.js';
import { adapter as whatsapp } from '../../adapters/channels/whatsapp/index.js';
import type { ChannelAdapter, ChannelContext, ProbeOutcome, ProbeRequest } from '../../src/adapter-sdk/index.js';
import type { FakeBluesky } from '../../src/demo/bluesky/fake-bluesky.js';
import { startFakeBluesky } from '../../src/demo/bluesky/server.js';
import type { FakeLinkedIn } from '../../src/demo/linkedin/fake-linkedin.js';
import { startFakeLinkedIn } from '../../src/demo/linkedin/server.js';
import type { FakeMastodon } from '../../src/demo/mastodon/fake-mastodon.js';
import { startFakeMastodon } from '../../src/demo/mastodon/server.js';
import type { FakePlatform } from '../../src/demo/platform/fake-platform.js';
import { startFakePlatform } from '../../src/demo/platform/server.js';
import type { FakeTelegram } from '../../src/demo/telegram/fake-telegram.js';
import { startFakeTelegram } from '../../src/demo/telegram/server.js';
import { createHttpClient, type HttpOut } from '../../src/platform/http-out/http-client.js';

const DAY_MS = 86_400_000;

let client: HttpOut;
beforeAll(() => {
  client = createHttpClient({ allowPrivateAddresses: true, maxConnectionsPerHost: 8, userAgent: 'schakel-test' });
});
afterAll(() => client.close());

type Settings = ChannelContext['settings'];

/** A channel, an account of it, and where its platform is. */
interface Place {
  readonly adapter: ChannelAdapter;
  readonly request: ProbeRequest;
  readonly settings: Settings;
  readonly platform: { readonly url: string; nowMs(): number };
}

function contextOf({ settings, platform }: Place): ChannelContext {
  return { http: client.request, baseUrl: platform.url, settings, nowMs: platform.nowMs() };
}

async function probe(place: Place, settings: Settings = {}): Promise<ProbeOutcome | undefined> {
  const changed = { ...place, settings: { ...place.settings, ...settings } };
  return place.adapter.prober?.probe(place.request, contextOf(changed));
}

async function resubscribe(place: Place): Promise<boolean | undefined> {
  return place.adapter.prober?.resubscribe?.(place.request, contextOf(place));
}

describe('Meta, probed', () => {
  const PAGE = { id: '104500000000001', name: 'Stad', token: 'page-token', instagramId: '17841400000000001' };
  const NUMBER = { phoneNumberId: '106540000000001', wabaId: '102290000000001', displayNumber: '+32 9 000 00 00' };
  const APP = { appSecret: 'app-secret', appId: '900000000000001' };
  let meta: FakePlatform;

  beforeEach(async () => {
    meta = await startFakePlatform({
      ...{ appSecret: APP.appSecret, verifyToken: 'verify', pages: [PAGE] },
      whatsappNumbers: [{ ...NUMBER, token: 'number-token' }],
    });
  });
  afterEach(() => meta.close());

  function place(adapter: ChannelAdapter): Place {
    const account = { facebook: PAGE.id, messenger: PAGE.id, instagram: PAGE.instagramId }[adapter.id];
    const accessToken = account === undefined ? 'number-token' : PAGE.token;
    const request = { account: account ?? NUMBER.phoneNumberId };
    return { adapter, request, settings: { ...APP, accessToken }, platform: meta };
  }

  function tokenOf(adapter: ChannelAdapter): string {
    return String(place(adapter).settings['accessToken']);
  }

  const ALL = [facebook, messenger, instagram, whatsapp].map((adapter) => [adapter.id, adapter] as const);
  const SUBSCRIBER: Readonly<Record<string, string>> = { whatsapp: NUMBER.wabaId };

  it.each(ALL)('is well on %s, and tells when the access to the data ends', async (_id, adapter) => {
    expect(await probe(place(adapter))).toEqual({
      ...{ kind: 'well', subscription: 'present', missing: [] },
      expiresAtMs: expect.closeTo(meta.nowMs() + 90 * DAY_MS, -4),
    });
    meta.setTokenEnd(tokenOf(adapter), meta.nowMs() + 10 * DAY_MS);
    expect(await probe(place(adapter))).toMatchObject({ expiresAtMs: expect.closeTo(meta.nowMs() + 10 * DAY_MS, -4) });
  });

  it.each(ALL)('says of %s that the token is dead, by its code', async (_id, adapter) => {
    meta.spoilToken(tokenOf(adapter), 460);
    expect(await probe(place(adapter))).toMatchObject({
      ...{ kind: 'dead', about: 'token', code: 'META_TOKEN_INVALID' },
      detail: expect.stringContaining('code 190, subcode 460'),
    });
  });

  it.each([
    ['facebook', facebook, 'pages_manage_engagement'],
    ['messenger', messenger, 'pages_messaging'],
    ['instagram', instagram, 'instagram_manage_messages'],
    ['whatsapp', whatsapp, 'whatsapp_business_messaging'],
  ] as const)('says which permission %s lacks', async (_id, adapter, scope) => {
    meta.withholdScope(tokenOf(adapter), scope);
    expect(await probe(place(adapter))).toMatchObject({ kind: 'well', missing: [scope] });
  });

  it.each(ALL)('finds that the subscription of %s is gone, and puts it back', async (_id, adapter) => {
    meta.unsubscribe(SUBSCRIBER[adapter.id] ?? PAGE.id);
    expect(await probe(place(adapter))).toMatchObject({ kind: 'well', subscription: 'absent' });
    expect(await resubscribe(place(adapter))).toBe(true);
    expect(await probe(place(adapter))).toMatchObject({ subscription: 'present' });
  });

  it('leaves the fields of Messenger alone when it puts those of the page back', async () => {
    meta.unsubscribe(PAGE.id);
    await resubscribe(place(messenger));
    expect(await probe(place(facebook))).toMatchObject({ subscription: 'absent' });
    await resubscribe(place(facebook));
    expect(await probe(place(messenger))).toMatchObject({ subscription: 'present' });
    expect(await probe(place(facebook))).toMatchObject({ subscription: 'present' });
  });

  it('puts back what is needed where the rest is refused', async () => {
    meta.unsubscribe(PAGE.id);
    const isPost = ({ method, endpoint }: { method: string; endpoint: string }): boolean =>
      method === 'POST' && endpoint === 'subscriptions';
    // The look at what is subscribed goes well; the first try to put it back does not.
    meta.fault({ endpoint: 'subscriptions', kind: 'slow', delayMs: 1 });
    meta.fault({ endpoint: 'subscriptions', kind: 'api-error', code: 100 });
    expect(await resubscribe(place(messenger))).toBe(true);
    const fields = meta
      .calls()
      .filter(isPost)
      .map(({ params }) => params['subscribed_fields']);
    expect(fields).toEqual([expect.stringContaining(',standby,'), 'messages,message_echoes']);
  });

  it('does without the number of the app, and then says less', async () => {
    expect(await probe(place(messenger), { appId: '' })).toEqual({
      kind: 'well',
      subscription: 'unknown',
      missing: [],
    });
    expect(await probe(place(whatsapp), { appId: '' })).toMatchObject({ subscription: 'unknown' });
    expect(await probe(place(whatsapp), { appId: '', wabaId: NUMBER.wabaId })).toMatchObject({
      subscription: 'unknown',
    });
    meta.unsubscribe(NUMBER.wabaId);
    expect(await probe(place(whatsapp), { appId: '', wabaId: NUMBER.wabaId })).toMatchObject({
      subscription: 'absent',
    });
  });

  it('misses no permission where Meta lists none at all', async () => {
    const { http, ...rest } = contextOf(place(messenger));
    const batch = (scopes: unknown): string =>
      JSON.stringify([{ code: 200, body: JSON.stringify({ data: { is_valid: true, scopes } }) }]);
    const saying = (scopes: unknown): ChannelContext['http'] => {
      return (request) =>
        request.url.endsWith('/v26.0/')
          ? Promise.resolve({ kind: 'answer', status: 200, headers: {}, text: batch(scopes) })
          : http(request);
    };
    const ask = (scopes: unknown) =>
      messenger.prober?.probe(place(messenger).request, { ...rest, http: saying(scopes) });
    expect(await ask(undefined)).toMatchObject({ kind: 'well', missing: [] });
    expect(await ask([])).toMatchObject({ missing: ['pages_messaging', 'pages_manage_metadata'] });
  });

  it('puts no token into an address', async () => {
    await probe(place(messenger));
    const told = meta.calls().map(({ params }) => JSON.stringify(params));
    expect(told.length).toBeGreaterThan(0);
    expect(told.filter((params) => params.includes(PAGE.token))).toEqual([]);
  });

  it.each([
    ['BANNED', 'GREEN', { kind: 'dead', about: 'account', code: 'WHATSAPP_NUMBER_BLOCKED', detail: 'status BANNED' }],
    ['FLAGGED', 'YELLOW', { kind: 'well', warning: 'WHATSAPP_QUALITY_LOW' }],
    ['CONNECTED', 'RED', { kind: 'well', warning: 'WHATSAPP_QUALITY_LOW' }],
    ['SOMETHING_NEW', 'GREEN', { kind: 'well' }],
  ] as const)('says of a number in the state %s and quality %s what that means', async (status, quality, expected) => {
    meta.rateNumber(NUMBER.phoneNumberId, { status, quality });
    const outcome = await probe(place(whatsapp));
    expect(outcome).toMatchObject(expected);
    expect(Object.keys(outcome ?? {}).includes('warning')).toBe('warning' in expected);
  });

  it.each([
    ['throttled', undefined, 'unsure', 'META_RATE_LIMITED'],
    ['http-500', undefined, 'unsure', 'META_TEMPORARY'],
    ['html-200', undefined, 'unsure', 'META_ANSWER_UNREADABLE'],
    ['api-error', 10, 'dead', 'META_PERMISSION_MISSING'],
    ['api-error', 368, 'dead', 'META_POLICY_BLOCKED'],
    ['api-error', 987_654, 'dead', 'META_ERROR_UNKNOWN'],
  ] as const)('tells weather from refusals: %s %s', async (kind, code, expected, name) => {
    meta.fault({ endpoint: 'other', kind, ...(code === undefined ? {} : { code }) });
    expect(await probe(place(messenger))).toMatchObject({ kind: expected, code: name });
  });

  it('says that the token does not see the page of the configuration', async () => {
    const { request: _, ...rest } = place(messenger);
    expect(await probe({ ...rest, request: { account: '999999999999999' } })).toMatchObject({
      ...{ kind: 'dead', about: 'permission', code: 'META_ACCOUNT_NOT_SEEN' },
    });
  });

  it('knows when the version ends that the settings name', () => {
    const ends = messenger.prober?.knownEnds?.({ apiVersion: 'v21.0' });
    expect(ends).toEqual([{ what: 'Graph API v21.0', atMs: Date.parse('2027-01-21T00:00:00Z') }]);
    expect(messenger.prober?.knownEnds?.({})).toEqual([]);
  });
});

describe('Telegram, probed', () => {
  const BOT = { id: 7000000001, username: 'stad_bot', name: 'Stad', token: '7000000001:test-only' };
  const WEBHOOK = { url: 'http://127.0.0.1:9/webhooks/telegram/stad_bot', secret: 'the-secret' };
  let fake: FakeTelegram;

  beforeEach(async () => {
    fake = await startFakeTelegram({ bots: [BOT], retrySecondMs: 5 });
  });
  afterEach(() => fake.close());

  function place(request: Partial<ProbeRequest> = { webhook: WEBHOOK }): Place {
    const settings = { botToken: BOT.token };
    return { adapter: telegram, request: { account: BOT.username, ...request }, settings, platform: fake };
  }

  async function setWebhook(url: string): Promise<void> {
    await fetch(`${fake.url}/bot${BOT.token}/setWebhook?url=${encodeURIComponent(url)}`);
  }

  it('finds that no webhook is set, and sets it where the installation says where it is', async () => {
    expect(await probe(place())).toEqual({ kind: 'well', subscription: 'absent' });
    expect(await resubscribe(place({}))).toBe(false);
    expect(await resubscribe(place())).toBe(true);
    expect(await probe(place())).toEqual({ kind: 'well', subscription: 'present' });
    const [set] = fake.calls().filter(({ method }) => method === 'setWebhook');
    expect(set?.params).toEqual({ url: WEBHOOK.url, secret_token: WEBHOOK.secret });
  });

  it.each([
    ['https://other.example/webhooks/telegram/stad_bot', undefined, { kind: 'well', subscription: 'present' }],
    ['https://other.example/webhooks/telegram/stad_bot', WEBHOOK, { code: 'TELEGRAM_WEBHOOK_ELSEWHERE' }],
    ['https://other.example/elsewhere', undefined, { code: 'TELEGRAM_WEBHOOK_ELSEWHERE', about: 'subscription' }],
  ])('tells whose webhook %s is', async (url, webhook, expected) => {
    await setWebhook(url);
    expect(await probe(place(webhook === undefined ? {} : { webhook }))).toMatchObject(expected);
  });

  it('says that updates wait because they cannot be brought, until they can', async () => {
    await setWebhook(WEBHOOK.url);
    fake.say({ bot: BOT.username, citizen: { id: 5, firstName: 'An' }, text: 'Hallo' });
    let outcome = await probe(place());
    for (let tries = 0; tries < 100 && outcome?.kind === 'well'; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      outcome = await probe(place());
    }
    expect(outcome).toMatchObject({ kind: 'dead', about: 'subscription', code: 'TELEGRAM_WEBHOOK_FAILING' });
  });

  it('says by its code that the token is dead, and that it is the weather', async () => {
    expect(await probe(place(), { botToken: '7000000001:revoked' })).toMatchObject({ kind: 'dead', about: 'token' });
    expect(await probe(place(), { botToken: 'no token' })).toMatchObject({ code: 'TELEGRAM_TOKEN_INVALID' });
    fake.fault({ endpoint: 'getMe', kind: 'too-many' });
    expect(await probe(place())).toMatchObject({ kind: 'unsure', code: 'TELEGRAM_RATE_LIMITED' });
    fake.fault({ endpoint: 'getWebhookInfo', kind: 'http-500' });
    expect(await probe(place())).toMatchObject({ kind: 'unsure', code: 'TELEGRAM_SERVER_ERROR' });
    fake.fault({ endpoint: 'getMe', kind: 'refusal', code: 418 });
    expect(await probe(place())).toMatchObject({ kind: 'dead', about: 'account', code: 'TELEGRAM_BOT_REFUSED' });
  });
});

describe('LinkedIn, probed', () => {
  const PAGE = { organization: '9900001', name: 'Stad', token: 'AQX-test-only' };
  const APP = { clientId: 'schakel-app', clientSecret: 'schakel-app-secret' };
  let fake: FakeLinkedIn;

  beforeEach(async () => {
    fake = await startFakeLinkedIn({ pages: [PAGE] });
  });
  afterEach(() => fake.close());

  function place(): Place {
    const settings = { ...APP, accessToken: PAGE.token };
    return { adapter: linkedin, request: { account: PAGE.organization }, settings, platform: fake };
  }

  it('is well, and tells when the token ends', async () => {
    expect(await probe(place())).toEqual({
      ...{ kind: 'well', missing: [] },
      expiresAtMs: expect.closeTo(fake.nowMs() + 60 * DAY_MS, -4),
    });
  });

  it('says which permission is missing; apps of before 2025 have other names', async () => {
    const scopes = ['rw_organization_admin', 'r_organization_social'];
    fake.setGrant(PAGE.organization, { scopes });
    expect(await probe(place())).toMatchObject({ kind: 'well', missing: ['w_organization_social_feed'] });
    fake.setGrant(PAGE.organization, { scopes: [...scopes, 'w_organization_social'] });
    expect(await probe(place())).toMatchObject({ missing: [] });
  });

  it.each([
    ['revoked', 'token', 'LINKEDIN_TOKEN_INVALID'],
    ['expired', 'token', 'LINKEDIN_TOKEN_INVALID'],
    ['not-admin', 'permission', 'LINKEDIN_ACCESS_LOST'],
  ] as const)('says by its code that a token is %s', async (token, about, code) => {
    fake.setToken(PAGE.organization, token);
    expect(await probe(place())).toMatchObject({ kind: 'dead', about, code });
  });

  it('says that the member lost the role, and that a version is gone', async () => {
    expect(await probe(place(), { version: '202401' })).toMatchObject({ kind: 'dead', about: 'version' });
    fake.takeRole(PAGE.organization);
    expect(await probe(place())).toMatchObject({ kind: 'dead', about: 'permission', code: 'LINKEDIN_ACCESS_LOST' });
  });

  it('does without the app, and with one that is refused; its end is then not known', async () => {
    expect(await probe(place(), { clientId: '' })).toEqual({ kind: 'well' });
    expect(await probe(place(), { clientSecret: 'wrong' })).toEqual({ kind: 'well' });
  });

  it.each([
    ['too-many', 'unsure', 'LINKEDIN_RATE_LIMITED'],
    ['http-500', 'unsure', 'LINKEDIN_SERVER_ERROR'],
    ['html-200', 'unsure', 'LINKEDIN_ANSWER_UNREADABLE'],
    ['refusal', 'dead', 'LINKEDIN_ERROR_UNKNOWN'],
  ] as const)('tells weather from refusals: %s', async (kind, expected, code) => {
    fake.fault({ endpoint: 'roles', kind, status: 418 });
    expect(await probe(place())).toMatchObject({ kind: expected, code });
  });

  it('knows the first day on which LinkedIn may switch a version off, and asks seldom', () => {
    const ends = linkedin.prober?.knownEnds?.({ version: '202512' });
    expect(ends).toEqual([{ what: 'LinkedIn-Version 202512', atMs: Date.parse('2026-12-01T00:00:00Z') }]);
    expect(linkedin.prober?.knownEnds?.({})).toMatchObject([{ what: 'LinkedIn-Version 202607' }]);
    // Of the hundred calls a day of an app in development the looks take 96.
    expect(DAY_MS / (linkedin.prober?.everyMs?.({}) ?? 1)).toBeLessThanOrEqual(4);
  });
});

describe('Mastodon, probed', () => {
  const TOWN = { username: 'stad', name: 'Stad', token: 'stad-token' };
  let fake: FakeMastodon;

  beforeEach(async () => {
    fake = await startFakeMastodon({ accounts: [TOWN] });
  });
  afterEach(() => fake.close());

  function place(): Place {
    const settings = { instance: 'https://mast.voorbeeld', accessToken: TOWN.token };
    return { adapter: mastodon, request: { account: 'stad' }, settings, platform: fake };
  }

  it.each([
    [['read', 'write:statuses'], []],
    [['read', 'write'], []],
    [['read:notifications', 'read:accounts', 'write'], ['read:statuses']],
    [['profile'], ['read:notifications', 'read:statuses', 'read:accounts', 'write:statuses']],
  ])('tells from the scopes %j which are missing', async (scopes, missing) => {
    fake.setScopes(TOWN.username, scopes);
    expect(await probe(place())).toEqual({ kind: 'well', missing });
  });

  it('says that the token is dead, that the account is closed, and that it is the weather', async () => {
    fake.fault({ endpoint: 'verify', kind: 'refusal', code: 403, error: 'Your login is currently disabled' });
    expect(await probe(place())).toMatchObject({ kind: 'dead', about: 'permission', code: 'MASTODON_ACCESS_DENIED' });
    fake.fault({ endpoint: 'verify', kind: 'refusal', code: 418, error: 'Something new' });
    expect(await probe(place())).toMatchObject({ kind: 'dead', about: 'account', code: 'MASTODON_REFUSED' });
    fake.fault({ endpoint: 'verify', kind: 'too-many' });
    expect(await probe(place())).toMatchObject({ kind: 'unsure', code: 'MASTODON_RATE_LIMITED' });
    fake.fault({ endpoint: 'verify', kind: 'http-503' });
    expect(await probe(place())).toMatchObject({ kind: 'unsure', code: 'MASTODON_SERVER_ERROR' });
    fake.setToken(TOWN.username, false);
    expect(await probe(place())).toMatchObject({ kind: 'dead', about: 'token', code: 'MASTODON_TOKEN_INVALID' });
    expect(await probe(place(), { instance: '' })).toMatchObject({ code: 'MASTODON_NOT_CONFIGURED' });
  });

  it('is content with other software that does not know the app', async () => {
    fake.fault({ endpoint: 'app', kind: 'refusal', code: 404, error: 'Record not found' });
    expect(await probe(place())).toEqual({ kind: 'well', missing: [] });
  });
});

describe('Bluesky, probed', () => {
  const TOWN = {
    did: 'did:plc:stad000000000000000000',
    handle: 'stad.test',
    appPassword: 'abcd-efgh',
    isPrivileged: false,
  };
  let fake: FakeBluesky;

  beforeEach(async () => {
    forgetSessions();
    fake = await startFakeBluesky({ accounts: [TOWN] });
  });
  afterEach(() => fake.close());

  function place(): Place {
    const settings = { identifier: TOWN.handle, appPassword: TOWN.appPassword };
    return { adapter: bluesky, request: { account: 'stad.test' }, settings, platform: fake };
  }

  it('is well, and costs one log-in for many probes', async () => {
    for (let n = 0; n < 3; n += 1) {
      expect(await probe(place())).toEqual({ kind: 'well' });
    }
    expect(fake.calls().filter(({ name }) => name === 'com.atproto.server.createSession')).toHaveLength(1);
  });

  it('says that the password is wrong, or not for direct messages', async () => {
    expect(await probe(place(), { appPassword: 'wrong' })).toMatchObject({
      ...{ kind: 'dead', about: 'token', code: 'BLUESKY_PASSWORD_WRONG' },
    });
    expect(await probe(place(), { directMessages: true })).toMatchObject({
      ...{ kind: 'dead', about: 'permission', code: 'BLUESKY_PASSWORD_NOT_PRIVILEGED' },
    });
  });

  it('says that the account was switched off, and that it is the weather', async () => {
    fake.fault({ endpoint: 'com.atproto.server.getSession', kind: 'http-502' });
    expect(await probe(place())).toMatchObject({ kind: 'unsure', code: 'BLUESKY_SERVER_ERROR' });
    fake.fault({ endpoint: 'com.atproto.server.getSession', kind: 'refusal', error: 'SomethingNew' });
    expect(await probe(place())).toMatchObject({ kind: 'dead', about: 'account', code: 'BLUESKY_ERROR_UNKNOWN' });
    fake.switchOff(TOWN.did, 'suspended');
    expect(await probe(place())).toMatchObject({ kind: 'dead', code: 'BLUESKY_ACCOUNT_CLOSED', detail: 'suspended' });
  });
});
