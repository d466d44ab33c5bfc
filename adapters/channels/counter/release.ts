import type { LookUpOutcome, OutgoingPart, SendOutcome } from '../../../src/adapter-sdk/index.js';

/**
 * An answer waits at the counter until the citizen fetches it: the door shows each answer whose sending has begun. So there
 * is nobody to call, and nothing that could fail. See docs/adr/0026-the-counter.md.
 */
export function release({ reference }: OutgoingPart): Promise<SendOutcome> {
  return Promise.resolve({ kind: 'delivered', remoteId: reference });
}

/** After a crash in the middle: the door shows it already. */
export function lookUpRelease({ reference }: OutgoingPart): Promise<LookUpOutcome> {
  return Promise.resolve({ kind: 'found', remoteId: reference });
}
