import { lookup as resolve } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Global unicast of IPv6. What lies outside only looks public: `::10.0.0.1` is an old way to write an IPv4 address. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** True for an address that the whole internet can reach; false for one of this machine, network or cloud. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) {
    return false;
  }
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast' && (parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_IPV6));
}

/** The sentence that refuses the host of a URL, or undefined. A name passes here and is judged when it is resolved. */
export function whyRefusedLiteral(hostname: string): string | undefined {
  // The URL parser has already written 0x7f.1 and 2130706433 as 127.0.0.1.
  const literal = hostname.replace(/^\[|\]$/g, '');
  if (!ipaddr.isValid(literal) || isPublicAddress(literal)) {
    return undefined;
  }
  return `the address ${literal} is not public`;
}

/**
 * Resolves a name to its public addresses only. It is the last step before dialling, so an answer that changes between
 * a check and the call (DNS rebinding) gains nothing.
 */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) {
      callback(error, '');
      return;
    }
    const allowed = addresses.filter(({ address }) => isPublicAddress(address));
    const first = allowed[0];
    if (first === undefined) {
      callback(new Error(`the name ${hostname} has no public address`), '');
    } else if (options.all === true) {
      callback(null, allowed);
    } else {
      callback(null, first.address, first.family);
    }
  });
};
