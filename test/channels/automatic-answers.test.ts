import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { adapter as instagram } from '../../adapters/channels/instagram/index.js';
import { adapter as messenger } from '../../adapters/channels/messenger/index.js';
import type { ChannelAdapter, HttpRequest, SendOutcome, WrittenByPerson } from '../../src/adapter-sdk/index.js';
import { channelRuntime } from '../../src/app/targets/channel-runtime.js';
import type { Item } from '../../src/handling/index.js';
import { writtenByPerson } from '../../src/handling/deliver/written-by-person.js';
import { mailOverHttp } from '../conformance/channel/mail-over-http.js';
import { projectPath } from '../../src/platform/files/project-path.js';

const NOW_MS = 1_795_600_000_000;
const DAY_MS = 86_400_000;

/** What leaves when an answer goes out so long after the citizen's words, on a page with the approval of Meta. */
async function leaving(
  adapter: ChannelAdapter,
  author: { readonly isAutomatic: boolean; readonly isPublic?: boolean },
  afterMs: number,
): Promise<{ readonly outcome: SendOutcome | undefined; readonly bodies: readonly string[] }> {
  const requests: HttpRequest[] = [];
  let outcome: SendOutcome | undefined;
  const runtime = channelRuntime({
    ...{ adapter, baseUrl: 'http://127.0.0.1:9', maxInFlight: 1, now: () => NOW_MS, guard: (attempt) => attempt() },
    settings: { accessToken: 't', appSecret: 's', humanAgent: true },
    mail: mailOverHttp(() => Promise.reject(new Error('Nothing is mailed here')), ''),
    http: (request) => {
      requests.push(request);
      return Promise.resolve({
        kind: 'answer',
        status: 200,
        headers: {},
        text: '{"message_id":"m_1","recipient_id":"9"}',
      });
    },
  });
  const part = {
    ...{ reference: 'schakel:1', account: '104', conversation: '9', text: 'Even geduld', citizenAliases: [] },
    ...{ way: 'private', firstAttemptAtMs: NOW_MS, ...writtenByPerson(author) },
  } as const;
  const window = { lastCitizenAtMs: NOW_MS - afterMs, isPublic: author.isPublic === true };
  // Of a delivery the runtime looks at nothing but what it says.
  const item = { delivery: {}, content: { to: 'citizen', part, window } } as unknown as Item;
  await runtime.send([item], (_item, told) => {
    outcome = told;
  });
  return { outcome, bodies: requests.map(({ body }) => body ?? '') };
}

describe.each([
  ['Messenger', messenger],
  ['Instagram', instagram],
])('an answer on %s', (_name, adapter) => {
  it('goes out on the third day under the tag for people when a person wrote it', async () => {
    const { bodies } = await leaving(adapter, { isAutomatic: false }, 2 * DAY_MS);
    expect(bodies).toEqual([expect.stringContaining('"tag":"HUMAN_AGENT"')]);
  });

  it('does not go out then when the system wrote it, also if it had only been waiting', async () => {
    const { outcome, bodies } = await leaving(adapter, { isAutomatic: true }, 2 * DAY_MS);
    expect(outcome).toMatchObject({ kind: 'refused', code: 'REPLY_WINDOW_CLOSED' });
    expect(bodies).toEqual([]);
  });

  it('goes out on the first day without the tag, whoever wrote it', async () => {
    for (const isAutomatic of [true, false]) {
      const { bodies } = await leaving(adapter, { isAutomatic }, DAY_MS / 2);
      expect(bodies).toEqual([expect.stringContaining('"messaging_type":"RESPONSE"')]);
    }
  });

  it('stays here when it is private and its conversation became public', async () => {
    const { outcome, bodies } = await leaving(adapter, { isAutomatic: false, isPublic: true }, 0);
    expect([outcome?.kind, bodies]).toEqual(['quarantined', []]);
  });
});

describe('the tag for people', () => {
  it('is in one place, which cannot be reached without the proof that a person wrote', () => {
    const folder = projectPath('adapters');
    const places = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .filter((name) => readFileSync(join(folder, name), 'utf8').includes("'HUMAN_AGENT'"));
    expect(places).toEqual([join('vendors', 'meta', 'private-message.ts')]);
    // @ts-expect-error The proof has a key that nobody outside can write: this line fails the check once it compiles.
    const proof: WrittenByPerson = {};
    expect(proof).toEqual({});
  });

  it('is given to nobody for an automatic answer', () => {
    expect(writtenByPerson({ isAutomatic: true })).toEqual({});
    expect(writtenByPerson({ isAutomatic: false })).toHaveProperty('person');
  });
});
