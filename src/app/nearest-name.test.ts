import { describe, expect, it } from '@jest/globals';
import { nearestName } from './nearest-name.js';

const NAMES = ['REDIS_URL', 'AMQP_URL', 'HOST', 'PORT', 'LOG_LEVEL', 'LEASE_MS'];

describe('the nearest name', () => {
  it.each([
    ['REDIS_ULR', 'REDIS_URL'],
    ['REDISURL', 'REDIS_URL'],
    ['REDIS_URLS', 'REDIS_URL'],
    ['AMPQ_URL', 'AMQP_URL'],
    ['LOGLEVL', 'LOG_LEVEL'],
    ['POST', 'HOST'],
    ['LEASE_MS', 'LEASE_MS'],
    ['LEASE', 'LEASE_MS'],
    ['REDIS', undefined],
    ['FOO', undefined],
    ['', undefined],
    ['GENT_PAGE_TOKEN', undefined],
  ])('of %s is %s', (name, nearest) => {
    expect(nearestName(name, NAMES)).toBe(nearest);
  });

  it('does not exist where there are no names', () => {
    expect(nearestName('HOST', [])).toBeUndefined();
  });
});
