import type { Invoice, InvoiceLine, InvoiceVat, VatRate } from '../../../domain/invoice.js';
import { compareEuro, multiplyEuro, negateEuro, roundToCents, sumEuro, vatEuro } from '../../../domain/money.js';

function areEqual(left: string, right: string): boolean {
  return compareEuro(left, right) === 0;
}

function hasCents(amount: string): boolean {
  return areEqual(roundToCents(amount), amount) && (amount.split('.')[1] ?? '').length <= 2;
}

function isSameRate(left: VatRate, right: VatRate): boolean {
  return left.category === right.category && areEqual(left.percent, right.percent);
}

function checkCents({ netEuro, vatEuro: tax, payableEuro, vat, lines }: Invoice): readonly string[] {
  const amounts = [
    ['BR-DEC-12', 'the total without VAT', netEuro],
    ['BR-DEC-13', 'the VAT', tax],
    ['BR-DEC-18', 'what is to be paid', payableEuro],
    ...vat.flatMap(({ category, baseEuro, vatEuro: taxOfRate }) => [
      ['BR-DEC-19', `the base of category ${category}`, baseEuro],
      ['BR-DEC-20', `the VAT of category ${category}`, taxOfRate],
    ]),
    ...lines.map(({ number, amountEuro }) => ['BR-DEC-23', `the amount of line ${number}`, amountEuro]),
  ];
  return amounts
    .filter(([, , amount = '']) => !hasCents(amount))
    .map(([rule, what, amount]) => `${rule}: ${what} must be in whole cents, and is ${amount}`);
}

function checkTotals({ netEuro, vatEuro: tax, payableEuro, vat, lines }: Invoice): readonly string[] {
  const faults: string[] = [];
  const sums = [
    ['BR-CO-10', 'the total without VAT', netEuro, 'the sum of the lines', lines.map(({ amountEuro }) => amountEuro)],
    ['BR-CO-14', 'the VAT', tax, 'the sum over the rates', vat.map((rate) => rate.vatEuro)],
    ['BR-CO-15', 'what is to be paid', payableEuro, 'the total with VAT', [netEuro, tax]],
  ] as const;
  for (const [rule, what, told, other, parts] of sums) {
    const sum = sumEuro(parts);
    if (!areEqual(told, sum)) {
      faults.push(`${rule}: ${what} is ${told}, and ${other} is ${sum}`);
    }
  }
  if (compareEuro(payableEuro, '0') < 0) {
    faults.push(`SCHAKEL-SIGN: ${payableEuro} is to be paid; what is given back stands in a credit note, above zero`);
  }
  return faults;
}

function checkRate(rate: InvoiceVat, lines: readonly InvoiceLine[]): readonly string[] {
  const { category, percent, baseEuro } = rate;
  const own = lines.filter(({ vat }) => isSameRate(vat, rate));
  const faults: string[] = [];
  const sum = sumEuro(own.map(({ amountEuro }) => amountEuro));
  if (!areEqual(sum, baseEuro)) {
    faults.push(`BR-${category}-08: the base of ${percent} percent is ${baseEuro}, and its lines are ${sum}`);
  }
  const exact = sumEuro(own.map(({ exactEuro }) => exactEuro));
  if (!areEqual(roundToCents(exact), baseEuro)) {
    faults.push(`SCHAKEL-BASE: the base of ${percent} percent is ${baseEuro}, and its lines are exactly ${exact}`);
  }
  const tax = vatEuro(baseEuro, percent);
  if (!areEqual(tax, rate.vatEuro)) {
    faults.push(`BR-CO-17: ${percent} percent of ${baseEuro} is ${tax}, and not ${rate.vatEuro}`);
  }
  return faults;
}

function isWithinACent({ amountEuro, exactEuro }: InvoiceLine): boolean {
  const difference = sumEuro([amountEuro, negateEuro(exactEuro)]);
  return compareEuro(difference, '0.01') < 0 && compareEuro(difference, '-0.01') > 0;
}

function checkLine(line: InvoiceLine): readonly string[] {
  const { number, unitPriceEuro, quantity, exactEuro, amountEuro } = line;
  const faults: string[] = [];
  if (compareEuro(unitPriceEuro, '0') < 0) {
    faults.push(`BR-27: the price of line ${number} is below zero; its quantity must be`);
  }
  if (!isWithinACent(line)) {
    faults.push(`SCHAKEL-CENT: line ${number} is ${amountEuro}, a cent or more from its exact amount ${exactEuro}`);
  }
  // Opposite signs: taken from the exact amount, a share of a fee keeps the sign of the fee.
  if (compareEuro(multiplyEuro(multiplyEuro(unitPriceEuro, quantity), exactEuro), '0') < 0) {
    faults.push(`SCHAKEL-QUANTITY: quantity and exact amount of line ${number} have opposite signs`);
  }
  return faults;
}

/** Sums, rounding and decimals. */
export function checkAmounts(invoice: Invoice): readonly string[] {
  return [
    ...checkCents(invoice),
    ...checkTotals(invoice),
    ...invoice.vat.flatMap((rate) => checkRate(rate, invoice.lines)),
    ...invoice.lines.flatMap(checkLine),
  ];
}
