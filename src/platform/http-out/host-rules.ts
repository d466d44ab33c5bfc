import { whyRefusedLiteral } from './address-guard.js';

export interface HostRules {
  /** Hosts from which bytes may come, `*.example.net` for all below it; or any public one. */
  readonly hosts: readonly string[] | 'any';
  /** The origin that the installation itself was told to call: over http as well, and on a private address if it allows those. */
  readonly ownOrigin: string;
}

function isNamed(hostname: string, pattern: string): boolean {
  return pattern.startsWith('*.') ? hostname.endsWith(pattern.slice(1)) : hostname === pattern;
}

/** Whether bytes may be fetched there: undefined when they may, else the reason, which never repeats the address. */
export function whyNotFetched(url: URL, { hosts, ownOrigin }: HostRules): string | undefined {
  if (url.username !== '' || url.password !== '') {
    return 'the address carries credentials';
  }
  if (url.origin === ownOrigin) {
    return undefined;
  }
  if (url.protocol !== 'https:') {
    return 'the address is not https';
  }
  if (hosts !== 'any' && !hosts.some((pattern) => isNamed(url.hostname, pattern))) {
    return `the host ${url.hostname.slice(0, 100)} is not one of the platform`;
  }
  return whyRefusedLiteral(url.hostname);
}
