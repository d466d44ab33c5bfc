import type { WaitingFault } from '../basics/fault-list.js';

/** What goes wrong. In the `…-after-effect` kinds the citizen sees the answer although the caller never hears so. */
export const FAULT_KINDS = [
  'http-500',
  'too-many',
  'html-200',
  'refusal',
  'slow',
  'hang-before-effect',
  'hang-after-effect',
  'close-before-effect',
  'close-after-effect',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** The methods of the Bot API that this platform knows, as Telegram writes them; callers may write them in any case. */
export const METHODS = ['getMe', 'sendMessage', 'getFile', 'setWebhook', 'deleteWebhook', 'getWebhookInfo'] as const;
export type Method = (typeof METHODS)[number];

export interface TelegramFault extends WaitingFault {
  readonly endpoint: Method | 'any';
  readonly kind: FaultKind;
  /** For `slow`. */
  readonly delayMs?: number;
  /** For `too-many`; 1 unless told otherwise. */
  readonly retryAfterSeconds?: number;
  /** For `refusal`. */
  readonly code?: number;
  readonly description?: string;
}
