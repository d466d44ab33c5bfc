import type { WaitingFault } from '../basics/fault-list.js';

/** What goes wrong. In the `…-after-effect` kind others see the answer although the caller never hears so. */
export const FAULT_KINDS = [
  'http-502',
  'too-many',
  'html-200',
  'refusal',
  'close-before-effect',
  'close-after-effect',
] as const;

/** `endpoint` is the name of a method, or `any`. */
export interface BlueskyFault extends WaitingFault {
  readonly kind: (typeof FAULT_KINDS)[number];
  /** For `refusal`: the name of the error; InvalidRequest unless told otherwise. */
  readonly error?: string;
}
