import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { isPublicAddress, lookupPublic } from './address-guard.js';
import { createHttpClient } from './http-client.js';

const NOT_PUBLIC = [
  '127.0.0.1',
  '127.255.255.254',
  '0.0.0.0',
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  '169.254.169.254',
  '192.0.0.1',
  '192.0.2.1',
  '198.18.0.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::a00:1',
  '::ffff:10.0.0.1',
  '::ffff:127.0.0.1',
  '64:ff9b::a00:1',
  '2002:a00:1::',
  '2001:db8::1',
  'fe80::1',
  'fec0::1',
  'fd00:ec2::254',
  'ff02::1',
  'no address',
];

describe('the guard of addresses', () => {
  it.each(NOT_PUBLIC)('takes %s for not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '::ffff:8.8.8.8', '2a00:1450:4001::1'])(
    'takes %s for public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([true, false])('resolves a name to no address of this machine (all: %s)', async (all) => {
    const refusal = await new Promise((resolve) => {
      lookupPublic('localhost', { all }, (error) => {
        resolve(error);
      });
    });
    expect(refusal).toEqual(new Error('the name localhost has no public address'));
  });

  it('keeps calls away from a server of this machine, however its address is written', async () => {
    let calls = 0;
    const server = createServer((_request, response) => {
      calls += 1;
      response.end();
    }).listen(0);
    await once(server, 'listening');
    // A listening TCP server has an AddressInfo.
    const { port } = server.address() as AddressInfo;
    const http = createHttpClient({
      allowPrivateAddresses: false,
      maxConnectionsPerHost: 1,
      userAgent: 'schakel/test',
    });
    const hosts = ['127.0.0.1', '127.1', '0x7f.1', '2130706433', '017700000001', '0', '[::1]', '[::]'];
    const names = ['[::ffff:127.0.0.1]', '[::ffff:7f00:1]', 'localhost', 'LOCALHOST', 'localhost.', '①②⑦.⓪.⓪.①'];
    for (const host of [...hosts, ...names]) {
      const result = await http.request({ method: 'GET', url: `http://${host}:${port}/`, timeoutMs: 1_000 });
      expect([host, result]).toEqual([
        host,
        { kind: 'not-sent', cause: expect.stringMatching(/is not public|has no public address|ENOTFOUND|EAI_AGAIN/) },
      ]);
    }
    expect(calls).toBe(0);
    await http.close();
    server.close();
  });
});
