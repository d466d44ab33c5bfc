import type { FaultPlan } from '../basics/disorder.js';

export interface Bot {
  /** Number of the bot; its token begins with it. */
  readonly id: number;
  readonly username: string;
  readonly name: string;
  readonly token: string;
}

/** Telegram publishes none of these. They are about what passes; the platform counts by its own clock. */
export interface TelegramLimits {
  readonly botPerSecond: number;
  readonly chatPerSecond: number;
}

export const DEFAULT_LIMITS: TelegramLimits = { botPerSecond: 30, chatPerSecond: 5 };

export interface FakeTelegramOptions {
  readonly bots: readonly Bot[];
  /** 0 (default) takes any free port. */
  readonly port?: number;
  /** Numbers that the platform gives follow from it. Without it they rise with the clock, so none is given twice. */
  readonly seed?: string;
  readonly limits?: Partial<TelegramLimits>;
  /** Updates of one chat are never out of order, so nothing is overtaken here. */
  readonly faultPlan?: Omit<FaultPlan, 'reorderShare'>;
  /** The second that waits between two attempts of an update are counted in; shorter in tests. */
  readonly retrySecondMs?: number;
  /** How long the receiver of an update may take. */
  readonly webhookTimeoutMs?: number;
  /** Messages kept in each chat. */
  readonly transcriptLimit?: number;
  readonly baseNowMs?: () => number;
}
