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
function clockOn(channel: string, promisedHours: number, settings: object = {}): ClockView | undefined {
  const adapter = channels.get(channel);
  const rules = [{ ...plainRule('altijd', promisedHours * 60, 9_600), actions: [] }];
  const slaPolicies = [{ ...PLAIN_TERMS, name: 'standaard', validFrom: '2026-01-01', rules }];
  const handling = new InMemoryHandling({
    settings: testSettings({ slaPolicies }),
    ...(adapter === undefined
      ? {}
      : { channel: { replyWindow: (facts) => adapter.replyWindow({ ...facts, settings: { ...settings } }) } }),
  });
  handling.tell(message('a'));
  return handling.clocksOf('c1', TUESDAY_MS).find(({ name }) => name === 'first-response');
}

/** How long each channel takes answers, and of a person where the platform approved that; hours in November 2026. */
const WITH_WINDOW = [
  ['instagram', 24, 168],
  ['messenger', 24, 168],
  ['whatsapp', 24, undefined],
] as const;

function endOf(hours: number): number {
  return TUESDAY_MS + hours * HOUR_MS - MARGIN_MS;
}

function datedHours(channel: string, what: string): number | string | undefined {
  const limits = channels.get(channel)?.limits ?? [];
  return limits.some((one) => one.what === what) ? limitAt(limits, what, TUESDAY_MS).value : undefined;
}

describe('the deadline of a first answer', () => {
  it('is known to be limited by a window on these channels and on no other, by dated limits', () => {
    const dated = [...channels.keys()].map(
      (id) => [id, datedHours(id, 'reply-window'), datedHours(id, 'human-agent-window')] as const,
    );
    expect(dated.filter(([, hours]) => hours !== undefined)).toEqual(WITH_WINDOW);
  });

  it.each(WITH_WINDOW)(
    'on %s is the end of the window, after %s hours, where the promise is later',
    (...[channel, hours]) => {
      const endMs = endOf(hours);
      const clock = clockOn(channel, 80);
      expect(clock).toMatchObject({ windowAtMs: endMs, dueAtMs: endMs, limit: 'window' });
      expect(clock?.promisedAtMs).toBeGreaterThan(endMs);
    },
  );

  it.each(WITH_WINDOW)(
    'on %s is that of a person where Meta approved it: %s or %s hours',
    (...[channel, hours, longer]) => {
      const endMs = endOf(longer ?? hours);
      expect(clockOn(channel, 80, { humanAgent: true })).toMatchObject({ dueAtMs: endMs, limit: 'window' });
    },
  );

  it.each(WITH_WINDOW)(
    'on %s is the promise where that is earlier, and the window is told all the same',
    (...[channel, hours]) => {
      const [promisedAtMs, windowAtMs] = [TUESDAY_MS + HOUR_MS, endOf(hours)];
      expect(clockOn(channel, 1)).toMatchObject({ promisedAtMs, dueAtMs: promisedAtMs, windowAtMs, limit: 'promise' });
    },
  );

  const others = [...channels.keys()].filter((id) => !WITH_WINDOW.some(([channel]) => channel === id));
  it.each(others)('on %s is the promise alone', (channel) => {
    expect(clockOn(channel, 80)).toMatchObject({ windowAtMs: null, limit: 'promise' });
  });
});
