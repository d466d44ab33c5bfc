import type { WaitingFault } from '../basics/fault-list.js';

/** What goes wrong. In the `…-after-effect` kinds the citizen sees the answer although the caller never hears so. */
export const FAULT_KINDS = [
  'http-500',
  'http-503',
  'too-many',
  'html-200',
  'refusal',
  'close-before-effect',
  'close-after-effect',
  'hang-after-effect',
] as const;

export const ENDPOINTS = ['notifications', 'context', 'status', 'post', 'statuses', 'verify', 'app'] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

export interface MastodonFault extends WaitingFault {
  readonly endpoint: Endpoint | 'any';
  readonly kind: (typeof FAULT_KINDS)[number];
  /** For `too-many`: when the limit begins anew; 1 unless told otherwise. */
  readonly resetSeconds?: number;
  /** For `refusal`. */
  readonly code?: number;
  readonly error?: string;
}
