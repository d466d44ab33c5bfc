import { limitAt, type DatedLimit, type RateWindow } from './dated-limit.js';

/** So many messages in any stretch of time of so many seconds. */
export interface SendingRate extends RateWindow {
  readonly limit: number;
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
