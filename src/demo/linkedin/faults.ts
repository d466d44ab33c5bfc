import type { WaitingFault } from '../basics/fault-list.js';

/** What goes wrong. In the `…-after-effect` kinds the comment stands there although the caller never hears so. */
export const FAULT_KINDS = [
  'http-500',
  'http-500-after-effect',
  'too-many',
  'throttled',
  'html-200',
  'refusal',
  'slow',
  'hang-before-effect',
  'hang-after-effect',
  'close-before-effect',
  'close-after-effect',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** What a caller can ask. */
export const ENDPOINTS = [
  'notifications',
  'createComment',
  'listComments',
  'getComment',
  'editComment',
  'deleteComment',
  'roles',
  'introspect',
] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

export interface LinkedInFault extends WaitingFault {
  readonly endpoint: Endpoint | 'any';
  readonly kind: FaultKind;
  /** For `slow`. */
  readonly delayMs?: number;
  /** For `too-many` and `throttled`: a header that LinkedIn's documentation does not name; left out unless told. */
  readonly retryAfterSeconds?: number;
  /** For `refusal`. */
  readonly status?: number;
  readonly code?: string;
  readonly message?: string;
}
