import { describe, expect, it } from '@jest/globals';
import { testSettings } from '../../test/support/test-settings.js';
import type { ChannelAdapter, ChannelContext, HttpClient, Prober, ProbeRequest } from '../adapter-sdk/index.js';
import { compileTopics } from '../handling/index.js';
import { compileSettings } from '../settings/compile.js';
import { createMailClient } from '../platform/mail/mail-client.js';
import type { AccountSettings } from '../settings/snapshot.js';
import type { ActiveSettings } from './active-settings.js';
import type { Adapters } from './adapters.js';
import { probedAccounts } from './probed-accounts.js';

const OURS = 'https://schakel.example.be';
const [GENT] = testSettings().municipalities;

function accountOf(channel: string, more: Partial<AccountSettings> = {}): AccountSettings {
  return { channel, account: 'stad gent', name: 'Gent', settings: {}, signing: [{ env: 'OWN_SECRET' }], ...more };
}

/** Adapters of which only what is looked at is there: `own` has a door for each account, `shared` one for all. */
function adapterOf(receiver: object, prober?: Prober): ChannelAdapter {
  const baseUrl = { env: ['SCHAKEL_OWN_BASE_URL'], standard: 'https://platform.example' };
  return { receiver, baseUrl, ...(prober === undefined ? {} : { prober }) } as unknown as ChannelAdapter;
}

/** What the probers of an installation are asked, by channel. */
async function asked(env: Readonly<Record<string, string>>) {
  const seen = new Map<string, { readonly request: ProbeRequest; readonly context: ChannelContext }>();
  const proberOf = (channel: string, everyMs?: number): Prober => ({
    ...(everyMs === undefined ? {} : { everyMs: () => everyMs }),
    probe: (request, context) => {
      seen.set(channel, { request, context });
      return Promise.resolve({ kind: 'well' });
    },
  });
  const channels = new Map([
    ['own', adapterOf({ id: 'own', perAccount: true, verify: () => undefined }, proberOf('own', 60_000))],
    ['shared', adapterOf({ id: 'meta', perAccount: false, verify: () => undefined }, proberOf('shared'))],
    ['pulled', adapterOf({ id: 'pulled' }, proberOf('pulled'))],
    ['silent', adapterOf({ id: 'silent' })],
  ]);
  const accounts = ['own', 'shared', 'pulled', 'silent', 'unknown'].map((channel) => accountOf(channel));
  const settings = testSettings({
    municipalities: GENT === undefined ? [] : [{ ...GENT, accounts }],
    receivers: { meta: { signing: [{ env: 'SHARED_SECRET' }] } },
  });
  const active: Pick<ActiveSettings, 'compiled' | 'resolve' | 'secrets'> = {
    compiled: compileSettings(settings, compileTopics),
    resolve: () => ({ token: 'resolved' }),
    secrets: (references) => references.flatMap((one) => ('env' in one ? [`value of ${one.env}`] : [])),
  };
  const http: HttpClient = () => Promise.reject(new Error('nobody calls'));
  const list = probedAccounts({
    ...{ env, now: () => 7, http, mail: createMailClient({ http, allowPrivateAddresses: false, now: () => 7 }) },
    adapters: { channels } as unknown as Adapters,
    current: () => active as ActiveSettings,
  })();
  await Promise.all(list.map((one) => one.probe()));
  return { list, seen };
}

describe('the accounts that are probed', () => {
  it('are those of channels that can be asked, each at its own pace', async () => {
    const { list } = await asked({});
    expect(list.map(({ channel, everyMs }) => [channel, everyMs])).toEqual([
      ['own', 60_000],
      ['shared', 900_000],
      ['pulled', 900_000],
    ]);
    expect(await list[0]?.resubscribe()).toBe(false);
  });

  it('are asked with their settings and address, and with no webhook while nobody said where we are', async () => {
    const { seen } = await asked({ SCHAKEL_OWN_BASE_URL: 'http://127.0.0.1:9/' });
    expect(seen.get('own')).toMatchObject({
      request: { account: 'stad gent' },
      context: { settings: { token: 'resolved' }, baseUrl: 'http://127.0.0.1:9', nowMs: 7 },
    });
    expect(seen.get('own')?.request).not.toHaveProperty('webhook');
  });

  it('know the address of their door and the secret that it asks for', async () => {
    const { seen } = await asked({ SCHAKEL_PUBLIC_URL: `${OURS}/` });
    expect(seen.get('own')?.request.webhook).toEqual({
      url: `${OURS}/webhooks/own/stad%20gent`,
      secret: 'value of OWN_SECRET',
    });
    expect(seen.get('shared')?.request.webhook).toEqual({
      url: `${OURS}/webhooks/meta`,
      secret: 'value of SHARED_SECRET',
    });
    expect(seen.get('pulled')?.request).not.toHaveProperty('webhook');
  });
});
