import { describe, expect, it } from '@jest/globals';
import { newId } from '../domain/ids.js';
import type { InboxEvent } from '../handling/index.js';
import { recoveredIn } from './recovered-messages.js';

const NOW = Date.UTC(2026, 10, 27, 12);
const MINUTE = 60_000;

function came(minutesLate: number, change: Partial<InboxEvent> = {}): InboxEvent {
  return {
    ...{
      id: newId(NOW),
      intakeId: null,
      tenant: 't',
      channel: 'x',
      account: '1',
      key: 'k',
      conversation: 'c',
      shard: 0,
    },
    ...{ source: 'platform', action: 'open', state: 'pending', reason: null, body: Buffer.from(''), ticketId: null },
    ...{ receivedAtMs: NOW, occurredAtMs: NOW - minutesLate * MINUTE },
    ...change,
  };
}

function of(...events: readonly InboxEvent[]) {
  return recoveredIn(events, new Set(events.map(({ id }) => id)));
}

describe('what came after an outage', () => {
  it('is told for each account: how much, and from when until when', () => {
    expect(of(came(46), came(180), came(90), came(60, { channel: 'mastodon' }))).toEqual([
      { channel: 'x', account: '1', messages: 3, fromMs: NOW - 180 * MINUTE, untilMs: NOW - 46 * MINUTE },
      { channel: 'mastodon', account: '1', messages: 1, fromMs: NOW - 60 * MINUTE, untilMs: NOW - 60 * MINUTE },
    ]);
  });

  it('is nothing that came in time, was known, is no message, or came from elsewhere', () => {
    expect(of(came(45), came(90, { action: 'delivery' }), came(90, { source: 'api' }))).toEqual([]);
    expect(recoveredIn([came(90)], new Set())).toEqual([]);
  });
});
