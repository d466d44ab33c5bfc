import { limitAt, type DatedLimit, type RateWindow } from './dated-limit.js';

/** So many messages in any stretch of time of so many seconds. */
export interface SendingRate extends RateWindow {
  readonly limit: number;
}

/** The app of a platform through which several accounts send, where the platform counts that too. */
export interface SendingApp {
  /** Under which its use is counted; made of a hash, so it tells nothing of the settings that it comes from. */
  readonly name: string;
  /** The accounts that send through it, as targets; the one that asks is among them. */
  readonly targets: readonly string[];
}

/**
 * The rates of a list that hold at an instant. A rate that ended holds no more: sending slower than the platform asks would
 * be a rule of our own.
 */
export function ratesAt(limits: readonly DatedLimit[], atMs: number): readonly SendingRate[] {
  const names = new Set(limits.filter(({ unit }) => unit === 'messages').map(({ what }) => what));
  return [...names].flatMap((what) => {
    const { value, rate, validUntil } = limitAt(limits, what, atMs);
    const isOver = validUntil !== null && Date.parse(`${validUntil}T00:00:00Z`) <= atMs;
    return rate === undefined || isOver ? [] : [{ ...rate, limit: Number(value) }];
  });
}
