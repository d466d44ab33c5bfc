import { Redis } from 'ioredis';

const CONNECT_TIMEOUT_MS = 5_000;
/** A ring that takes longer than this is lost: whoever rang has long gone on. */
const RING_TIMEOUT_MS = 2_000;
/** Longer than a worker blocks (`DRAIN_DELAY_S`), so that only a dead connection is cut. */
const SILENT_SOCKET_MS = 12_000;
/** Seconds for which a worker blocks on an empty queue; also how soon it sees that its queue was flushed away. */
export const DRAIN_DELAY_S = 5;

export interface ConnectionSettings {
  readonly url: string;
  /** Stops the reconnecting of connections that nobody else can reach, such as those that BullMQ makes. */
  readonly isClosed: () => boolean;
}

function shared(isClosed: () => boolean) {
  return {
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepAlive: 10_000,
    // For ever, and soon: Redis coming back is worth more than the few packets that asking costs.
    retryStrategy: (times: number) => (isClosed() ? null : Math.min(times * 100, 2_000)),
  };
}

/** Without an offline queue a ring fails at once while Redis is away, instead of piling up in memory. */
export function ringingConnection(settings: ConnectionSettings): Redis {
  return new Redis(settings.url, {
    ...shared(settings.isClosed),
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: RING_TIMEOUT_MS,
  });
}

/** BullMQ asks for `maxRetriesPerRequest: null`: a worker waits until Redis is back. */
export function listeningConnection(settings: ConnectionSettings): Redis {
  return new Redis(settings.url, {
    ...shared(settings.isClosed),
    maxRetriesPerRequest: null,
    socketTimeout: SILENT_SOCKET_MS,
  });
}

const OLDEST_MAJOR = 7;
const VERSION_LINE = /^redis_version:(\d+)/m;
const POLICY_LINE = /^maxmemory_policy:(\S+)/m;

/** The sentence that refuses this Redis, or undefined. INFO rather than CONFIG: managed Redis forbids the latter. */
export async function whyUnfit(redis: Redis): Promise<string | undefined> {
  const info = await redis.info();
  const major = VERSION_LINE.exec(info)?.[1] ?? '0';
  if (Number(major) < OLDEST_MAJOR) {
    return `The Redis of SCHAKEL_REDIS_URL is version ${major}; Schakel needs Redis ${OLDEST_MAJOR} or later.`;
  }
  const policy = POLICY_LINE.exec(info)?.[1] ?? 'unknown';
  if (policy !== 'noeviction') {
    return (
      `The Redis of SCHAKEL_REDIS_URL has maxmemory-policy "${policy}"; it must be "noeviction", ` +
      'because a Redis that evicts keys breaks the queues inside it.'
    );
  }
  return undefined;
}
