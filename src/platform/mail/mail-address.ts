import { isIP } from 'node:net';
import { lookupPublic, whyRefusedLiteral } from '../http-out/address-guard.js';

/** Where to connect, and the name that the certificate of the server must have. */
export type Reached =
  | { readonly ok: true; readonly host: string; readonly servername?: string }
  | { readonly ok: false; readonly cause: string };

function resolved(name: string): Promise<Reached> {
  return new Promise((resolve) => {
    lookupPublic(name, {}, (error, address) => {
      resolve(
        error === null && typeof address === 'string'
          ? { ok: true, host: address, servername: name }
          : { ok: false, cause: 'the server has no public address' },
      );
    });
  });
}

/** The address to dial. It is resolved here and dialled as it is, so that no name can mean another address in between. */
export function reach(host: string, allowPrivateAddresses: boolean): Promise<Reached> {
  if (allowPrivateAddresses) {
    return Promise.resolve({ ok: true, host, ...(isIP(host) === 0 ? { servername: host } : {}) });
  }
  const refused = whyRefusedLiteral(host);
  if (refused !== undefined) {
    return Promise.resolve({ ok: false, cause: refused });
  }
  return isIP(host) === 0 ? resolved(host) : Promise.resolve({ ok: true, host });
}
