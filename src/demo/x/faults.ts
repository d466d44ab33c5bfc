import type { WaitingFault } from '../basics/fault-list.js';

/** What goes wrong. In the `…-after-effect` kinds the citizen sees the answer although the caller never hears so. */
export const FAULT_KINDS = [
  ...(['http-500', 'http-503', 'too-many', 'usage-capped', 'html-200', 'problem'] as const),
  ...(['close-before-effect', 'close-after-effect', 'hang-after-effect'] as const),
] as const;

export const ENDPOINTS = ['post', 'message', 'posts', 'mentions', 'messages', 'lookup', 'me'] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

export interface XFault extends WaitingFault {
  readonly endpoint: Endpoint | 'any';
  readonly kind: (typeof FAULT_KINDS)[number];
  /** For `too-many`: when the limit begins anew; 1 unless told otherwise. */
  readonly resetSeconds?: number;
  /** For `problem`. */
  readonly code?: number;
  readonly detail?: string;
}
