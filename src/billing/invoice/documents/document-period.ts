import type { Invoice } from '../../../domain/invoice.js';
import { monthDays } from '../../rating/billing-period.js';

/** Local dates `YYYY-MM-DD`, both included. */
export interface Dates {
  readonly firstDate: string;
  readonly lastDate: string;
}

/** First and last day of a month `YYYY-MM`. */
export function monthDates(period: string): Dates {
  const { firstDate, days } = monthDays(period);
  return { firstDate, lastDate: `${period}-${days}` };
}

/**
 * The days that a document is about: those of the closed month, and from the first day of the earliest month that a line
 * corrects. PEPPOL-EN16931-R110 refuses a line about days outside the period of its document.
 */
export function documentPeriod({ firstDate, lastDate, lines }: Invoice): Dates {
  const starts = lines.map(({ period }) => `${period}-01`);
  return { firstDate: [firstDate, ...starts].sort()[0] ?? firstDate, lastDate };
}
