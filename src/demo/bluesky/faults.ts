import type { WaitingFault } from '../basics/fault-list.js';

/** What goes wrong. In the `…-after-effect` kinds others see the answer although the caller never hears so. */
export const FAULT_KINDS = [
  'http-502',
  'http-502-after-effect',
  'too-many',
  'html-200',
  'refusal',
  'hang-before-effect',
  'hang-after-effect',
  'close-before-effect',
  'close-after-effect',
] as const;

/** `endpoint` is the name of a method, or `any`; `account` a handle. */
export interface BlueskyFault extends WaitingFault {
  readonly kind: (typeof FAULT_KINDS)[number];
  /** For `refusal`: the name of the error; InvalidRequest unless told otherwise. */
  readonly error?: string;
  /** For `refusal`: its sentence. */
  readonly message?: string;
  /** For `too-many`: when the limit begins anew; 1 unless told otherwise. */
  readonly resetSeconds?: number;
}

/**
 * Why a citizen lets no message in. All but the lock are told as `InvalidRequest` and by their words alone
 * (bluesky-social/social-app:src/state/messages/convo/agent.ts, read 2026-11-27); the lock has a name
 * (bluesky-social/atproto:lexicons/chat/bsky/convo/sendMessage.json).
 */
export const CLOSED_CONVOS = {
  disabled: { error: 'InvalidRequest', message: 'recipient has disabled incoming messages' },
  'not-followed': {
    error: 'InvalidRequest',
    message: 'recipient requires incoming messages to come from someone they follow',
  },
  blocked: { error: 'InvalidRequest', message: 'block between recipient and sender' },
  locked: { error: 'ConvoLocked', message: 'Conversation is locked' },
} as const;
export type ClosedConvo = keyof typeof CLOSED_CONVOS;
