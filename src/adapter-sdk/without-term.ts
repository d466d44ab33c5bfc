/**
 * `PrivateReply.withinMs` where the platform names no term: a year. It is a number of days because people are shown until when; a year is longer
 * than any question stays open.
 */
export function withoutTerm(): number {
  return 365 * 24 * 3_600_000;
}
