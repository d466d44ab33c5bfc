import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { callerNetwork, networkOf } from './caller-network.js';

describe('the network of a caller', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::9', '2001:db8:1:3::/64'],
    ['', 'unknown'],
    ['unix:', 'unknown'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  function request(headers: Record<string, string>): IncomingMessage {
    return { headers, socket: { remoteAddress: '10.0.0.1' } } as unknown as IncomingMessage;
  }

  it('is the other end of the connection unless a header is trusted', () => {
    expect(callerNetwork(request({ 'x-forwarded-for': '192.0.2.7' }), undefined)).toBe('10.0.0.1');
    expect(callerNetwork(request({ 'x-forwarded-for': '192.0.2.7' }), 'x-forwarded-for')).toBe('192.0.2.7');
    expect(callerNetwork(request({}), 'x-forwarded-for')).toBe('10.0.0.1');
  });

  it('is what the proxy wrote last, and never what the caller wrote before it', () => {
    expect(callerNetwork(request({ 'x-forwarded-for': '203.0.113.9, 192.0.2.7' }), 'x-forwarded-for')).toBe(
      '192.0.2.7',
    );
  });
});
