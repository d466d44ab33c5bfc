import type { WaitingFault } from '../basics/fault-list.js';

/** Which calls a fault is for. `any` fits all of them. */
export type Endpoint =
  | 'any'
  | 'comments.write'
  | 'comments.read'
  | 'messages.write'
  | 'conversations.read'
  | 'whatsapp.write'
  | 'subscriptions'
  | 'debug_token'
  | 'profile'
  | 'other';

/** What goes wrong. In the `…-after-effect` kinds the citizen sees the answer although the caller never hears so. */
export type FaultKind =
  | 'http-500'
  | 'throttled'
  | 'html-200'
  | 'error-200'
  | 'api-error'
  | 'slow'
  | 'hang-before-effect'
  | 'hang-after-effect'
  | 'close-before-effect'
  | 'close-after-effect';

export const ENDPOINTS: readonly Endpoint[] = [
  'any',
  'comments.write',
  'comments.read',
  'messages.write',
  'conversations.read',
  'whatsapp.write',
  'subscriptions',
  'debug_token',
  'profile',
  'other',
];

export const FAULT_KINDS: readonly FaultKind[] = [
  'http-500',
  'throttled',
  'html-200',
  'error-200',
  'api-error',
  'slow',
  'hang-before-effect',
  'hang-after-effect',
  'close-before-effect',
  'close-after-effect',
];

export interface Fault extends WaitingFault {
  readonly endpoint: Endpoint;
  readonly kind: FaultKind;
  /** For `slow`. */
  readonly delayMs?: number;
  /** For `api-error` and `error-200`. */
  readonly code?: number;
  readonly subcode?: number;
  /**
   * For `throttled`: when calls pass again, as `estimated_time_to_regain_access` tells it; 1 unless told otherwise. Meta tells
   * whole minutes (https://developers.facebook.com/docs/graph-api/overview/rate-limiting); tests tell less.
   */
  readonly regainMinutes?: number;
}
