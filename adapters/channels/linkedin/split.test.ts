import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { fixturesIn } from '../../../test/conformance/channel/kit-input.js';
import { adapter } from './index.js';

const AT_MS = 1_795_600_000_000;
const KEY_MAX = 300;

function split(text: string): readonly ChannelEvent[] {
  return adapter.receiver.split({ rawBody: Buffer.from(text), headers: {}, account: '9900001' }, AT_MS);
}

function read(notification: object, fetched?: object): ChannelEvent {
  const [event, ...more] = split(
    JSON.stringify({ items: [{ notification, ...(fetched ? { comment: fetched } : {}) }] }),
  );
  if (event === undefined || more.length > 0) {
    throw new Error('one notification is one event');
  }
  return event;
}

function comment(generatedActivity: unknown, more: object = {}): ChannelEvent {
  return read({ notificationId: 1, action: 'COMMENT', generatedActivity, lastModifiedAt: AT_MS - 1000, ...more });
}

describe('a comment', () => {
  it('has one key in both ways of writing its URN, and under any number of notification', () => {
    const keys = [
      comment('urn:li:comment:(activity:74,75)').key,
      comment('urn:li:comment:(urn:li:activity:74,75)').key,
      comment('urn:li:comment:(urn:li:activity:74,75)', { notificationId: 2, lastModifiedAt: AT_MS }).key,
      comment('urn:li:comment:(activity:74,75)', { action: 'ADMIN_COMMENT' }).key,
    ];
    expect(new Set(keys)).toEqual(new Set(['comment:74,75']));
  });

  it('of another kind of thread keeps that kind', () => {
    expect(comment('urn:li:comment:(urn:li:ugcPost:74,75)')).toMatchObject({ key: 'comment:ugcPost:74,75' });
  });

  it('joins its tree, also where LinkedIn names the thread by its activity and by its post', () => {
    const event = read(
      { action: 'COMMENT', generatedActivity: 'urn:li:comment:(activity:74,75)' },
      { parentComment: 'urn:li:comment:(urn:li:ugcPost:9,70)' },
    );
    expect(event).toMatchObject({ conversation: '74,70', message: { id: '74,75', replyTo: '74,70' } });
  });

  it('takes the words and the author that were fetched before those of the notification', () => {
    const told = { comment: { owner: 'urn:li:person:OLD', text: 'oud' } };
    const event = read(
      { action: 'COMMENT', generatedActivity: 'urn:li:comment:(activity:74,75)', decoratedGeneratedActivity: told },
      { actor: 'urn:li:person:NEW', message: { text: 'nieuw' } },
    );
    expect(event.message?.text).toBe('nieuw');
    expect(event.citizen?.aliases).toEqual([{ kind: 'linkedin_person', value: 'urn:li:person:NEW' }]);
  });

  it('of the page is an answer in the tree, whatever the notification calls it', () => {
    const own = { actor: 'urn:li:organization:9900001', parentComment: 'urn:li:comment:(activity:74,70)' };
    for (const action of ['COMMENT', 'ADMIN_COMMENT']) {
      const event = read({ action, generatedActivity: 'urn:li:comment:(activity:74,75)' }, own);
      expect(event).toMatchObject({ action: 'outside', conversation: '74,70' });
      expect(event.citizen).toBeUndefined();
    }
  });

  it('of somebody who is neither person nor page has no citizen', () => {
    const odd = { comment: { owner: 'urn:li:bot:1', text: 'Dag' } };
    expect(comment('urn:li:comment:(activity:74,75)', { decoratedGeneratedActivity: odd }).citizen).toBeUndefined();
  });

  it('makes signs that no database keeps visible', () => {
    const odd = { comment: { text: 'a\u0000b\ud800c' } };
    const event = comment('urn:li:comment:(activity:74,75)', { decoratedGeneratedActivity: odd });
    expect(event.message?.text).toBe('a\ufffdb\ufffdc');
  });

  it('is older than its notification, where that is known', () => {
    const event = read(
      { action: 'COMMENT', generatedActivity: 'urn:li:comment:(activity:74,75)', lastModifiedAt: AT_MS },
      { created: { time: AT_MS - 60_000 } },
    );
    expect(event.occurredAtMs).toBe(AT_MS - 60_000);
  });
});

describe('a change', () => {
  const edit = (lastModifiedAt: unknown, notificationId: number = 1): ChannelEvent =>
    comment('urn:li:comment:(activity:74,75)', {
      action: 'COMMENT_EDIT',
      ...{ lastModifiedAt, notificationId },
      decoratedGeneratedActivity: { comment: { owner: 'urn:li:person:A', text: 'nieuw' } },
    });

  it('is known by its time, and without one by its notification', () => {
    expect(edit(AT_MS).key).toBe(edit(AT_MS, 2).key);
    expect(edit(AT_MS).key).not.toBe(edit(AT_MS + 1).key);
    expect(edit(undefined, 1).key).not.toBe(edit(undefined, 2).key);
  });

  it('of a comment that was deleted since opens nothing', () => {
    const notification = {
      ...{ action: 'COMMENT_EDIT', generatedActivity: 'urn:li:comment:(activity:74,75)' },
      decoratedGeneratedActivity: { comment: { owner: 'urn:li:person:A', text: 'nieuw' } },
    };
    expect(split(JSON.stringify({ items: [{ notification, missing: 'deleted' }] }))).toMatchObject([
      { action: 'drop', reason: 'LINKEDIN_COMMENT_GONE' },
    ]);
  });

  it('that took all words away is told and wipes nothing out', () => {
    const event = comment('urn:li:comment:(activity:74,75)', { action: 'COMMENT_EDIT' });
    expect(event).toMatchObject({ action: 'note', about: '74,75', reason: 'LINKEDIN_EDIT_NOT_SHOWN' });
  });
});

describe('a mention', () => {
  const mention = (share: object): ChannelEvent =>
    read({ notificationId: 1, action: 'SHARE_MENTION', decoratedGeneratedActivity: { share } });

  it.each([
    ['urn:li:share:9', 'share:9'],
    ['urn:li:ugcPost:9', 'ugcPost:9'],
    ['urn:li:activity:9', '9'],
  ])('%s is a conversation of its own', (entity, conversation) => {
    expect(mention({ entity, owner: 'urn:li:person:A', text: 'Dag' })).toMatchObject({
      ...{ action: 'open', conversation, key: `mention:${conversation}`, message: { id: conversation } },
    });
  });

  it('in a post of the page itself opens nothing', () => {
    const own = { entity: 'urn:li:share:9', owner: 'urn:li:organization:9900001', text: 'Wij' };
    expect(mention(own)).toMatchObject({ action: 'drop', reason: 'LINKEDIN_OWN_POST' });
  });

  it('without words is a placeholder', () => {
    expect(mention({ entity: 'urn:li:share:9' }).message?.isPlaceholder).toBe(true);
  });
});

describe('what LinkedIn may become', () => {
  function expectSound(event: ChannelEvent): void {
    expect(event.channel).toBe('linkedin');
    expect(event.account).toBe('9900001');
    expect(event.key.length).toBeLessThanOrEqual(KEY_MAX);
    expect(event.conversation).toMatch(/^(account|[\w:,]{1,80})$/);
    expect(Number.isSafeInteger(event.occurredAtMs)).toBe(true);
    expect(['open', 'amend', 'outside'].includes(event.action)).toBe(event.message !== undefined);
  }

  const ACTIONS = ['COMMENT', 'ADMIN_COMMENT', 'COMMENT_EDIT', 'COMMENT_DELETE', 'SHARE_MENTION', 'LIKE', 'SHARE'];

  it('gives one sound event for a known action with any content', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ACTIONS), fc.object(), fc.object(), (action, notification, fetched) => {
        expectSound(read({ ...notification, action }, fetched));
      }),
    );
  });

  it('is never taken for content while its action is unknown', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('X', 'Y', '_') }), fc.object(), (action, notification) => {
        expect(read({ ...notification, action })).toMatchObject({ unrecognised: 'LINKEDIN_ACTION_UNKNOWN' });
      }),
    );
  });

  it('gives sound events where any field of a known notification is any value', () => {
    const bodies = fixturesIn(import.meta.dirname).list.map((one) => one.body.toString('utf8'));
    const parts = bodies.flatMap((text) => text.match(/"[^"]*"(?!:)|-?\d{4,}/g) ?? []);
    fc.assert(
      fc.property(fc.constantFrom(...bodies), fc.constantFrom(...parts), fc.json(), (text, part, value) => {
        for (const event of split(text.replaceAll(part, () => value))) {
          expectSound(event);
        }
      }),
      { numRuns: 500 },
    );
  });
});
