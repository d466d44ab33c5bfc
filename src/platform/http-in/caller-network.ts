import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

/** Where nobody can tell: all of them count as one. */
const UNKNOWN = 'unknown';

/** Providers give each household a /64 of IPv6 at least, so one person has all of its addresses. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) {
    return UNKNOWN;
  }
  // IPv4 over an IPv6 socket is IPv4.
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv6'
    ? `${ipaddr.IPv6.parse(address).parts.slice(0, 4).map(hexOf).join(':')}::/64`
    : parsed.toString();
}

function hexOf(part: number): string {
  return part.toString(16);
}

/**
 * The network of whoever calls. Behind a proxy it is the last address in the header that this proxy writes: those before it
 * are what the caller says. Without the header, and where none is trusted, it is the other end of the connection.
 */
export function callerNetwork(request: IncomingMessage, trustedHeader: string | undefined): string {
  const told = trustedHeader === undefined ? undefined : request.headers[trustedHeader];
  const list = Array.isArray(told) ? told.join(',') : told;
  return networkOf(list?.split(',').at(-1)?.trim() ?? request.socket.remoteAddress ?? '');
}
