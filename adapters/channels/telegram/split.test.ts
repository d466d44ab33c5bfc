import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { fixturesIn } from '../../../test/conformance/channel/kit-input.js';
import { adapter } from './index.js';

const AT_MS = 1_795_600_000_000;
const CHAT = { id: 99887766, type: 'private' };
const FROM = { id: 99887766, is_bot: false, first_name: 'Fatima', last_name: 'B.', username: 'fatima' };

function split(text: string): ChannelEvent {
  const [event, ...more] = adapter.receiver.split({ rawBody: Buffer.from(text), headers: {}, account: 'a' }, AT_MS);
  if (event === undefined || more.length > 0) {
    throw new Error('one update is one event');
  }
  return event;
}

function read(update: object, number: number = 1): ChannelEvent {
  return split(JSON.stringify({ update_id: number, ...update }));
}

function message(more: object, kind: string = 'message', number?: number): ChannelEvent {
  return read({ [kind]: { message_id: 41, chat: CHAT, from: FROM, date: 1_795_422_000, ...more } }, number);
}

describe('a message', () => {
  it('names the citizen, without the username that may become another person', () => {
    expect(message({ text: 'Dag' }).citizen).toEqual({
      aliases: [{ kind: 'telegram_user', value: '99887766' }],
      name: 'Fatima B.',
    });
  });

  it.each([
    ['/start', true],
    ['/start code-1', true],
    ['/start@brugge_bot', true],
    ['/startle', false],
    ['Ik /start niet', false],
  ])('%s opens the bot: %p', (text, isStart) => {
    expect(message({ text })).toMatchObject(
      isStart ? { action: 'drop', reason: 'TELEGRAM_START' } : { action: 'open', message: { text } },
    );
  });

  it.each(['group', 'supergroup', 'channel'])('in a %s is counted and no more', (type) => {
    expect(message({ text: 'Dag', chat: { id: -5, type } })).toMatchObject({
      action: 'drop',
      reason: 'TELEGRAM_CHAT_NOT_PRIVATE',
    });
  });

  it.each(['message', 'edited_message'])('of a bot opens no ticket (%s)', (kind) => {
    const event = message({ text: 'Dag', from: { ...FROM, is_bot: true } }, kind);
    expect(event).toMatchObject({ action: 'drop', reason: 'TELEGRAM_SENDER_IS_A_BOT' });
    expect(event.message).toBeUndefined();
  });

  it('whose sticker comes with words restarts the clock', () => {
    const sticker = { file_id: 'CAAC' };
    expect(message({ sticker }).restartsClock).toBe(false);
    expect(message({ sticker, caption: 'Dank u, en de zak?' }).restartsClock).toBeUndefined();
  });

  it('keeps a photo without sizes and a file without an id', () => {
    expect(message({ photo: [{ file_id: 'one' }] }).message?.attachments).toEqual([{ type: 'image', mediaId: 'one' }]);
    expect(message({ video: { duration: 1 } }).message?.attachments).toEqual([{ type: 'video' }]);
  });

  it('makes signs that no database keeps visible', () => {
    expect(message({ text: 'a\u0000b\ud800c' }).message?.text).toBe('a\ufffdb\ufffdc');
  });

  it.each([
    ['no number', { message_id: undefined }],
    ['a number with a fraction', { message_id: 1.5 }],
    ['no chat', { chat: undefined }],
    ['a chat without a type', { chat: { id: 5 } }],
    ['a chat whose id has more digits than any', { chat: { id: '9'.repeat(33), type: 'private' } }],
    ['a chat whose id is a word', { chat: { id: 'x', type: 'private' } }],
  ])('with %s is kept for a person', (_label, change) => {
    expect(message({ text: 'Dag', ...change })).toMatchObject({ unrecognised: 'TELEGRAM_MESSAGE_INCOMPLETE' });
  });
});

describe('keys', () => {
  it('are the same for one message in two updates, and differ between chats', () => {
    expect(message({}, 'message', 1).key).toBe(message({}, 'message', 2).key);
    expect(message({}).key).not.toBe(message({ chat: { id: 5, type: 'private' } }).key);
    expect(message({}).message?.id).not.toBe(message({ chat: { id: 5, type: 'private' } }).message?.id);
  });

  it('tell two edits in one second apart, and know a redelivery again', () => {
    const edit = (number: number): string => message({ edit_date: 1_795_422_100 }, 'edited_message', number).key;
    expect(edit(2)).not.toBe(edit(1));
    expect(edit(2)).toBe(edit(2));
    expect(edit(1)).not.toBe(message({}).key);
  });
});

describe('a tap on a button', () => {
  const tap = (more: object): ChannelEvent =>
    read({ callback_query: { id: '42', from: FROM, message: { message_id: 7, chat: CHAT }, data: 'ja', ...more } });

  it('says its data where the label is not told', () => {
    expect(tap({}).message).toMatchObject({ id: 'tap:42', text: 'ja', replyTo: '99887766:7' });
  });

  it.each([
    ['without data', { data: undefined }, 'TELEGRAM_TAP_WITHOUT_MESSAGE'],
    ['in a group', { message: { message_id: 7, chat: { id: -5, type: 'group' } } }, 'TELEGRAM_CHAT_NOT_PRIVATE'],
  ])('%s opens nothing', (_label, change, reason) => {
    expect(tap(change)).toMatchObject({ action: 'drop', reason });
  });

  it('without an id is kept for a person', () => {
    expect(tap({ id: 'x'.repeat(65) })).toMatchObject({ unrecognised: 'TELEGRAM_TAP_INCOMPLETE' });
  });
});

describe('a change of membership', () => {
  const member = (more: object): ChannelEvent => read({ my_chat_member: { chat: CHAT, from: FROM, ...more } });

  it.each([
    ['in a group', { chat: { id: -5, type: 'group' } }, { reason: 'TELEGRAM_CHAT_NOT_PRIVATE' }],
    ['of a new kind', { new_chat_member: { status: 'guest' } }, { unrecognised: 'TELEGRAM_MEMBERSHIP_UNKNOWN' }],
    ['without a chat', { chat: 5 }, { unrecognised: 'TELEGRAM_MEMBERSHIP_INCOMPLETE' }],
  ])('%s touches no ticket', (_label, change, expected) => {
    expect(member(change)).toMatchObject({ action: 'drop', ...expected });
  });
});

describe('what Telegram may become', () => {
  const KEY_MAX = 300;

  function expectSound(event: ChannelEvent): void {
    expect(event.channel).toBe('telegram');
    expect(event.account).toBe('a');
    expect(event.key.length).toBeLessThanOrEqual(KEY_MAX);
    expect(event.conversation).toMatch(/^(account|-?\d{1,32})$/);
    expect(Number.isSafeInteger(event.occurredAtMs)).toBe(true);
    expect(event.action === 'open' || event.action === 'amend').toBe(event.message !== undefined);
  }

  it('is never taken for content while its kind is unknown', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('x', 'y', '_') }), fc.object(), (kind, item) => {
        expect(read({ [kind]: item })).toMatchObject({ action: 'drop', unrecognised: 'TELEGRAM_UPDATE_UNKNOWN' });
      }),
    );
  });

  it('gives one sound event where any field of a known update is any value', () => {
    const updates = fixturesIn(import.meta.dirname).list.map((one) => one.body.toString('utf8'));
    const parts = updates
      .filter((text) => text.startsWith('{'))
      .flatMap((text) => text.match(/"[^"]*"(?!:)|-?\d+/g) ?? []);
    fc.assert(
      fc.property(fc.constantFrom(...updates), fc.constantFrom(...parts), fc.json(), (text, part, value) => {
        expectSound(split(text.replaceAll(part, value)));
      }),
      { numRuns: 500 },
    );
  });

  it('gives one sound event for a known kind with any content', () => {
    const kind = fc.constantFrom('message', 'edited_message', 'callback_query', 'my_chat_member', 'channel_post');
    fc.assert(fc.property(kind, fc.object(), (name, item) => expectSound(read({ [name]: item }))));
  });
});
