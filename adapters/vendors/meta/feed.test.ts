import { describe, expect, it } from '@jest/globals';
import type { ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { feedEvent } from './feed.js';

const PLACE = { channel: 'facebook', account: 'PAGE', sentAtMs: 1_795_430_500_000 };
const CITIZEN = { id: '77', name: 'Testburger' };
const PAGE = { id: 'PAGE' };

function read(value: object, field: string = 'feed'): ChannelEvent {
  return feedEvent(field, value, PLACE);
}

describe('what a change of the feed asks for', () => {
  const comment = { item: 'comment', comment_id: 'c1', post_id: 'p1', parent_id: 'p1', created_time: 1795430400 };
  const post = { item: 'post', post_id: 'p1', created_time: 1795430400 };
  const status = { item: 'status', post_id: 'p1', created_time: 1795430400 };

  it.each([
    ['comment added', { ...comment, verb: 'add', from: CITIZEN }, 'open', undefined],
    ['comment added, author not told', { ...comment, verb: 'add' }, 'open', undefined],
    ['comment added by the page', { ...comment, verb: 'add', from: PAGE }, 'outside', undefined],
    ['comment edited', { ...comment, verb: 'edited', from: CITIZEN }, 'amend', undefined],
    ['comment edit, the other spelling', { ...comment, verb: 'edit', from: CITIZEN }, 'amend', undefined],
    ['comment edited by the page', { ...comment, verb: 'edited', from: PAGE }, 'note', 'FACEBOOK_OWN_CONTENT_EDITED'],
    ['comment removed', { ...comment, verb: 'remove' }, 'redact', undefined],
    ['comment deleted, the other spelling', { ...comment, verb: 'delete' }, 'redact', undefined],
    ['comment hidden', { ...comment, verb: 'hide' }, 'note', 'FACEBOOK_MODERATED'],
    ['comment shown again', { ...comment, verb: 'unhide' }, 'note', 'FACEBOOK_MODERATED'],
    ['visitor posts', { ...post, verb: 'add', from: CITIZEN }, 'open', undefined],
    ['visitor posts a photo', { ...status, item: 'photo', verb: 'add', from: CITIZEN }, 'open', undefined],
    ['visitor removes a post, author not told', { ...status, verb: 'remove' }, 'redact', undefined],
    ['page posts', { ...status, verb: 'add', from: PAGE }, 'note', 'FACEBOOK_PAGE_POST'],
    ['page posts, author not told', { ...status, verb: 'add' }, 'note', 'FACEBOOK_PAGE_POST'],
    ['page removes its post', { ...status, verb: 'remove', from: PAGE }, 'note', 'FACEBOOK_PAGE_POST_REMOVED'],
    ['reaction', { ...comment, item: 'reaction', verb: 'add', reaction_type: 'angry' }, 'drop', 'FACEBOOK_REACTION'],
    ['like of old, odd verb', { ...post, item: 'like', verb: 'follow' }, 'drop', 'FACEBOOK_REACTION'],
  ])('%s', (_label, value, action, reason) => {
    const event = read(value);
    expect({ action: event.action, reason: event.reason }).toEqual({ action, reason });
    expect(event.unrecognised).toBeUndefined();
  });

  it('opens a mention without an author under the mention’s own key', () => {
    const mention = read({ item: 'post', verb: 'add', post_id: 'p9', message: 'Hallo' }, 'mention');
    expect(mention).toMatchObject({ action: 'open', key: 'mention:post:add:p9', conversation: 'p9' });
    expect(mention.citizen).toBeUndefined();
  });

  it.each([
    ['no object', 'x', 'META_FEED_UNREADABLE'],
    ['an unknown item', { item: 'hologram', verb: 'add' }, 'META_FEED_ITEM_UNKNOWN'],
    ['an item named like a property of every object', { item: 'constructor', verb: 'add' }, 'META_FEED_ITEM_UNKNOWN'],
    ['an unknown verb', { ...comment, verb: 'sing' }, 'META_FEED_VERB_UNKNOWN'],
    ['no id', { item: 'comment', verb: 'add' }, 'META_FEED_ITEM_WITHOUT_ID'],
  ])('keeps %s as unrecognised', (_label, value, code) => {
    expect(feedEvent('feed', value, PLACE)).toMatchObject({ action: 'drop', unrecognised: code });
  });
});

describe('thread of a comment', () => {
  it.each([
    ['top-level comment', { post_id: 'p1', parent_id: 'p1' }, 'c1'],
    ['no parent told', { post_id: 'p1' }, 'c1'],
    ['answer under a comment', { post_id: 'p1', parent_id: 'c0' }, 'c0'],
    ['the page under a comment', { post_id: 'p1', parent_id: 'c0', from: PAGE }, 'c0'],
    ['the page under a post', { post_id: 'p1', parent_id: 'p1', from: PAGE }, 'p1'],
  ])('%s', (_label, value, thread) => {
    expect(read({ item: 'comment', verb: 'add', comment_id: 'c1', ...value }).conversation).toBe(thread);
  });
});

describe('keys and times', () => {
  const edited = { item: 'comment', verb: 'edited', comment_id: 'c1', created_time: 1795430400 };

  it('are others for another text and the same for the same text', () => {
    const first = read({ ...edited, message: 'a' });
    expect(read({ ...edited, message: 'b' }).key).not.toBe(first.key);
    expect(feedEvent('feed', { ...edited, message: 'a' }, { ...PLACE, sentAtMs: 1 }).key).toBe(first.key);
  });

  it('put an edit at the time it was told, not at that of the comment', () => {
    expect(read({ ...edited, message: 'a' }).occurredAtMs).toBe(PLACE.sentAtMs);
    expect(read({ ...edited, verb: 'add' }).occurredAtMs).toBe(1_795_430_400_000);
  });
});
