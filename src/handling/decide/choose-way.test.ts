import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ChannelEvent } from '../../adapter-sdk/index.js';
import type { Way } from '../../domain/vocabulary.js';
import type { Decision } from '../batch/decision.js';
import { InMemoryHandling, message, TUESDAY_MS } from '../../../test/support/decide/in-memory.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const THREAD = 'comment-1';
const TALK = 'psid-1';
const PRIVATELY = { conversation: TALK, aliases: [{ kind: 'psid', value: TALK }] };

let handling: InMemoryHandling;

function comment(id = THREAD, atMs = TUESDAY_MS): ChannelEvent {
  const event = message(id, { conversation: THREAD, atMs, text: 'Mijn factuur klopt niet' });
  return {
    ...event,
    citizen: { aliases: [{ kind: 'facebook_user', value: 'u1' }] },
    message: { id, text: 'Mijn factuur klopt niet', attachments: [], isPublic: true },
  };
}

function writes(id: string, atMs: number): ChannelEvent {
  const event = message(id, { conversation: TALK, atMs, text: 'Hier is mijn nummer' });
  return { ...event, channel: 'messenger', citizen: { aliases: PRIVATELY.aliases } };
}

function ticketOf(conversation: string, channel = 'facebook') {
  const id = handling.draft.conversation(JSON.stringify(['gent', channel, '104', conversation]))?.ticketId;
  return id ? handling.draft.ticket(id) : undefined;
}

function reply(way: Way | undefined, atMs = TUESDAY_MS + MINUTE, text = 'Stuur ons uw nummer'): Decision {
  const command = { type: 'reply', text, author: 'An', isFinal: false, ...(way === undefined ? {} : { way }) } as const;
  return handling.ask(command, ticketOf(THREAD)?.id ?? null, atMs);
}

function messageOf({ message: written }: Decision): string {
  return written?.id ?? '';
}

/** The private answer is there; `at` is when Messenger had it. */
function arrives(decision: Decision, atMs = TUESDAY_MS + 2 * MINUTE): Decision {
  const about = { deliveryId: 'd1', messageId: messageOf(decision), isFinal: false, outcome: 'delivered' } as const;
  const privately = { ...PRIVATELY, channel: 'messenger', account: '104', firstAttemptAtMs: TUESDAY_MS + MINUTE };
  return handling.decideContent({ from: 'delivery', ...about, privately }, ticketOf(THREAD)?.id ?? null, atMs);
}

function targets({ deliveries = [] }: Decision): readonly string[] {
  return deliveries.filter(({ kind }) => kind === 'reply').map(({ target }) => target);
}

beforeEach(() => {
  handling = new InMemoryHandling({
    channel: {
      privateReply: { channel: 'messenger', withinMs: () => 7 * DAY },
      publicTextLimit: { max: 300, unit: 'characters' },
    },
  });
  handling.tell(comment());
});

describe('the way of an answer to a public message', () => {
  it('is public unless something else was asked', () => {
    expect(reply(undefined)).toMatchObject({ message: { isPublic: true }, facts: [{ way: 'public' }] });
    expect(targets(reply('public'))).toEqual(['facebook:104']);
    expect(reply('public')).toMatchObject({ deliveries: [{ kind: 'reply', way: 'public' }, {}] });
  });

  it('is a private answer to the newest comment when it is to be private', () => {
    const decision = reply('private');
    expect(targets(decision)).toEqual(['messenger:104']);
    expect(decision).toMatchObject({
      message: { isPublic: false },
      facts: [{ way: 'private', privateReplyTo: THREAD, to: { channel: 'messenger', account: '104' } }],
      // Its platform counts it apart.
      deliveries: [{ kind: 'reply', way: 'private-reply' }, {}],
    });
  });

  it('is private once only, unless the first one failed', () => {
    const first = reply('private');
    expect(reply('private')).toMatchObject({ state: 'rejected', reason: 'PRIVATE_REPLY_USED' });
    const about = { deliveryId: 'd1', messageId: messageOf(first), isFinal: false, outcome: 'refused' } as const;
    handling.decideContent({ from: 'delivery', ...about }, ticketOf(THREAD)?.id ?? null, TUESDAY_MS + MINUTE);
    expect(reply('private')).toMatchObject({ state: 'handled' });
  });

  it('can be private again for another comment', () => {
    reply('private');
    handling.tell(comment('comment-2', TUESDAY_MS + MINUTE));
    expect(reply('private', TUESDAY_MS + 2 * MINUTE)).toMatchObject({ facts: [{ privateReplyTo: 'comment-2' }] });
  });

  it('is not private after seven days, nor in two parts', () => {
    expect(reply('private', TUESDAY_MS + 7 * DAY)).toMatchObject({ reason: 'PRIVATE_REPLY_TOO_LATE' });
    expect(reply('private', TUESDAY_MS + MINUTE, 'lang '.repeat(30))).toMatchObject({ reason: 'REPLY_TOO_LONG' });
    expect(reply('public', TUESDAY_MS + MINUTE, 'lang '.repeat(30))).toMatchObject({ facts: [{ parts: 1 }] });
  });

  it('cannot be private where the channel knows no private answer', () => {
    handling = new InMemoryHandling();
    handling.tell(comment());
    expect(reply('private')).toMatchObject({ state: 'rejected', reason: 'PRIVATE_WAY_MISSING' });
  });

  it('cannot be private where the account takes no private messages', () => {
    const privateReply = { channel: 'facebook', withinMs: () => 7 * DAY, isSetUp: () => false };
    handling = new InMemoryHandling({ channel: { privateReply } });
    handling.tell(comment());
    expect(reply('private')).toMatchObject({ state: 'rejected', reason: 'PRIVATE_WAY_MISSING' });
    expect(reply('public')).toMatchObject({ state: 'handled' });
  });

  it('cannot be public in a private conversation', () => {
    handling.tell(message('m1', { conversation: 'c9' }));
    const command = { type: 'reply', text: 'Ja', author: 'An', isFinal: true, way: 'public' } as const;
    const decision = handling.ask(command, handling.ticketOf('c9')?.id ?? null, TUESDAY_MS);
    expect(decision).toMatchObject({ state: 'rejected', reason: 'PUBLIC_WAY_MISSING' });
  });

  it('keeps the words of a target whose private answer cannot leave', () => {
    reply('private');
    const command = { type: 'reply', text: 'Uw nummer?', author: 'An', isFinal: true, way: 'private' } as const;
    const decision = handling.ask(command, ticketOf(THREAD)?.id ?? null, TUESDAY_MS + MINUTE, '1700');
    expect(decision).toMatchObject({
      state: 'rejected',
      facts: [{ type: 'answer.refused', code: 'PRIVATE_REPLY_USED' }],
      message: { text: 'Uw nummer?' },
    });
    expect(targets(decision)).toEqual([]);
  });
});

describe('the conversation of a private answer', () => {
  it('goes on in the same ticket, and is where answers go from then on', () => {
    arrives(reply('private'));
    handling.hearAll();
    expect(handling.tell(writes('m1', TUESDAY_MS + 5 * MINUTE))).toMatchObject({
      facts: [{ type: 'message.received' }],
    });
    expect(ticketOf(TALK, 'messenger')?.id).toBe(ticketOf(THREAD)?.id);
    const answer = reply(undefined, TUESDAY_MS + 6 * MINUTE);
    expect(targets(answer)).toEqual(['messenger:104']);
    expect(answer).toMatchObject({
      message: { isPublic: false },
      facts: [{ way: 'private', to: { channel: 'messenger', conversation: TALK } }],
    });
    expect(answer.facts?.[0]).not.toHaveProperty('privateReplyTo');
    expect(targets(reply('public', TUESDAY_MS + 6 * MINUTE))).toEqual(['facebook:104']);
  });

  it('stays public by itself while the citizen did not answer in private', () => {
    arrives(reply('private'));
    handling.hearAll();
    expect(targets(reply(undefined))).toEqual(['facebook:104']);
  });

  it('never falls back to public when the private window closed', () => {
    arrives(reply('private'));
    handling.hearAll();
    handling.tell(writes('m1', TUESDAY_MS + 5 * MINUTE));
    const late = reply(undefined, TUESDAY_MS + 2 * DAY);
    expect(late).toMatchObject({ state: 'rejected', reason: 'REPLY_WINDOW_CLOSED' });
  });

  it('is of the same citizen', () => {
    arrives(reply('private'));
    handling.hearAll();
    const key = JSON.stringify(['gent', 'messenger', '104', 'psid', TALK]);
    expect(handling.draft.citizen(key)).toBe(ticketOf(THREAD)?.state.citizenId);
  });

  it('is linked once, whether the answer to our call or the echo tells it first', () => {
    const decision = reply('private');
    arrives(decision);
    handling.hearAll();
    arrives(decision, TUESDAY_MS + 3 * MINUTE);
    handling.hearAll();
    const links = handling.draft.facts.filter(({ fact }) => fact.type === 'conversation.linked');
    expect(links).toHaveLength(1);
  });

  it('joins when the citizen answered before we knew where it went', () => {
    const decision = reply('private');
    handling.tell(writes('m1', TUESDAY_MS + 2 * MINUTE));
    const quick = ticketOf(TALK, 'messenger');
    expect(quick?.id).not.toBe(ticketOf(THREAD)?.id);
    arrives(decision, TUESDAY_MS + 3 * MINUTE);
    handling.hearAll();
    expect(handling.draft.ticket(quick?.id ?? ('' as never))?.mergedInto).toBe(ticketOf(THREAD)?.id);
    handling.tell(writes('m2', TUESDAY_MS + 4 * MINUTE));
    expect(ticketOf(TALK, 'messenger')?.id).toBe(ticketOf(THREAD)?.id);
    expect(targets(reply(undefined, TUESDAY_MS + 6 * MINUTE))).toEqual(['messenger:104']);
  });

  it('keeps its own ticket when the citizen began it long before', () => {
    handling.tell(writes('m0', TUESDAY_MS - DAY / 2));
    const older = ticketOf(TALK, 'messenger');
    arrives(reply('private'));
    handling.hearAll();
    expect(ticketOf(TALK, 'messenger')?.id).toBe(older?.id);
    expect(handling.draft.facts.at(-1)).toMatchObject({
      ticketId: ticketOf(THREAD)?.id,
      fact: { type: 'ticket.noted', reason: 'CONVERSATION_GOES_ON_ELSEWHERE' },
    });
  });
});

describe('hiding', () => {
  const hide = (messageId: string, hidden = true): Decision =>
    handling.ask(
      { type: 'hide', messageId: messageId as never, hidden, author: 'An' },
      ticketOf(THREAD)?.id ?? null,
      TUESDAY_MS,
    );
  const own = (): string => handling.draft.messagesOf(ticketOf(THREAD)?.id ?? ('' as never))[0]?.id ?? '';

  beforeEach(() => {
    handling = new InMemoryHandling({ channel: { canHide: true } });
    handling.tell(comment());
  });

  it('tells the platform, and the ticket hears what became of it', () => {
    expect(hide(own())).toMatchObject({
      facts: [{ type: 'message.hiding', hidden: true }],
      deliveries: [{ target: 'facebook:104', kind: 'hide' }],
    });
    const about = { deliveryId: 'd', messageId: own(), isFinal: false, hidden: true } as const;
    const heard = (outcome: 'delivered' | 'refused') =>
      handling.decideContent({ from: 'delivery', ...about, outcome }, ticketOf(THREAD)?.id ?? null, TUESDAY_MS);
    expect(heard('delivered')).toMatchObject({
      facts: [{ type: 'message.hidden', hidden: true }],
      hide: { hidden: true },
    });
    expect(heard('refused')).toMatchObject({ facts: [{ type: 'message.hiding-failed', code: 'REFUSED' }] });
    expect(ticketOf(THREAD)?.state.status).toBe('new');
  });

  it('is for public messages of citizens, where the channel can', () => {
    expect(hide('nobody')).toMatchObject({ reason: 'MESSAGE_NOT_OF_TICKET' });
    handling = new InMemoryHandling({ channel: { canHide: false } });
    handling.tell(comment());
    expect(hide(own())).toMatchObject({ reason: 'HIDING_NOT_POSSIBLE' });
    handling = new InMemoryHandling({ channel: { canHide: true } });
    handling.tell(message('m1', { conversation: THREAD }));
    expect(hide(own())).toMatchObject({ reason: 'MESSAGE_NOT_PUBLIC' });
  });
});
