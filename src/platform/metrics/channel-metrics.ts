import type { Catalogue } from './definition.js';

/** How accounts on channels are, and what they missed. */
export const CHANNELS = {
  schakel_channel_healthy: {
    type: 'gauge',
    help: 'Whether an account on a channel can receive and send: 1 yes, 0 no.',
    labels: ['channel', 'account'],
    owner: 'ops',
  },
  schakel_channel_silence_seconds: {
    type: 'gauge',
    help: 'Time in seconds since an account on a channel last received anything.',
    labels: ['channel', 'account'],
    owner: 'ops',
  },
  schakel_recovered_messages_total: {
    type: 'counter',
    help: 'Number of messages that came in late, each counted once: read from the history of a platform by a back-fill (reason="history"), or otherwise more than 45 minutes after they were written (reason="late").',
    labels: ['channel', 'reason'],
    owner: 'ops',
  },
  schakel_channel_missed_messages: {
    type: 'gauge',
    help: 'Number of times that an account on a channel should have received something since it last did, by its own weeks before.',
    labels: ['channel', 'account'],
    owner: 'ops',
  },
  schakel_channel_expiry_days: {
    type: 'gauge',
    help: 'Number of days until the token of an account on a channel, or the version of the API that it chose, ends; absent without a known end.',
    labels: ['channel', 'account'],
    owner: 'ops',
  },
  schakel_subscriptions_absent_total: {
    type: 'counter',
    help: 'Number of times that a probe found a platform telling us nothing about an account, by outcome: back (put right) or gone.',
    labels: ['channel', 'outcome'],
    owner: 'ops',
  },
  schakel_reconciliation_difference: {
    type: 'gauge',
    help: 'Number of events received minus those handled, rejected, quarantined, parked and pending; anything but 0 is a fault.',
    labels: ['municipality'],
    owner: 'ops',
  },
  schakel_default_partition_rows: {
    type: 'gauge',
    help: 'Number of rows in the default partition of a table; anything but 0 means that partitions were not made ahead.',
    labels: ['table'],
    owner: 'ops',
  },
} as const satisfies Catalogue;
