import { describe, expect, it } from '@jest/globals';
import type { InboxEvent } from '../handling/index.js';
import { createRecorders, openMetrics, type Recovered } from './recorders.js';

function event(id: string, channel: string, more: Partial<InboxEvent> = {}): InboxEvent {
  // What the recorder looks at.
  return { id, channel, account: '104', action: 'open', recovered: true, ...more } as InboxEvent;
}

const LATE = { source: 'platform', occurredAtMs: 0, receivedAtMs: 3_600_000 } as const;

describe('what came from the history of a platform', () => {
  it('is counted where it was missed, and told for each account', async () => {
    const metrics = openMetrics();
    const told: Recovered[] = [];
    const recorders = createRecorders(
      metrics,
      (tenant) => tenant,
      (recovered) => told.push(recovered),
    );
    const events = [
      event('1', 'facebook', LATE),
      event('2', 'facebook', { action: 'outside' }),
      event('3', 'facebook', { action: 'delivery' }),
      event('known', 'facebook'),
      event('4', 'messenger', { account: '105' }),
      { ...event('posted', 'facebook'), recovered: undefined } as unknown as InboxEvent,
      { ...event('late', 'facebook', LATE), recovered: undefined } as unknown as InboxEvent,
    ];
    recorders.onSplit(events, new Set(['1', '2', '3', '4', 'posted', 'late']));
    expect(told).toEqual([
      { channel: 'facebook', account: '104', messages: 2 },
      { channel: 'messenger', account: '105', messages: 1 },
    ]);
    const shown = await metrics.text();
    expect(shown).toContain('schakel_recovered_messages_total{channel="facebook",reason="history"} 2');
    // What a back-fill read is late as well, and counts once.
    expect(shown).toContain('schakel_recovered_messages_total{channel="facebook",reason="late"} 1');
    expect(shown).toContain('schakel_recovered_messages_total{channel="messenger",reason="history"} 1');
  });
});
