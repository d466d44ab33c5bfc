import { describe, expect, it } from '@jest/globals';
import type { ChannelContext, HttpRequest, OutgoingPart } from '../../../src/adapter-sdk/index.js';
import { lookUpPrivateReply, privateReplyBy, sendPrivateReply } from './index.js';

const AT_MS = Date.parse('2026-11-25T09:46:40Z');
const LATER_MS = AT_MS + 600_000;
const COMMENT = '778_21';
const PAGE = '104500000000001';
const PART: OutgoingPart = {
  reference: 'schakel:out:1',
  account: PAGE,
  conversation: COMMENT,
  text: 'Stuur ons uw adres.',
  citizenAliases: [],
  way: 'private',
  privateReplyTo: COMMENT,
  replyMode: 'private-reply',
  firstAttemptAtMs: AT_MS,
};
const CITIZEN = { conversation: '6100000000000042', aliases: [{ kind: 'psid', value: '6100000000000042' }] };

function serving(
  answers: Readonly<Record<string, object>>,
  nowMs = AT_MS,
): ChannelContext & { readonly asked: HttpRequest[] } {
  const asked: HttpRequest[] = [];
  return {
    asked,
    http: (request) => {
      asked.push(request);
      const edge = new URL(request.url).pathname.split('/').slice(2).join('/');
      return Promise.resolve({ kind: 'answer', status: 200, headers: {}, text: JSON.stringify(answers[edge] ?? {}) });
    },
    baseUrl: 'http://127.0.0.1:9',
    settings: { accessToken: 't', appSecret: 's' },
    nowMs,
  };
}

function talk(message: string, from: string, updated = '2026-11-25T09:46:41+0000'): object {
  return {
    updated_time: updated,
    participants: { data: [{ id: PAGE }, { id: CITIZEN.conversation }] },
    messages: { data: [{ id: 'm_9', message, created_time: updated, from: { id: from } }] },
  };
}

describe('a private answer to a comment', () => {
  it('names the comment, and tells to whom it went', async () => {
    const context = serving({ [`${PAGE}/messages`]: { recipient_id: CITIZEN.conversation, message_id: 'm_9' } });
    const outcome = await sendPrivateReply('messenger', COMMENT, PART, context);
    expect(outcome).toEqual({ kind: 'delivered', remoteId: 'm_9', privately: CITIZEN });
    expect(JSON.parse(context.asked[0]?.body ?? '')).toEqual({
      recipient: { comment_id: COMMENT },
      messaging_type: 'RESPONSE',
      message: { text: PART.text, metadata: PART.reference },
    });
  });

  it('names a post as a post', async () => {
    const context = serving({});
    await sendPrivateReply('messenger', `${PAGE}_778`, PART, context);
    expect(JSON.parse(context.asked[0]?.body ?? '')).toMatchObject({ recipient: { post_id: `${PAGE}_778` } });
  });

  it('believes that one was given before only when it did not try itself', async () => {
    const refusal = { [`${PAGE}/messages`]: { error: { code: 100, error_subcode: 2534025, message: 'x' } } };
    const outcome = (nowMs: number) => sendPrivateReply('messenger', COMMENT, PART, serving(refusal, nowMs));
    expect(await outcome(AT_MS)).toMatchObject({ kind: 'refused', code: 'META_PRIVATE_REPLY_USED' });
    expect(await outcome(LATER_MS)).toMatchObject({ kind: 'unknown', code: 'META_PRIVATE_REPLY_USED' });
  });

  it('may be given for seven days', () => {
    const reply = privateReplyBy('messenger');
    expect({ channel: reply.channel, withinMs: reply.withinMs(Date.UTC(2026, 10, 27)) }).toEqual({
      channel: 'messenger',
      withinMs: 604_800_000,
    });
  });
});

describe('looking for a private answer to a comment', () => {
  const look = (conversations: readonly object[], comment: object, nowMs = LATER_MS) =>
    lookUpPrivateReply(
      'messenger',
      COMMENT,
      PART,
      serving({ [`${PAGE}/conversations`]: { data: conversations }, [COMMENT]: comment }, nowMs),
    );

  it('finds it by its words, with the citizen', async () => {
    const outcome = await look([talk('Iets anders', PAGE), talk(PART.text, PAGE)], {});
    expect(outcome).toEqual({ kind: 'found', remoteId: 'm_9', privately: CITIZEN });
  });

  it('does not take the same words of a citizen for it', async () => {
    expect(await look([talk(PART.text, CITIZEN.conversation)], { can_reply_privately: true })).toEqual({
      kind: 'absent',
    });
  });

  it('repeats only what Facebook still takes', async () => {
    expect(await look([], { can_reply_privately: true })).toEqual({ kind: 'absent' });
    expect(await look([], { can_reply_privately: false })).toMatchObject({ kind: 'untellable' });
    expect(await look([], {})).toMatchObject({ kind: 'unsure' });
    expect(await look([], { can_reply_privately: true }, AT_MS + 1_000)).toMatchObject({ kind: 'unsure' });
  });

  it('stays unsure when so much happened that it cannot look back far enough', async () => {
    const many = Array.from({ length: 50 }, () => talk('Een ander', PAGE));
    expect(await look(many, { can_reply_privately: true })).toMatchObject({ code: 'META_TOO_MANY_CONVERSATIONS' });
    const old = talk('Een ander', PAGE, '2026-11-24T09:00:00+0000');
    expect(await look([...many.slice(1), old], { can_reply_privately: true })).toEqual({ kind: 'absent' });
  });
});
