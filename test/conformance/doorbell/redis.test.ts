import { randomUUID } from 'node:crypto';
import { openRedisDoorbell } from '../../../src/platform/queue/redis-doorbell.js';
import { doorbellConformance } from './doorbell-conformance.js';

function redisUrl(): string {
  const url = process.env['SCHAKEL_TEST_REDIS_URL'];
  if (url === undefined) {
    throw new Error('SCHAKEL_TEST_REDIS_URL is not set. Start the test servers with: node scripts/servers.mjs start');
  }
  return url;
}

doorbellConformance({
  name: 'on Redis',
  open: (reports) => openRedisDoorbell({ ...reports, url: redisUrl(), prefix: `{test-${randomUUID()}}` }),
});
