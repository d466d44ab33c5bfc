/** The middle one; of an even number the lower of the two, so that a figure is always one that was measured. */
export function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}

/** @param sorted ascending; @param share from 0 to 1 */
export function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Enough digits to compare, no more than a noisy machine can give. */
export function rounded(value, digits = 0) {
  return Number(value.toFixed(digits));
}
