import { describe, expect, it } from '@jest/globals';
import { limitAt } from '../../src/adapter-sdk/index.js';
import { loadAdapters } from '../../src/app/adapters.js';
import type { ClockView } from '../../src/domain/sla/fold-clocks.js';
import { InMemoryHandling, message, TUESDAY_MS } from '../support/decide/in-memory.js';
import { PLAIN_TERMS, plainRule, testSettings } from '../support/test-settings.js';

const HOUR_MS = 3_600_000;
/** Windows are closed a little early: an answer travels, and clocks differ. */
const MARGIN_MS = 5 * 60_000;

const { channels } = await loadAdapters();

/** What clocks say of a message on a channel where the municipality promised a first answer within so many hours. */
function clockOn(channel: string, promisedHours: number): ClockView | undefined {
  const adapter = channels.get(channel);
  const rules = [{ ...plainRule('altijd', promisedHours * 60, 9_600), actions: [] }];
  const slaPolicies = [{ ...PLAIN_TERMS, name: 'standaard', validFrom: '2026-01-01', rules }];
  const handling = new InMemoryHandling({
    settings: testSettings({ slaPolicies }),
    ...(adapter === undefined ? {} : { channel: { replyWindow: (facts) => adapter.replyWindow(facts) } }),
  });
  handling.tell(message('a'));
  return handling.clocksOf('c1', TUESDAY_MS).find(({ name }) => name === 'first-response');
}

/** The end of the window by the dated limit of the channel. */
function windowEndMs(channel: string): number {
  const hours = limitAt(channels.get(channel)?.limits ?? [], 'reply-window', TUESDAY_MS).value;
  return TUESDAY_MS + Number(hours) * HOUR_MS - MARGIN_MS;
}

const WITH_WINDOW = ['instagram', 'messenger', 'whatsapp'];

describe('the deadline of a first answer', () => {
  it('is known to be limited by a window on these channels and on no other', () => {
    const limited = [...channels.values()].filter(({ limits = [] }) =>
      limits.some(({ what }) => what === 'reply-window'),
    );
    expect(limited.map(({ id }) => id)).toEqual(WITH_WINDOW);
  });

  it.each(WITH_WINDOW)('on %s is the end of the dated window where the promise is later', (channel) => {
    const endMs = windowEndMs(channel);
    const clock = clockOn(channel, 40);
    expect(clock).toMatchObject({ windowAtMs: endMs, dueAtMs: endMs, limit: 'window' });
    expect(clock?.promisedAtMs).toBeGreaterThan(endMs);
  });

  it.each(WITH_WINDOW)('on %s is the promise where that is earlier, and the window is told all the same', (channel) => {
    const promisedAtMs = TUESDAY_MS + HOUR_MS;
    const windowAtMs = windowEndMs(channel);
    expect(clockOn(channel, 1)).toMatchObject({ promisedAtMs, dueAtMs: promisedAtMs, windowAtMs, limit: 'promise' });
  });

  it.each([...channels.keys()].filter((id) => !WITH_WINDOW.includes(id)))('on %s is the promise alone', (channel) => {
    expect(clockOn(channel, 40)).toMatchObject({ windowAtMs: null, limit: 'promise' });
  });
});
