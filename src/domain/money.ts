import Big from 'big.js';

/** An exact decimal number of euro as text (`"12.345"`, `"-0.05"`): never a float, never an exponent. */
export type EuroText = string;

// Strict: a JavaScript number is refused where a decimal text is meant, instead of bringing its rounding error along.
const Decimal = Big();
Decimal.strict = true;

// Division stops after more decimals than a share keeps, so that the rounding of a share is the only one.
Decimal.DP = 30;
const SHARE_DECIMALS = 9;

const EXACT = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/;

function read(text: string): Big {
  if (!EXACT.test(text)) {
    throw new RangeError('an amount must be exact decimal text');
  }
  return new Decimal(text);
}

/** Without exponent, without zeros at the end, and without the minus of a negative zero. */
function write(value: Big): EuroText {
  return value.eq('0') ? '0' : value.toFixed();
}

/** True for text that the functions here accept. They throw RangeError for anything else. */
export function isExactDecimal(text: string): boolean {
  return EXACT.test(text);
}

/** Unit price times quantity, exact. Quantities are decimal text as well: `"3"`, or `"0.5"` of a month. */
export function multiplyEuro(unitPriceEuro: EuroText, quantity: string): EuroText {
  return write(read(unitPriceEuro).times(read(quantity)));
}

/** The exact sum; `"0"` for no amounts. */
export function sumEuro(amounts: readonly EuroText[]): EuroText {
  let total = new Decimal('0');
  for (const amount of amounts) {
    total = total.plus(read(amount));
  }
  return write(total);
}

/**
 * A part of an amount, such as some days of a month. Such a share may have no end as a decimal, so it is rounded to
 * nine decimals, half away from zero: the most that a price can have.
 *
 * @param part whole number from 0 to `whole`
 */
export function shareOfEuro(amount: EuroText, part: number, whole: number): EuroText {
  const exact = read(amount).times(String(part)).div(String(whole));
  return write(exact.round(SHARE_DECIMALS, Big.roundHalfUp));
}

function decimalsOf(text: string): number {
  return text.split('.')[1]?.length ?? 0;
}

/**
 * Divides an amount pro rata. The parts add up to it exactly: each is cut at nine decimals, or at the most decimals that
 * the amount or a weight has, and what is left goes by the last digit to the largest remainders; of equal ones to the
 * first. So no part is more than its weight where the amount is not more than the sum of all weights.
 *
 * @param weights exact decimal texts of zero or more, one of them above zero
 */
export function splitEuro(amount: EuroText, weights: readonly string[]): readonly EuroText[] {
  const decimals = Math.max(SHARE_DECIMALS, ...[amount, ...weights].map(decimalsOf));
  const scaled = (text: string): bigint => BigInt(read(text).abs().toFixed(decimals).replace('.', ''));
  const whole = weights.reduce((sum, weight) => sum + scaled(weight), 0n);
  if (whole === 0n || weights.some((weight) => read(weight).lt('0'))) {
    throw new RangeError('weights must be zero or more, and one of them above zero');
  }
  const total = scaled(amount);
  const parts = weights.map((weight, index) => {
    const product = total * scaled(weight);
    return { index, cut: product / whole, remainder: product % whole };
  });
  const left = total - parts.reduce((sum, { cut }) => sum + cut, 0n);
  const order = parts.toSorted((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  );
  const luckier = new Set(order.slice(0, Number(left)).map(({ index }) => index));
  const sign = read(amount).lt('0') ? '-1' : '1';
  const unit = new Decimal('10').pow(-decimals).times(sign);
  return parts.map(({ index, cut }) => write(new Decimal(String(cut + (luckier.has(index) ? 1n : 0n))).times(unit)));
}

/** So many percent of an amount, exact. */
export function percentOfEuro(amount: EuroText, percent: string): EuroText {
  return write(read(amount).times(read(percent)).times('0.01'));
}

/** An exact amount as people read it, such as `€ 0,4525`: two decimals or more, and nothing is rounded away. */
export function sayExactEuro(amount: EuroText, decimalMark: ',' | '.' = ','): string {
  const [whole = '0', decimals = ''] = amount.split('.');
  return `€ ${whole}${decimalMark}${decimals.padEnd(2, '0')}`;
}

/** The same amount with the other sign, for a correction. */
export function negateEuro(amount: EuroText): EuroText {
  return write(read(amount).times('-1'));
}

/** -1, 0 or 1, by value: `"1.0"` equals `"1"`. */
export function compareEuro(left: EuroText, right: EuroText): -1 | 0 | 1 {
  return read(left).cmp(read(right));
}

/** Whole cents with two decimals, half away from zero. Only for totals: lines keep their exact amount. */
export function roundToCents(amount: EuroText): EuroText {
  return read(amount)
    .round(2, Big.roundHalfUp)
    .plus('0')
    .toFixed(2)
    .replace(/^-(?=0\.00$)/, '');
}

/** VAT of one rate on the total of that rate: the one place where the law rounds (EN 16931, BR-CO-17). */
export function vatEuro(totalEuro: EuroText, ratePercent: string): EuroText {
  return roundToCents(write(read(totalEuro).times(read(ratePercent)).times('0.01')));
}

/** As a Fleming writes it: `€ 1.234,56`, `€ -0,05`. Rounds to cents. */
export function formatEuro(amount: EuroText): string {
  return `€ ${roundToCents(amount)
    .replace('.', ',')
    .replace(/\B(?=(\d{3})+,)/g, '.')}`;
}
