import { setTimeout as delay } from 'node:timers/promises';
import { sendWebhooks } from './platform.mjs';

const LOOK_EVERY_MS = 100;
export const CONNECTIONS = 64;

const OPEN = `
  select (select count(*) from intake where split_at is null) + (select count(*) from event where state = 'pending')
    + (select count(*) from delivery where state in ('due', 'in-flight', 'unknown')) as open`;
const DELIVERED = `
  select count(*)::int as count, extract(epoch from max(delivered_at))::float8 * 1000 as "lastAtUtcMs" from delivery
  where state = 'delivered' and kind in ('opened', 'message-added')`;

async function queueLength(cluster) {
  return (await cluster.channel.checkQueue(cluster.ticketsQueue)).messageCount;
}

async function delivered(cluster) {
  return (await cluster.database.query(DELIVERED)).rows[0];
}

/** Waits until the broker holds `count` messages and nothing is open in the database. */
export async function untilDelivered(cluster, count, { withinMs, onProgress }) {
  const endMs = performance.now() + withinMs;
  // The broker is asked while work goes on: counting rows would slow the database that is measured.
  for (let length = 0; length < count; length = await queueLength(cluster)) {
    if (performance.now() > endMs) {
      throw new Error(`Only ${length} of ${count} messages reached the broker in ${withinMs / 1000} s`);
    }
    onProgress?.(length);
    await delay(LOOK_EVERY_MS);
  }
  while (Number((await cluster.database.query(OPEN)).rows[0].open) > 0) {
    if (performance.now() > endMs) {
      throw new Error(`Work is left open in the database after ${withinMs / 1000} s`);
    }
    await delay(LOOK_EVERY_MS);
  }
}

/** Takes what is in the queue, as the contact center would, and gives the number of distinct messages. */
export async function takeAll(cluster, count) {
  const ids = new Set();
  const { channel, ticketsQueue } = cluster;
  let taken = 0;
  await channel.prefetch(1_000);
  await new Promise((resolve, reject) => {
    const onMessage = (message) => {
      ids.add(message.properties.messageId);
      taken += 1;
      if (taken % 500 === 0 || taken === count) {
        channel.ack(message, true);
      }
      if (taken === count) {
        resolve();
      }
    };
    channel.consume(ticketsQueue, onMessage, { consumerTag: 'bench' }).catch(reject);
  });
  await channel.cancel('bench');
  return ids.size;
}

/**
 * Messages per second from the first post to the last confirm that was written down, with all stages on.
 *
 * @throws when the contact center did not get each message once
 */
export async function measureEndToEnd(cluster, { series, count, withinMs }) {
  const before = await delivered(cluster);
  const sent = await sendWebhooks({
    ...{ series, count, seconds: withinMs / 1000, port: cluster.intakePort, connections: CONNECTIONS },
  });
  await untilDelivered(cluster, count, { withinMs });
  const after = await delivered(cluster);
  const distinct = await takeAll(cluster, count);
  const isWhole = sent.accepted === count && after.count - before.count === count && distinct === count;
  if (!isWhole) {
    const made = after.count - before.count;
    throw new Error(
      `Of ${count} messages ${sent.accepted} were taken in, ${made} delivered, ${distinct} distinct ones`,
    );
  }
  return { perSecond: (count / (after.lastAtUtcMs - sent.startedAtUtcMs)) * 1000, acceptedPerSecond: sent.perSecond };
}
