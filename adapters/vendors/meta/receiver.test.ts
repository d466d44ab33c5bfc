import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { metaReceiver } from './index.js';

const AT_MS = 1_795_600_000_000;

function split(body: unknown, atMs: number = AT_MS): readonly ChannelEvent[] {
  return metaReceiver.split({ rawBody: Buffer.from(JSON.stringify(body)), headers: {} }, atMs);
}

function comment(id: string): object {
  const value = { item: 'comment', verb: 'add', post_id: 'p', parent_id: 'p', comment_id: id, message: 'put' };
  return { field: 'feed', value: { ...value, from: { id: 'u1' }, created_time: 1795430400 } };
}

function message(id: string, page: string): object {
  return { sender: { id: 'u1' }, recipient: { id: page }, timestamp: 1795430410987, message: { mid: id, text: 'x' } };
}

function status(id: string): object {
  return { id, status: 'read', timestamp: '1795430900', recipient_user_id: 'BE.1234567' };
}

function whatsapp(value: object): object {
  return { field: 'messages', value: { metadata: { phone_number_id: '300' }, ...value } };
}

const id = fc.stringMatching(/^[a-z0-9_]{1,20}$/);
const accountId = fc.stringMatching(/^[0-9]{1,18}$/);
const time = fc.integer({ min: 1_790_000_000, max: 1_800_000_000 });

const pageEntry = fc
  .record({ id: accountId, time, comments: fc.array(id, { maxLength: 4 }), mids: fc.array(id, { maxLength: 4 }) })
  .filter(({ comments, mids }) => comments.length + mids.length > 0)
  .map((entry) => ({
    id: entry.id,
    time: entry.time,
    changes: entry.comments.map((one) => comment(one)),
    messaging: entry.mids.map((one) => message(one, entry.id)),
  }));

function identities(events: readonly ChannelEvent[]): readonly string[] {
  return events.map((event) => `${event.channel}/${event.account}/${event.key}`);
}

describe('split, for any entries', () => {
  it('gives one event an item, with the same key in another order and at another time', () => {
    fc.assert(
      fc.property(fc.array(pageEntry, { minLength: 1, maxLength: 5 }), time, (entries, otherTime) => {
        const events = split({ object: 'page', entry: entries });
        const items = entries.flatMap((entry) => [...entry.changes, ...entry.messaging]);
        expect(events).toHaveLength(items.length);
        expect(events.filter((event) => event.unrecognised !== undefined)).toEqual([]);
        const later = entries.toReversed().map((entry) => ({ ...entry, time: otherTime }));
        const again = split({ object: 'page', entry: later }, AT_MS + 1000);
        expect(identities(again).toSorted()).toEqual(identities(events).toSorted());
      }),
    );
  });

  it('gives different items different keys', () => {
    const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(ids, (unique) => {
        const messaging = unique.map((one) => message(one, '1'));
        const page = split({
          object: 'page',
          entry: [{ id: '1', changes: unique.map((one) => comment(one)), messaging }],
        });
        const changes = [whatsapp({ statuses: unique.map((one) => status(one)) })];
        const numbers = split({ object: 'whatsapp_business_account', entry: [{ id: '2', changes }] });
        const all = identities([...page, ...numbers]);
        expect(new Set(all).size).toBe(unique.length * 3);
      }),
    );
  });

  it('never throws and never loses neighbours of a strange item', () => {
    const strange = fc.anything({ maxDepth: 3 }).filter((value) => JSON.stringify(value) !== undefined);
    fc.assert(
      fc.property(
        strange,
        fc.constantFrom('page', 'instagram', 'whatsapp_business_account', 'other'),
        (odd, object) => {
          const changes = [
            odd,
            { field: 'feed', value: odd },
            { field: 'messages', value: odd },
            whatsapp({ messages: [odd], statuses: [odd], errors: [odd] }),
          ];
          const events = split({
            object,
            entry: [odd, { id: '1', changes, messaging: [odd], standby: [odd] }, { id: '1', changes: [comment('c1')] }],
          });
          expect(events.length).toBeGreaterThan(0);
          const isFound = events.some((event) => event.key === 'feed:comment:add:c1');
          expect(isFound).toBe(object === 'page');
        },
      ),
    );
  });
});

describe('split, what cannot be read', () => {
  it.each([
    ['no JSON', '{', 'META_BODY_NOT_JSON', 'meta', 'unknown'],
    ['not UTF-8', Buffer.from([0xff, 0xfe, 0x00]), 'META_BODY_NOT_JSON', 'meta', 'unknown'],
    ['no object', '[]', 'META_BODY_WITHOUT_ENTRIES', 'meta', 'unknown'],
    ['no entries', '{"object":"page","entry":[]}', 'META_BODY_WITHOUT_ENTRIES', 'meta', 'unknown'],
    ['an unknown object', '{"object":"threads","entry":[{"id":"5"}]}', 'META_OBJECT_UNKNOWN', 'meta', '5'],
    ['an entry that is none', '{"object":"page","entry":[1]}', 'META_ENTRY_UNREADABLE', 'facebook', 'unknown'],
    ['an entry with nothing', '{"object":"page","entry":[{"id":"5","time":1}]}', 'META_ENTRY_EMPTY', 'facebook', '5'],
    [
      'a change that is none',
      '{"object":"page","entry":[{"id":"5","changes":[1]}]}',
      'META_CHANGE_UNREADABLE',
      'facebook',
      '5',
    ],
    [
      'an unknown field',
      '{"object":"instagram","entry":[{"id":"5","changes":[{"field":"x"}]}]}',
      'META_FIELD_UNKNOWN',
      'instagram',
      '5',
    ],
  ])('%s', (...[, body, code, channel, account]) => {
    const events = metaReceiver.split({ rawBody: Buffer.from(body), headers: {} }, AT_MS);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ channel, account, action: 'drop', unrecognised: code, occurredAtMs: AT_MS });
  });

  it('keys two bodies that are no JSON apart', () => {
    const keys = ['{', '{{'].map(
      (body) => metaReceiver.split({ rawBody: Buffer.from(body), headers: {} }, AT_MS)[0]?.key,
    );
    expect(keys[0]).not.toBe(keys[1]);
  });
});

describe('split, other places where messages come', () => {
  it('reads the test button of the dashboard, which sends a message as a change', () => {
    const change = { field: 'messages', value: message('m1', '5') };
    for (const [object, channel] of [
      ['page', 'messenger'],
      ['instagram', 'instagram'],
    ]) {
      expect(split({ object, entry: [{ id: '5', changes: [change] }] })).toMatchObject([
        { channel, action: 'open', key: 'message:m1' },
      ]);
    }
  });

  it('raises a policy field of a page with operations', () => {
    const change = { field: 'messaging_policy_enforcement', value: { action: 'block', reason: 'x' } };
    const events = split({ object: 'page', entry: [{ id: '5', changes: [change] }] });
    expect(events).toMatchObject([{ channel: 'messenger', action: 'ops', reason: 'META_POLICY_ENFORCEMENT' }]);
  });
});

describe('split, much at once', () => {
  it('reads a thousand messages of three megabytes within two seconds', () => {
    const text = 'é'.repeat(1400);
    const contacts = Array.from({ length: 1000 }, (_, index) => ({
      user_id: `BE.10000${index}`,
      profile: { name: 'x' },
    }));
    const messages = contacts.map((contact, index) => ({
      id: `wamid.${index}`,
      from_user_id: contact.user_id,
      type: 'text',
      text: { body: text },
    }));
    const changes = [whatsapp({ contacts, messages })];
    const rawBody = Buffer.from(JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '2', changes }] }));
    expect(rawBody.length).toBeGreaterThan(2_900_000);
    const startedAt = performance.now();
    const events = metaReceiver.split({ rawBody, headers: {} }, AT_MS);
    expect(performance.now() - startedAt).toBeLessThan(2000);
    expect(new Set(events.map((event) => event.key)).size).toBe(1000);
    expect(events[999]?.citizen?.name).toBe('x');
  });
});
