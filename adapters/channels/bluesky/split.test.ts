import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { fixturesIn } from '../../../test/conformance/channel/kit-input.js';
import { AN, AT_MS, OWN, QUESTION } from './bluesky-fixture.js';
import { adapter } from './index.js';

function split(body: string): readonly ChannelEvent[] {
  return adapter.receiver.split({ rawBody: Buffer.from(body), headers: {}, account: 'a' }, AT_MS);
}

function post(change: object = {}, record: object = {}): object {
  return {
    ...{ uri: QUESTION, author: { did: AN, handle: 'an.voorbeeld.be' }, reason: 'mention' },
    ...{ record: { text: 'Dag', ...record }, indexedAt: '2026-11-23T07:58:11.412Z', ...change },
  };
}

function read(notifications: readonly object[], logs: readonly object[] = []): readonly ChannelEvent[] {
  return split(JSON.stringify({ did: OWN, notifications, logs }));
}

describe('a post', () => {
  it('that is told twice in one body is one event', () => {
    expect(read([post(), post({ reason: 'reply' })])).toHaveLength(1);
  });

  it('without words and without anything to show is a placeholder', () => {
    expect(read([post({}, { text: '' })])[0]?.message).toMatchObject({ isPlaceholder: true, text: '' });
  });

  it('makes signs that no database keeps visible', () => {
    expect(read([post({}, { text: 'a\u0000b\ud800c' })])[0]?.message?.text).toBe('a\ufffdb\ufffdc');
  });

  it('of another citizen in the same thread is another conversation', () => {
    const root = { root: { uri: QUESTION, cid: 'b' }, parent: { uri: QUESTION, cid: 'b' } };
    const other = 'did:plc:zzzzzzzzzzzzzzzzzzzzzzzz';
    const uri = `at://${other}/app.bsky.feed.post/3m6ander22222`;
    const [first, second] = read([post(), post({ uri, author: { did: other } }, { reply: root })]);
    expect(first?.conversation).toBe(`${QUESTION} ${AN}`);
    expect(second?.conversation).toBe(`${QUESTION} ${other}`);
  });

  it.each([
    ['no address', { uri: undefined }],
    ['an address of no record', { uri: `at://${AN}` }],
    ['an author without a DID', { author: { handle: 'an' } }],
    ['no record', { record: 5 }],
  ])('with %s is kept for a person', (_label, change) => {
    expect(read([post(change)])).toMatchObject([{ action: 'drop', unrecognised: 'BLUESKY_POST_INCOMPLETE' }]);
  });
});

describe('an entry of the log', () => {
  it.each([
    ['chat.bsky.convo.defs#logMuteConvo', { reason: 'BLUESKY_LOG_NOT_USED' }],
    ['somethingElse', { unrecognised: 'BLUESKY_LOG_UNKNOWN' }],
  ])('%s touches no ticket', ($type, expected) => {
    expect(read([], [{ $type, rev: 'r' }])).toMatchObject([{ action: 'drop', ...expected }]);
  });
});

describe('what Bluesky may become', () => {
  function expectSound(events: readonly ChannelEvent[]): void {
    expect(events.length).toBeGreaterThan(0);
    expect(new Set(events.map(({ key }) => key)).size).toBe(events.length);
    for (const event of events) {
      expect(event).toMatchObject({ channel: 'bluesky', account: 'a' });
      expect(event.key.length).toBeLessThanOrEqual(600);
      expect(Number.isSafeInteger(event.occurredAtMs)).toBe(true);
      expect(['open', 'amend', 'outside'].includes(event.action)).toBe(event.message !== undefined);
    }
  }

  it('gives sound events where any field is any value', () => {
    const bodies = fixturesIn(import.meta.dirname).list.map((one) => one.body.toString('utf8'));
    const parts = bodies.flatMap((text) => text.match(/"[^"]*"(?!:)|-?\d+/g) ?? []);
    fc.assert(
      fc.property(fc.constantFrom(...bodies), fc.constantFrom(...parts), fc.json(), (text, part, value) => {
        expectSound(split(text.replaceAll(part, () => value)));
      }),
      { numRuns: 500 },
    );
  });
});
