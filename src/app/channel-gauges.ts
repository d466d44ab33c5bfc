import type { ChannelHealth } from '../api/index.js';
import type { ActiveSettings } from './active-settings.js';
import { channelHealth } from './channel-health.js';
import type { PipelineParts } from './pipeline.js';
import type { AppMetrics } from './recorders.js';

/** What a gauge says of each account; nothing where it is not known. */
function rows(accounts: readonly ChannelHealth[], valueOf: (one: ChannelHealth) => number | null) {
  return accounts.flatMap((one) => {
    const [value, { channel, account }] = [valueOf(one), one];
    return value === null ? [] : [{ labels: { channel, account }, value }];
  });
}

/** Shows how each account is, read from the database, as gauges. */
export async function showChannels(
  parts: Pick<PipelineParts, 'store' | 'now' | 'adapters'>,
  metrics: AppMetrics,
  active: Pick<ActiveSettings, 'compiled' | 'resolve'>,
): Promise<void> {
  const accounts = await channelHealth(parts, active);
  metrics.replaceGauge(
    'schakel_channel_healthy',
    rows(accounts, ({ healthy }) => (healthy ? 1 : 0)),
  );
  metrics.replaceGauge(
    'schakel_channel_silence_seconds',
    rows(accounts, ({ silenceSeconds }) => silenceSeconds),
  );
  metrics.replaceGauge(
    'schakel_channel_missed_messages',
    rows(accounts, ({ missedMessages }) => missedMessages),
  );
  metrics.replaceGauge(
    'schakel_channel_expiry_days',
    rows(accounts, ({ daysToExpiry }) => daysToExpiry),
  );
}
