import { describe, expect, it } from '@jest/globals';
import type { ChannelEvent, WindowFacts } from '../../adapter-sdk/index.js';
import { InMemoryHandling, message, TUESDAY_MS, type InMemoryChange } from '../../../test/support/decide/in-memory.js';
import { testSettings } from '../../../test/support/test-settings.js';

const MINUTE = 60_000;
/** A platform that takes an answer to who invited one, at any time. */
const INVITED_ONLY: InMemoryChange = {
  channel: {
    replyWindow: ({ isAnswerable = true }: WindowFacts) =>
      isAnswerable ? { open: true, mode: 'summoned', closesAtMs: null } : { open: false, code: 'REPLY_NOT_INVITED' },
  },
};

function words(id: string, atMs: number, answerable: boolean): ChannelEvent {
  const event = message(id, { atMs });
  return event.message === undefined ? event : { ...event, message: { ...event.message, answerable } };
}

function answer(handling: InMemoryHandling) {
  const ticket = handling.ticketOf('c1')?.id ?? null;
  const command = { type: 'reply', text: 'Dag', author: 'An', isFinal: true } as const;
  return handling.ask(command, ticket, TUESDAY_MS + 10 * MINUTE);
}

describe('what the citizen allows', () => {
  it('decides before an answer leaves, in words for who wants to give one', () => {
    const handling = new InMemoryHandling(INVITED_ONLY);
    handling.tell(words('a', TUESDAY_MS, false));
    expect(answer(handling)).toMatchObject({
      ...{ state: 'rejected', reason: 'REPLY_NOT_INVITED' },
      detail: expect.stringContaining('Antwoord in de app van het kanaal zelf'),
    });
  });

  it.each([
    ['a mention after a reply allows it', [false, true], 'handled'],
    ['a reply after a mention does not', [true, false], 'rejected'],
  ])('%s', (_label, [first, second], state) => {
    const handling = new InMemoryHandling(INVITED_ONLY);
    handling.tell(words('a', TUESDAY_MS, first === true));
    handling.tell(words('b', TUESDAY_MS + MINUTE, second === true));
    expect(answer(handling)).toMatchObject({ state });
  });

  it('is what the newest words say, in whatever order they come', () => {
    const handling = new InMemoryHandling(INVITED_ONLY);
    handling.tell(words('b', TUESDAY_MS + MINUTE, true));
    handling.tell(words('a', TUESDAY_MS, false));
    expect(answer(handling)).toMatchObject({ state: 'handled' });
  });

  it('changes no promise: somebody may answer in the app of the platform', () => {
    const handling = new InMemoryHandling(INVITED_ONLY);
    expect(handling.tell(words('a', TUESDAY_MS, false))).toMatchObject({ facts: [{ replyUntilMs: null }] });
    expect(handling.ticketOf('c1')?.state.firstResponseDueMs).toBe(Date.UTC(2026, 10, 24, 13, 0));
  });

  it('is everything where a platform says nothing of it', () => {
    const handling = new InMemoryHandling(INVITED_ONLY);
    handling.tell(message('a'));
    expect(answer(handling)).toMatchObject({ state: 'handled' });
  });
});

describe('what a platform charges for telling', () => {
  const { channel } = message('a');
  const item = `${channel}.post-event`;
  const card = (prices: Readonly<Record<string, string>>) => ({
    platform: channel,
    validFrom: '2026-01-01',
    source: 't',
    prices,
  });
  const priced = (event: ChannelEvent): ChannelEvent => ({ ...event, price: { item } });
  const passedOn = { settings: testSettings({ platformPrices: [card({ [item]: '0.004545' })] }) };
  const cost = { meter: 'platform.cost', cost: { item, millionths: 4545 } };

  it('is charged with the message, once, and the fact says so', () => {
    const handling = new InMemoryHandling(passedOn);
    expect(handling.tell(priced(message('a')))).toMatchObject({
      facts: [{ type: 'ticket.opened', cost: { item, isPassedOn: true } }],
      usage: [{ meter: 'ticket.opened' }, { meter: 'message.received' }, cost],
    });
    expect(handling.tell(priced(message('a')))).toBe('duplicate');
    expect(handling.tell(priced(message('b', { atMs: TUESDAY_MS + MINUTE })))).toMatchObject({
      facts: [{ type: 'message.received', cost: { item, isPassedOn: true } }],
      usage: [{ meter: 'message.received' }, cost],
    });
    expect(handling.draft.usage.filter(({ meter }) => meter === 'platform.cost')).toHaveLength(2);
  });

  it.each([
    ['no card', {}],
    ['a card that lacks it', { settings: testSettings({ platformPrices: [card({ [`${channel}.other`]: '1' })] }) }],
  ])('never holds a citizen, with %s', (_label, change) => {
    const handling = new InMemoryHandling(change);
    expect(handling.tell(priced(message('a')))).toMatchObject({
      state: 'handled',
      facts: [{ type: 'ticket.opened', cost: { item, isPassedOn: false } }],
      usage: [{ meter: 'ticket.opened' }, { meter: 'message.received' }],
    });
  });

  it('is charged for an answer in the app of the platform', () => {
    const handling = new InMemoryHandling(passedOn);
    handling.tell(message('a'));
    const outside: ChannelEvent = { ...priced(message('o', { atMs: TUESDAY_MS + MINUTE })), action: 'outside' };
    expect(handling.tell(outside)).toMatchObject({
      facts: [{ type: 'answer.outside', cost: { item, isPassedOn: true } }],
      usage: [cost],
    });
  });

  it('is not passed on where it belongs to no ticket', () => {
    const handling = new InMemoryHandling(passedOn);
    expect(handling.tell({ ...priced(message('a')), action: 'drop' })).not.toHaveProperty('usage');
    expect(handling.tell({ ...priced(message('o')), action: 'outside', key: 'o' })).not.toHaveProperty('usage');
  });
});
