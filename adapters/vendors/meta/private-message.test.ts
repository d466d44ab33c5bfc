import { describe, expect, it } from '@jest/globals';
import type { ChannelContext, HttpRequest, OutgoingPart, WrittenByPerson } from '../../../src/adapter-sdk/index.js';
import { appSecretProof } from './graph.js';
import { lookUpPrivateMessage, sendPrivateMessage } from './index.js';

const AT_MS = 1_795_600_000_000;
/** As the delivery engine gives it: what it holds is its type. */
const PERSON = {} as WrittenByPerson;
const PART: OutgoingPart = {
  reference: 'schakel:out:01JD8Q',
  account: '104500000000001',
  conversation: '6100000000000042',
  text: 'De put wordt morgen hersteld. ✅',
  citizenAliases: [],
  replyMode: 'human-agent',
  person: PERSON,
  firstAttemptAtMs: AT_MS,
};
const SETTINGS = { accessToken: 'EAATESTTOKEN', appSecret: 'schakel-testgeheim' };
const PROOF = '23e17ccae6a03d33479a7b0a0d189992f26ddfe19e04ac0bd1226c9ca4015906';

function giving(body: unknown, nowMs: number = AT_MS): ChannelContext & { readonly requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  return {
    requests,
    http: (request) => {
      requests.push(request);
      return Promise.resolve({ kind: 'answer', status: 200, headers: {}, text: JSON.stringify(body) });
    },
    baseUrl: 'http://127.0.0.1:9',
    settings: SETTINGS,
    nowMs,
  };
}

describe('sending', () => {
  it('proves the app secret by the published vector', () => {
    expect(appSecretProof('schakel-testgeheim', 'EAATESTTOKEN')).toBe(PROOF);
  });

  it('sends exactly this', async () => {
    const context = giving({ message_id: 'm_1' });
    await sendPrivateMessage(PART, context);
    const [request] = context.requests;
    expect({ ...request, body: JSON.parse(request?.body ?? '') }).toEqual({
      method: 'POST',
      url: `http://127.0.0.1:9/v26.0/104500000000001/messages?appsecret_proof=${PROOF}`,
      headers: { authorization: 'Bearer EAATESTTOKEN', 'content-type': 'application/json' },
      timeoutMs: 15_000,
      body: {
        recipient: { id: '6100000000000042' },
        messaging_type: 'MESSAGE_TAG',
        tag: 'HUMAN_AGENT',
        message: { text: PART.text, metadata: 'schakel:out:01JD8Q' },
      },
    });
  });

  it('never tags what no person wrote, whatever the mode says', async () => {
    const { person: _person, ...automatic } = PART;
    const context = giving({ message_id: 'm_1' });
    await sendPrivateMessage(automatic, context);
    const [request] = context.requests;
    expect(JSON.parse(request?.body ?? '')).toMatchObject({ messaging_type: 'RESPONSE' });
    expect(request?.body).not.toContain('HUMAN_AGENT');
  });

  it('answers inside the day without a tag', async () => {
    const context = giving({ message_id: 'm_1' });
    await sendPrivateMessage({ ...PART, replyMode: 'response' }, context);
    const body: unknown = JSON.parse(context.requests[0]?.body ?? '');
    expect(body).toMatchObject({ messaging_type: 'RESPONSE' });
    expect(body).not.toHaveProperty('tag');
  });
});

describe('looking up', () => {
  const ours = {
    id: 'm_9',
    message: ` ${PART.text}\n`,
    created_time: '2026-11-25T09:46:30+0000',
    from: { id: PART.account },
  };
  const absent = { kind: 'absent' };
  const unsure = { kind: 'unsure', afterMs: 90_000, code: 'META_NOT_SHOWN_YET' };

  it.each([
    ['ours', ours, 0, { kind: 'found', remoteId: 'm_9' }],
    [
      'ours, by a clock that is a little behind',
      { ...ours, created_time: '2026-11-25T09:45:40+0000' },
      0,
      { kind: 'found', remoteId: 'm_9' },
    ],
    ['the same words of long before', { ...ours, created_time: '2026-11-25T09:40:00+0000' }, 130_000, absent],
    ['the same words of the citizen', { ...ours, from: { id: PART.conversation } }, 130_000, absent],
    ['other words', { ...ours, message: 'Dag' }, 130_000, absent],
    ['other words, too early to tell', { ...ours, message: 'Dag' }, 30_000, unsure],
  ])('%s', async (_label, message, afterMs, expected) => {
    const context = giving({ data: [{ id: 't_1', messages: { data: [message] } }] }, AT_MS + afterMs);
    expect(await lookUpPrivateMessage('messenger', PART, context)).toEqual(expected);
    const url = new URL(context.requests[0]?.url ?? '');
    expect(url.pathname).toBe('/v26.0/104500000000001/conversations');
    expect(url.searchParams.get('platform')).toBe('messenger');
    expect(url.searchParams.get('user_id')).toBe('6100000000000042');
    expect(url.searchParams.get('fields')).toBe('messages{id,message,created_time,from}');
  });
});
